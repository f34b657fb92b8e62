// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Layers.h"

#include "core/model/LinearAdapter.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace attune::model {

at::Tensor LayerOptions::empty(at::IntArrayRef shape) const {
    return at::empty(shape, at::TensorOptions().device(device).dtype(dtype));
}

void initializeParameters(torch::nn::Module& root, at::Generator generator) {
    const at::NoGradGuard noGrad;
    if (auto* self = dynamic_cast<SelfInitializing*>(&root)) self->initialize(generator);
    for (const auto& child : root.children()) initializeParameters(*child, generator);
}

at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, double epsilon) {
    if (!x.is_meta()) return at::layer_norm(x, weight.sizes(), weight, bias, epsilon);
    const at::Tensor centred = x - x.mean(-1, true);
    return centred * at::rsqrt((centred * centred).mean(-1, true) + epsilon) * weight + bias;
}

Linear::Linear(std::int64_t inFeatures, std::int64_t outFeatures, Bias bias, const LayerOptions& options,
               Initial initial)
    : m_initial(initial) {
    m_weight = register_parameter("weight", options.empty({outFeatures, inFeatures}));
    if (bias == Bias::Learned) m_bias = register_parameter("bias", options.empty({outFeatures}));
}

at::Tensor Linear::forward(const at::Tensor& input) const {
    at::Tensor output = at::linear(input, m_weight, m_bias);
    return m_adapter != nullptr ? m_adapter->addTo(output, input) : output;
}

void Linear::initialize(at::Generator& generator) {
    if (m_initial == Initial::Zero) {
        m_weight.zero_();
        if (m_bias.defined()) m_bias.zero_();
        return;
    }
    // PyTorch's nn.Linear: Kaiming uniform with a = sqrt(5), which is uniform in ±1/sqrt(fan in).
    const double bound = 1.0 / std::sqrt(static_cast<double>(m_weight.size(1)));
    m_weight.uniform_(-bound, bound, generator);
    if (m_bias.defined()) m_bias.uniform_(-bound, bound, generator);
}

} // namespace attune::model
