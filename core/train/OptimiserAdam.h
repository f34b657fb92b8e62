// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserAdam: the Adam update of one tensor in plain ATen operations. What the fused kernels do where they
// exist (CPU, CUDA) is this; the meta device and the small tensors of the 8-bit optimiser use it directly.
#pragma once

#include "core/train/OptimiserOptions.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace attune::train {

// Moves `weight` in place; `step` counts from 1. `secondMaximum` is used with amsgrad only.
void adamUpdate(const OptimiserOptions& options, std::int64_t step, const at::Tensor& weight,
                const at::Tensor& gradient, const at::Tensor& first, const at::Tensor& second,
                const at::Tensor& secondMaximum);

} // namespace attune::train
