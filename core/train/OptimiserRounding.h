// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserRounding: writes float32 weights into bf16 ones so that, on average, nothing is lost. An update
// smaller than half a step of the bf16 grid would vanish in rounding to nearest; here it moves the weight now
// and then (Gupta et al., arXiv 1502.02551; Zamirai et al., arXiv 2010.06192).
//
// A free function of its arguments: equal seeds give equal bits. Any device, any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace attune::train {

// source float32, target bf16, of one shape and device. Values that are not finite are carried over.
void storeStochastically(const at::Tensor& source, const at::Tensor& target, std::uint64_t seed);

} // namespace attune::train
