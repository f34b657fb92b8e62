// SPDX-License-Identifier: GPL-3.0-or-later
//
// SnakeBeta as functions: y = x + sin(a x)^2 / (b + 1e-9), a = exp(alpha), b = exp(beta), one of each a
// channel (models/blocks.py:291-329; Ziyin, Hartwig, Ueda 2020 with a separate magnitude).
//
// It runs on the largest tensors of the autoencoder, so the backward pass keeps only the input, and the
// in-place form needs a scratch block instead of a second tensor.
#pragma once

#include <ATen/core/Tensor.h>

namespace attune::model {

// [B,C,S], [C], [C] -> [B,C,S]. Differentiable once.
[[nodiscard]] at::Tensor snakeBeta(const at::Tensor& input, const at::Tensor& alpha, const at::Tensor& beta);

// Overwrites `input`. Not differentiable: call it under NoGrad.
void snakeBetaInPlace(at::Tensor& input, const at::Tensor& alpha, const at::Tensor& beta);

} // namespace attune::model
