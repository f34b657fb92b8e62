// SPDX-License-Identifier: GPL-3.0-or-later
//
// VDdim: the deterministic DDIM-like sampler for v models in their own time t, plain and with CFG++.
//
// CFG++ takes the step direction from the unguided prediction (Chung et al., arXiv 2406.08070). Internal to
// this room. Source: inference/sampling.py `sample` with eta 0; spec/training.md 10.5.
#pragma once

#include "core/diffusion/SamplingRun.h"

namespace attune::diffusion {

// `times` as from linearTimes, its final 0 included (no step starts there). Returns the last clean estimate.
[[nodiscard]] Result<at::Tensor> sampleVDdim(const SamplingRun& run, at::Tensor x, const Schedule& times);

// With the guided and unguided output of each call; counts its calls in `calls`.
[[nodiscard]] Result<at::Tensor> sampleVDdimCfgpp(const SamplingRun& run, const GuidedNetwork& network,
                                                  at::Tensor x, const Schedule& times, int& calls);

} // namespace attune::diffusion
