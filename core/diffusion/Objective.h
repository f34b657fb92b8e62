// SPDX-License-Identifier: GPL-3.0-or-later
//
// Objective: what a diffusion network predicts, hence how clean latents are noised and what the target is.
//
// Free functions without state, any thread. Sources: Salimans & Ho, "Progressive Distillation" (arXiv
// 2202.00512, v); Liu et al., "Flow Straight and Fast" (arXiv 2209.03003, rectified flow);
// spec/training.md 3.4.
#pragma once

#include "core/config/DiffusionConfig.h" // Objective

#include <ATen/core/Tensor.h>

namespace attune::diffusion {

using config::Objective; // V (SAO 1.0), RectifiedFlow (Small), RfDenoiser (trained the same, sampled by
                         // ping-pong)
using config::objectiveName;

[[nodiscard]] constexpr bool isFlow(Objective objective) noexcept {
    return objective != Objective::V;
}

// How much of the clean latents (alpha) and of the noise (sigma) is in the mixture at t, elementwise.
struct AlphaSigma {
    at::Tensor alpha;
    at::Tensor sigma;
};
[[nodiscard]] AlphaSigma alphaSigma(Objective objective, const at::Tensor& t);

struct NoisedLatents {
    at::Tensor noised; // [B,D,L] what the network sees
    at::Tensor target; // [B,D,L] what it should answer
};
// latents and noise [B,D,L], float32; t [B].
[[nodiscard]] NoisedLatents noiseLatents(Objective objective, const at::Tensor& latents,
                                         const at::Tensor& noise, const at::Tensor& t);

// The clean latents that a prediction at t implies. All as in noiseLatents.
[[nodiscard]] at::Tensor denoisedFromPrediction(Objective objective, const at::Tensor& noised,
                                                const at::Tensor& prediction, const at::Tensor& t);

} // namespace attune::diffusion
