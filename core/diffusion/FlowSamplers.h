// SPDX-License-Identifier: GPL-3.0-or-later
//
// FlowSamplers: from noise at t = 1 to latents at t = 0 along the velocity a flow model predicts.
//
// x starts as the mixture at times[0]. Internal to this room; see SamplingRun.h.
// Sources: inference/sampling.py; DPM-Solver++ (arXiv 2211.01095) in flow form; ping-pong: alternating full
// denoising and fresh noise, for distilled models. Formulas: spec/training.md 11.
#pragma once

#include "core/diffusion/SamplingRun.h"

namespace attune::diffusion {

[[nodiscard]] Result<at::Tensor> sampleFlowEuler(const SamplingRun& run, at::Tensor x, const Schedule& times);
[[nodiscard]] Result<at::Tensor> sampleFlowRk4(const SamplingRun& run, at::Tensor x, const Schedule& times);
[[nodiscard]] Result<at::Tensor> sampleFlowDpmpp(const SamplingRun& run, at::Tensor x, const Schedule& times);
[[nodiscard]] Result<at::Tensor> sampleFlowPingpong(const SamplingRun& run, at::Tensor x,
                                                    const Schedule& times);

} // namespace attune::diffusion
