// SPDX-License-Identifier: GPL-3.0-or-later
//
// DpmSolver: the DPM-Solver samplers for v models in lambda = -ln sigma: "fast" with a given number of
// network calls, "adaptive" with steps chosen by an error estimate. Both end at sigmaMin, not at 0.
//
// x starts as sigmaMax · noise (plus what is varied). Internal to this room; see SamplingRun.h.
// Source: Lu et al., DPM-Solver (arXiv 2206.00927) in k-diffusion's form; spec/training.md 10.4.
#pragma once

#include "core/diffusion/SamplingRun.h"

namespace attune::diffusion {

// `calls` network calls, at least 1, spent in so many steps.
[[nodiscard]] constexpr int dpmFastSteps(int calls) noexcept {
    return calls / 3 + 1;
}
[[nodiscard]] Result<at::Tensor> sampleDpmFast(const SamplingRun& run, at::Tensor x, double sigmaMin,
                                               double sigmaMax, int calls);

struct AdaptiveResult {
    at::Tensor x;
    int accepted{0};
    int rejected{0};
};
// Reads the error estimate back at every attempt, so it cannot run on the meta device. Errors: NonFinite when
// the estimate is not a number.
[[nodiscard]] Result<AdaptiveResult> sampleDpmAdaptive(const SamplingRun& run, at::Tensor x, double sigmaMin,
                                                       double sigmaMax);

} // namespace attune::diffusion
