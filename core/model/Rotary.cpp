// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Rotary.h"

#include <ATen/Functions.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <vector>

namespace attune::model {

namespace {

constexpr double kBase = 10000.0;
constexpr std::int64_t kSmallestRotation = 32;

// [T, r/2] -> [T, 1, …, r/2], to broadcast over the dimensions between tokens and elements.
at::Tensor alignedTo(const at::Tensor& table, std::int64_t dimensions) {
    std::vector<std::int64_t> shape(static_cast<std::size_t>(dimensions - 1), 1);
    shape.front() = table.size(0);
    shape.back() = table.size(1);
    return table.view(shape);
}

enum class Direction { Forward, Backward };

at::Tensor rotated(const at::Tensor& x, const at::Tensor& cosine, const at::Tensor& sine,
                   Direction direction) {
    const std::int64_t half = cosine.size(1);
    const at::Tensor c = alignedTo(cosine, x.dim());
    const at::Tensor s = alignedTo(sine, x.dim());
    const at::Tensor source = x.to(at::promote_types(x.scalar_type(), at::kFloat));
    at::Tensor result = at::empty_like(source, at::MemoryFormat::Contiguous);
    const at::Tensor a = source.narrow(-1, 0, half);
    const at::Tensor b = source.narrow(-1, half, half);
    at::Tensor first = result.narrow(-1, 0, half);
    at::Tensor second = result.narrow(-1, half, half);
    const double sign = direction == Direction::Forward ? 1.0 : -1.0;
    at::mul_out(first, a, c).addcmul_(b, s, -sign);
    at::mul_out(second, b, c).addcmul_(a, s, sign);
    if (const std::int64_t rest = x.size(-1) - 2 * half; rest > 0)
        result.narrow(-1, 2 * half, rest).copy_(source.narrow(-1, 2 * half, rest));
    return result;
}

class RotaryFunction : public torch::autograd::Function<RotaryFunction> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& cosine, const at::Tensor& sine, at::ScalarType dtype) {
        context->save_for_backward({cosine, sine});
        context->saved_data["type"] = static_cast<std::int64_t>(x.scalar_type());
        return rotated(x, cosine, sine, Direction::Forward).to(dtype);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outputGradients) {
        const auto saved = context->get_saved_variables();
        const auto type = static_cast<at::ScalarType>(context->saved_data["type"].toInt());
        return {rotated(outputGradients[0], saved[0], saved[1], Direction::Backward).to(type), {}, {}, {}};
    }
};

} // namespace

RotaryEmbedding::RotaryEmbedding(std::int64_t headDim, const LayerOptions& options)
    : m_rotated(std::max(headDim / 2, kSmallestRotation)) {
    m_frequencies = register_buffer("inv_freq", exactFrequencies(options.device).to(options.dtype));
}

at::Tensor RotaryEmbedding::exactFrequencies(c10::Device device) const {
    const auto options = at::TensorOptions().device(device).dtype(at::kFloat);
    return at::reciprocal(
        at::pow(kBase, at::arange(0, m_rotated, 2, options) / static_cast<double>(m_rotated)));
}

RotaryTable RotaryEmbedding::table(std::int64_t tokens) const {
    const at::Tensor frequencies =
        m_frequencies.scalar_type() == at::kFloat ? m_frequencies : exactFrequencies(m_frequencies.device());
    const at::Tensor angles = at::outer(at::arange(tokens, frequencies.options()), frequencies);
    return {at::cos(angles), at::sin(angles)};
}

void RotaryEmbedding::initialize(at::Generator&) {
    m_frequencies.copy_(exactFrequencies(m_frequencies.device()));
}

at::Tensor applyRotary(const at::Tensor& x, const RotaryTable& table, c10::ScalarType dtype) {
    return RotaryFunction::apply(x, table.cosine, table.sine, dtype);
}

} // namespace attune::model
