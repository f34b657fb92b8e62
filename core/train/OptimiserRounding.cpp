// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserRounding.h"

#include "core/tensor/Generators.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/where.h>
#include <c10/util/Exception.h>

#include <limits>
#include <optional>

namespace attune::train {

namespace {

constexpr std::int64_t kDiscardedBits = 0xFFFF; // of float32, when cut down to bf16

// `count` numbers from 0 to 65535, four from each 64 random bits.
at::Tensor randomSixteenBits(std::int64_t count, const at::Device& device, std::uint64_t seed) {
    auto generator = tensor::makeGenerator(device, seed);
    TORCH_CHECK(generator.has_value(), "No random numbers on ", device.str());
    at::Tensor words = at::empty({(count + 3) / 4}, at::TensorOptions(device).dtype(at::kLong));
    words.random_(std::numeric_limits<std::int64_t>::lowest(), std::nullopt, *generator);
    return words.view(at::kShort).slice(0, 0, count).to(at::kInt).bitwise_and_(kDiscardedBits);
}

} // namespace

void storeStochastically(const at::Tensor& source, const at::Tensor& target, std::uint64_t seed) {
    const at::Tensor values = source.contiguous();
    // In the bit pattern of a float the discarded part is the distance to the next bf16 towards zero, so
    // adding a random amount below one step and cutting off carries with just that probability, for either
    // sign.
    at::Tensor bits = randomSixteenBits(values.numel(), values.device(), seed).view(values.sizes());
    bits.add_(values.view(at::kInt)).bitwise_and_(~kDiscardedBits);
    target.copy_(at::where(at::isfinite(values), bits.view(at::kFloat), values));
}

} // namespace attune::train
