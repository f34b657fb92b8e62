// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/OobleckLayers.h"

#include "core/model/Snake.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <string>

namespace attune::model {

void StageList::append(std::shared_ptr<Stage> stage) {
    register_module(std::to_string(m_stages.size()), stage);
    m_stages.push_back(std::move(stage));
}

at::Tensor StageList::forward(const at::Tensor& input) {
    at::Tensor value = m_stages.front()->forward(input);
    for (std::size_t i = 1; i < m_stages.size(); ++i) value = m_stages[i]->consume(std::move(value));
    return value;
}

at::Tensor StageList::consume(at::Tensor input) {
    for (const auto& stage : m_stages) input = stage->consume(std::move(input));
    return input;
}

WeightNormConvolution::WeightNormConvolution(const ConvolutionShape& shape, const LayerOptions& options)
    : m_shape(shape) {
    const bool transposed = shape.kind == ConvolutionShape::Kind::Transposed;
    const std::int64_t rows = transposed ? shape.inChannels : shape.outChannels;
    const std::int64_t columns = transposed ? shape.outChannels : shape.inChannels;
    if (shape.bias) m_bias = register_parameter("bias", options.empty({shape.outChannels}));
    if (options.weightForm == LayerOptions::WeightForm::Folded) {
        m_weight = register_parameter("weight", options.empty({rows, columns, shape.kernel}));
        return;
    }
    m_weightGain = register_parameter("weight_g", options.empty({rows, 1, 1}));
    m_weightDirection = register_parameter("weight_v", options.empty({rows, columns, shape.kernel}));
}

at::Tensor WeightNormConvolution::weight() const {
    return isFolded() ? m_weight : at::_weight_norm(m_weightDirection, m_weightGain, 0);
}

at::Tensor WeightNormConvolution::forward(const at::Tensor& input) {
    using Kind = ConvolutionShape::Kind;
    switch (m_shape.kind) {
    case Kind::Transposed:
        return at::conv_transpose1d(input, weight(), m_bias, m_shape.stride, m_shape.padding);
    case Kind::Same:
        return at::conv1d(input, weight(), m_bias, m_shape.stride, "same", m_shape.dilation);
    case Kind::Ordinary:
        break;
    }
    return at::conv1d(input, weight(), m_bias, m_shape.stride, m_shape.padding, m_shape.dilation);
}

void WeightNormConvolution::initialize(at::Generator& generator) {
    // PyTorch's convolutions: uniform in ±1/sqrt(fan in), where fan in is dimension 1 times the kernel, also
    // when transposed; weight norm then starts with g = ||v||, so that the product is v.
    at::Tensor& direction = isFolded() ? m_weight : m_weightDirection;
    const double bound = 1.0 / std::sqrt(static_cast<double>(direction.size(1) * direction.size(2)));
    direction.uniform_(-bound, bound, generator);
    if (m_bias.defined()) m_bias.uniform_(-bound, bound, generator);
    if (!isFolded()) m_weightGain.copy_(at::norm_except_dim(m_weightDirection, 2, 0));
}

void WeightNormConvolution::fold() {
    if (isFolded()) return;
    const at::NoGradGuard noGrad;
    const at::Tensor folded =
        at::_weight_norm(m_weightDirection.to(at::kFloat), m_weightGain.to(at::kFloat), 0);
    const bool wantsGrad = m_weightDirection.requires_grad();
    const at::Tensor weight = folded.to(m_weightDirection.scalar_type());
    parameters_.erase("weight_g");
    parameters_.erase("weight_v");
    m_weightGain.reset();
    m_weightDirection.reset();
    m_weight = register_parameter("weight", weight, wantsGrad);
}

SnakeBeta::SnakeBeta(std::int64_t channels, const LayerOptions& options) {
    m_alpha = register_parameter("alpha", options.empty({channels}));
    m_beta = register_parameter("beta", options.empty({channels}));
}

at::Tensor SnakeBeta::forward(const at::Tensor& input) {
    return snakeBeta(input, m_alpha, m_beta);
}

at::Tensor SnakeBeta::consume(at::Tensor input) {
    if (at::GradMode::is_enabled()) return forward(input);
    snakeBetaInPlace(input, m_alpha, m_beta);
    return input;
}

void SnakeBeta::initialize(at::Generator&) {
    m_alpha.zero_();
    m_beta.zero_();
}

at::Tensor PlainActivation::forward(const at::Tensor& input) {
    switch (m_kind) {
    case Kind::Elu:
        return at::elu(input);
    case Kind::Tanh:
        return input.tanh();
    case Kind::Identity:
        break;
    }
    return input;
}

at::Tensor PlainActivation::consume(at::Tensor input) {
    if (at::GradMode::is_enabled() || m_kind == Kind::Identity) return forward(input);
    return m_kind == Kind::Elu ? at::elu_(input) : input.tanh_();
}

std::shared_ptr<Stage> makeActivation(ActivationKind kind, std::int64_t channels,
                                      const LayerOptions& options) {
    if (kind == ActivationKind::Snake) return std::make_shared<SnakeBeta>(channels, options);
    return std::make_shared<PlainActivation>(PlainActivation::Kind::Elu);
}

ResidualUnit::ResidualUnit(std::int64_t channels, std::int64_t dilation, ActivationKind activation,
                           const LayerOptions& options) {
    m_layers = register_module("layers", std::make_shared<StageList>());
    m_layers->append(makeActivation(activation, channels, options));
    m_layers->append(std::make_shared<WeightNormConvolution>(ConvolutionShape{.inChannels = channels,
                                                                              .outChannels = channels,
                                                                              .kernel = 7,
                                                                              .padding = 3 * dilation,
                                                                              .dilation = dilation},
                                                             options));
    m_layers->append(makeActivation(activation, channels, options));
    m_layers->append(std::make_shared<WeightNormConvolution>(
        ConvolutionShape{.inChannels = channels, .outChannels = channels}, options));
}

at::Tensor ResidualUnit::forward(const at::Tensor& input) {
    const at::Tensor branch = m_layers->forward(input);
    return at::GradMode::is_enabled() ? branch + input : branch.add_(input);
}

namespace {

void appendResidualUnits(StageList& layers, std::int64_t channels, ActivationKind activation,
                         const LayerOptions& options) {
    for (const std::int64_t dilation : {1, 3, 9})
        layers.append(std::make_shared<ResidualUnit>(channels, dilation, activation, options));
}

// nn.Upsample by a whole factor and nearest neighbours.
class RepeatSamples : public Stage {
public:
    explicit RepeatSamples(std::int64_t factor) : m_factor(factor) {}
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override {
        return input.repeat_interleave(m_factor, 2);
    }

private:
    std::int64_t m_factor;
};

} // namespace

EncoderBlock::EncoderBlock(std::int64_t inChannels, std::int64_t outChannels, std::int64_t stride,
                           ActivationKind activation, const LayerOptions& options) {
    m_layers = register_module("layers", std::make_shared<StageList>());
    appendResidualUnits(*m_layers, inChannels, activation, options);
    m_layers->append(makeActivation(activation, inChannels, options));
    m_layers->append(std::make_shared<WeightNormConvolution>(ConvolutionShape{.inChannels = inChannels,
                                                                              .outChannels = outChannels,
                                                                              .kernel = 2 * stride,
                                                                              .stride = stride,
                                                                              .padding = (stride + 1) / 2},
                                                             options));
}

DecoderBlock::DecoderBlock(std::int64_t inChannels, std::int64_t outChannels, std::int64_t stride,
                           ActivationKind activation, Upsampling upsampling, const LayerOptions& options) {
    m_layers = register_module("layers", std::make_shared<StageList>());
    m_layers->append(makeActivation(activation, inChannels, options));
    ConvolutionShape shape{.inChannels = inChannels, .outChannels = outChannels, .kernel = 2 * stride};
    if (upsampling == Upsampling::Nearest) {
        shape.bias = false;
        shape.kind = ConvolutionShape::Kind::Same;
        auto upsample = std::make_shared<StageList>();
        upsample->append(std::make_shared<RepeatSamples>(stride));
        upsample->append(std::make_shared<WeightNormConvolution>(shape, options));
        m_layers->append(std::move(upsample));
    } else {
        shape.stride = stride;
        shape.padding = (stride + 1) / 2;
        shape.kind = ConvolutionShape::Kind::Transposed;
        m_layers->append(std::make_shared<WeightNormConvolution>(shape, options));
    }
    appendResidualUnits(*m_layers, outChannels, activation, options);
}

} // namespace attune::model
