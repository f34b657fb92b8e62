// SPDX-License-Identifier: GPL-3.0-or-later
//
// Guidance: classifier-free guidance (Ho, Salimans 2022) as the reference does it (models/dit.py:306-416).
//
// One pass on a doubled batch, conditioned half first: out = u + s (c - u). The second half sees zeros, or
// the negative prompt with its masked positions zeroed; the global condition is the same in both halves.
// Shapes: B batch, D latent channels, L latent frames.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/DiffusionTransformer.h"

#include <ATen/core/Tensor.h>

namespace attune::model {

struct GuidanceOptions {
    double scale{1.0}; // 1 = the plain conditional pass
    double rescale{
        0.0}; // scale_phi: pulls the deviation over channels back to that of the conditional output
    double intervalLow{0.0};  // guidance only while low <= sigma of the first batch item <= high,
    double intervalHigh{1.0}; // sigma = sin(pi t / 2) for objective v, else t
};

struct GuidedOutput {
    at::Tensor guided;   // [B,D,L]
    at::Tensor unguided; // the unconditioned half; the same as `guided` where there was no guidance
};

// x [B,D,L], t [B]. `negative` may hold undefined tensors: then zeros are used.
[[nodiscard]] GuidedOutput guidedOutput(DiffusionTransformer& transformer, config::Objective objective,
                                        const at::Tensor& x, const at::Tensor& t,
                                        const DiffusionCondition& condition,
                                        const DiffusionCondition& negative, const GuidanceOptions& guidance);

} // namespace attune::model
