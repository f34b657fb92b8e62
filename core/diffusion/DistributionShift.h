// SPDX-License-Identifier: GPL-3.0-or-later
//
// DistributionShift: moves timesteps toward noise, the more the longer the latents are, because a long
// sequence averages more of the noise away (Stable Diffusion 3, arXiv 2403.03206, section 5.3.2, with a
// length-dependent shift as in FLUX). Used in training and by some samplers.
//
// Value type; free of threads. Source: inference/sampling.py; spec/training.md 3.3. The length is clamped as
// there.
#pragma once

#include "core/config/DiffusionConfig.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>

namespace attune::diffusion {

class DistributionShift {
public:
    // Requires minLength < maxLength, which reading a configuration checks.
    explicit DistributionShift(const config::DistributionShiftConfig& config) : m_config(config) {}
    // Of a model configuration; empty where it has none.
    [[nodiscard]] static std::optional<DistributionShift> of(const config::DiffusionConfig& config);

    // The logarithm of the odds that the shift multiplies by; negative = toward noise.
    [[nodiscard]] double mu(std::int64_t latentFrames) const noexcept;
    // t in [0, 1], any shape. Exactly 0 at 0 and 1 at 1.
    [[nodiscard]] at::Tensor apply(const at::Tensor& t, std::int64_t latentFrames) const;
    [[nodiscard]] double apply(double t, std::int64_t latentFrames) const noexcept;

private:
    config::DistributionShiftConfig m_config;
};

} // namespace attune::diffusion
