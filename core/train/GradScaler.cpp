// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/GradScaler.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_amp_foreach_non_finite_check_and_unscale.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <map>
#include <string>
#include <vector>

namespace attune::train {

GradScaler::GradScaler(GradScalerOptions options) : m_options(options), m_scale(options.initialScale) {}

GradientHealth GradScaler::unscale(std::span<const NamedParameter> parameters) const {
    const at::NoGradGuard noGradients;
    // The kernel wants one type and device a call.
    std::map<std::string, std::vector<at::Tensor>> groups;
    for (const NamedParameter& parameter : parameters)
        if (const at::Tensor& gradient = parameter.value.grad(); gradient.defined())
            groups[gradient.device().str() + c10::toString(gradient.scalar_type())].push_back(gradient);
    bool isFinite = true;
    for (auto& [key, gradients] : groups) {
        if (gradients.front().is_meta()) continue; // holds no numbers to check
        const auto options = at::TensorOptions(gradients.front().device()).dtype(at::kFloat);
        at::Tensor foundBad = at::zeros({1}, options);
        at::_amp_foreach_non_finite_check_and_unscale_(gradients, foundBad,
                                                       at::full({1}, 1.0 / m_scale, options));
        isFinite = foundBad.item<float>() == 0.0F && isFinite;
    }
    return isFinite ? GradientHealth::Finite : GradientHealth::Overflowed;
}

void GradScaler::update(GradientHealth health) noexcept {
    if (health == GradientHealth::Overflowed) {
        m_scale *= m_options.backoffFactor;
        m_goodSteps = 0;
        ++m_skipped;
    } else if (++m_goodSteps == m_options.growthInterval) {
        m_scale *= m_options.growthFactor;
        m_goodSteps = 0;
    }
}

config::Json GradScaler::saveState() const {
    return {{"scale", m_scale}, {"good_steps", m_goodSteps}, {"skipped_steps", m_skipped}};
}

Result<void> GradScaler::loadState(const config::JsonView& state) {
    ATTUNE_TRY(const double scale, state.number("scale"));
    ATTUNE_TRY(const std::int64_t goodSteps, state.integer("good_steps"));
    ATTUNE_TRY(const std::int64_t skipped, state.integer("skipped_steps"));
    if (!(scale > 0.0) || goodSteps < 0 || skipped < 0)
        return fail(ErrorCode::InvalidConfig, "The state of the loss scaling is damaged", state.path());
    m_scale = scale;
    m_goodSteps = goodSteps;
    m_skipped = skipped;
    return {};
}

} // namespace attune::train
