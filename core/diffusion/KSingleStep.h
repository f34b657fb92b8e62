// SPDX-License-Identifier: GPL-3.0-or-later
//
// KSingleStep: samplers for v models that look ahead within a step and remember nothing, two network calls a
// step.
//
// x starts as sigmas[0] · noise (plus what is varied). Internal to this room; see SamplingRun.h.
// Sources: Karras et al. (arXiv 2206.00364), algorithms 1 and 2 without churn; DPM-Solver-2 (arXiv
// 2206.00927); DPM-Solver++(2S) with ancestral noise as in k-diffusion. Formulas: spec/training.md 10.4.
#pragma once

#include "core/diffusion/SamplingRun.h"

namespace attune::diffusion {

[[nodiscard]] Result<at::Tensor> sampleHeun(const SamplingRun& run, at::Tensor x, const Schedule& sigmas);
[[nodiscard]] Result<at::Tensor> sampleDpm2(const SamplingRun& run, at::Tensor x, const Schedule& sigmas);
[[nodiscard]] Result<at::Tensor> sampleDpmpp2sAncestral(const SamplingRun& run, at::Tensor x,
                                                        const Schedule& sigmas);

} // namespace attune::diffusion
