// SPDX-License-Identifier: GPL-3.0-or-later
//
// KMultistep: samplers for v models that reuse the estimates of earlier steps, one network call a step.
//
// x starts as sigmas[0] · noise (plus what is varied). Internal to this room; see SamplingRun.h.
// Sources: Lu et al., DPM-Solver++ (arXiv 2211.01095) in k-diffusion's form; linear multistep as in Karras et
// al. (arXiv 2206.00364, appendix). Formulas: spec/training.md 10.3.
#pragma once

#include "core/diffusion/SamplingRun.h"

#include <array>

namespace attune::diffusion {

[[nodiscard]] Result<at::Tensor> sampleDpmpp2m(const SamplingRun& run, at::Tensor x, const Schedule& sigmas);
[[nodiscard]] Result<at::Tensor> sampleDpmpp2mSde(const SamplingRun& run, at::Tensor x,
                                                  const Schedule& sigmas);
[[nodiscard]] Result<at::Tensor> sampleDpmpp3mSde(const SamplingRun& run, at::Tensor x,
                                                  const Schedule& sigmas);
[[nodiscard]] Result<at::Tensor> sampleLms(const SamplingRun& run, at::Tensor x, const Schedule& sigmas);

// The weights of the `order` latest slopes (newest first) for the step from sigmas[i] to sigmas[i + 1]:
// integrals of the Lagrange basis polynomials through sigmas[i], sigmas[i - 1], … Requires 1 <= order <= 4,
// order <= i + 1.
[[nodiscard]] std::array<double, 4> lmsWeights(const Schedule& sigmas, std::size_t i, std::size_t order);

} // namespace attune::diffusion
