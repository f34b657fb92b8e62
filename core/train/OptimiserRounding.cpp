// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserRounding.h"

#include "core/tensor/Generators.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/where.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace attune::train {

namespace {

constexpr std::int64_t kDiscardedBits = 0xFFFF; // of float32, when cut down to bf16

// Numbers done at once on the CPU: what is made on the way then stays in its cache.
constexpr std::int64_t kCpuChunk = 1 << 18;

// `count` numbers from 0 to 65535, four from each 64 random bits.
at::Tensor randomSixteenBits(std::int64_t count, const at::Device& device, at::Generator& generator) {
    at::Tensor words = at::empty({(count + 3) / 4}, at::TensorOptions(device).dtype(at::kLong));
    words.random_(std::numeric_limits<std::int64_t>::lowest(), std::nullopt, generator);
    return words.view(at::kShort).slice(0, 0, count).to(at::kInt).bitwise_and_(kDiscardedBits);
}

void storeChunk(const at::Tensor& values, const at::Tensor& target, at::Generator& generator) {
    // In the bit pattern of a float the discarded part is the distance to the next bf16 towards zero, so
    // adding a random amount below one step and cutting off carries with just that probability, for either
    // sign.
    at::Tensor bits = randomSixteenBits(values.numel(), values.device(), generator);
    bits.add_(values.view(at::kInt)).bitwise_and_(~kDiscardedBits);
    const at::Tensor rounded = bits.view(at::kFloat);
    // The meta device has no kernel that asks, and no numbers to ask about.
    target.copy_(values.is_meta() ? rounded : at::where(at::isfinite(values), rounded, values));
}

} // namespace

void storeStochastically(const at::Tensor& source, const at::Tensor& target, std::uint64_t seed) {
    auto generator = tensor::makeGenerator(source.device(), seed);
    TORCH_CHECK(generator.has_value(), "No random numbers on ", source.device().str());
    const at::Tensor values = source.contiguous().view({-1});
    const at::Tensor rounded =
        target.is_contiguous() ? target.view({-1}) : at::empty_like(values, target.options());
    const std::int64_t total = values.numel();
    const std::int64_t chunk = values.is_cpu() ? kCpuChunk : std::max<std::int64_t>(total, 1);
    for (std::int64_t begin = 0; begin < total; begin += chunk) {
        const std::int64_t end = std::min(begin + chunk, total);
        storeChunk(values.slice(0, begin, end), rounded.slice(0, begin, end), *generator);
    }
    if (!target.is_contiguous()) target.copy_(rounded.view(target.sizes()));
}

} // namespace attune::train
