// SPDX-License-Identifier: GPL-3.0-or-later
//
// Posterior: what the encoder says about each latent: a normal distribution (models/bottleneck.py, vae).
//
// Value type holding two tensor handles. Shapes: B batch, D latent channels, L latent frames.
#pragma once

#include <ATen/core/Tensor.h>

namespace attune::model {

struct Posterior {
    at::Tensor mean;  // [B,D,L]
    at::Tensor scale; // [B,D,L], raw: stdev = softplus(scale) + 1e-4

    [[nodiscard]] at::Tensor stdev() const;
    // mean + stdev * noise, noise ~ N(0,1) of the same shape.
    [[nodiscard]] at::Tensor sample(const at::Tensor& noise) const;
    // Mean over batch and frames of the sum over channels of mean^2 + stdev^2 - ln(stdev^2) - 1; scalar.
    [[nodiscard]] at::Tensor kl() const;

    // Splits an encoder output [B,2D,L].
    [[nodiscard]] static Posterior fromEncoderOutput(const at::Tensor& output);
};

} // namespace attune::model
