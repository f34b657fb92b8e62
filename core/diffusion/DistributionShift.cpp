// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/DistributionShift.h"

#include <ATen/ops/sin.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attune::diffusion {

std::optional<DistributionShift> DistributionShift::of(const config::DiffusionConfig& config) {
    if (!config.distributionShift) return std::nullopt;
    return DistributionShift(*config.distributionShift);
}

double DistributionShift::mu(std::int64_t latentFrames) const noexcept {
    const std::int64_t frames = std::clamp(latentFrames, m_config.minLength, m_config.maxLength);
    const double share = static_cast<double>(frames - m_config.minLength) /
                         static_cast<double>(m_config.maxLength - m_config.minLength);
    return -(m_config.baseShift + (m_config.maxShift - m_config.baseShift) * share);
}

// 1 - e^mu / (e^mu + 1/(1-t) - 1), written so that neither end is reached through an infinity.
at::Tensor DistributionShift::apply(const at::Tensor& t, std::int64_t latentFrames) const {
    const at::Tensor shifted = t / (t + std::exp(mu(latentFrames)) * (1.0 - t));
    return m_config.useSine ? at::sin(shifted * (std::numbers::pi / 2.0)).clamp(0.0, 1.0) : shifted;
}

double DistributionShift::apply(double t, std::int64_t latentFrames) const noexcept {
    const double shifted = t / (t + std::exp(mu(latentFrames)) * (1.0 - t));
    return m_config.useSine ? std::clamp(std::sin(shifted * std::numbers::pi / 2.0), 0.0, 1.0) : shifted;
}

} // namespace attune::diffusion
