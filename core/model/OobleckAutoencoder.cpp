// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/OobleckAutoencoder.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace attune::model {

namespace {

ActivationKind activationKind(bool useSnake) {
    return useSnake ? ActivationKind::Snake : ActivationKind::Elu;
}

// The multipliers with the leading 1 of the reference: the first block keeps its width.
std::vector<std::int64_t> blockWidths(const std::vector<std::int64_t>& multipliers, std::int64_t channels) {
    std::vector<std::int64_t> widths{channels};
    for (const std::int64_t multiplier : multipliers) widths.push_back(multiplier * channels);
    return widths;
}

template <typename Function>
void forEachConvolution(torch::nn::Module& root, Function&& function) {
    for (const auto& module : root.modules(/*include_self=*/false))
        if (auto* convolution = dynamic_cast<WeightNormConvolution*>(module.get())) function(*convolution);
}

} // namespace

OobleckEncoder::OobleckEncoder(const config::OobleckEncoderConfig& config, const LayerOptions& options) {
    const ActivationKind activation = activationKind(config.useSnake);
    const auto widths = blockWidths(config.channelMultipliers, config.channels);
    m_layers = register_module("layers", std::make_shared<StageList>());
    m_layers->append(std::make_shared<WeightNormConvolution>(
        ConvolutionShape{
            .inChannels = config.inChannels, .outChannels = widths.front(), .kernel = 7, .padding = 3},
        options));
    for (std::size_t i = 0; i + 1 < widths.size(); ++i)
        m_layers->append(
            std::make_shared<EncoderBlock>(widths[i], widths[i + 1], config.strides[i], activation, options));
    m_layers->append(makeActivation(activation, widths.back(), options));
    m_layers->append(std::make_shared<WeightNormConvolution>(
        ConvolutionShape{
            .inChannels = widths.back(), .outChannels = config.latentDim, .kernel = 3, .padding = 1},
        options));
}

at::Tensor OobleckEncoder::forward(const at::Tensor& audio) {
    return m_layers->forward(audio);
}

OobleckDecoder::OobleckDecoder(const config::OobleckDecoderConfig& config, const LayerOptions& options) {
    const ActivationKind activation = activationKind(config.useSnake);
    const auto upsampling =
        config.useNearestUpsample ? DecoderBlock::Upsampling::Nearest : DecoderBlock::Upsampling::Transposed;
    const auto widths = blockWidths(config.channelMultipliers, config.channels);
    m_layers = register_module("layers", std::make_shared<StageList>());
    m_layers->append(std::make_shared<WeightNormConvolution>(
        ConvolutionShape{
            .inChannels = config.latentDim, .outChannels = widths.back(), .kernel = 7, .padding = 3},
        options));
    for (std::size_t i = widths.size() - 1; i > 0; --i)
        m_layers->append(std::make_shared<DecoderBlock>(widths[i], widths[i - 1], config.strides[i - 1],
                                                        activation, upsampling, options));
    m_layers->append(makeActivation(activation, widths.front(), options));
    m_layers->append(
        std::make_shared<WeightNormConvolution>(ConvolutionShape{.inChannels = widths.front(),
                                                                 .outChannels = config.outChannels,
                                                                 .kernel = 7,
                                                                 .padding = 3,
                                                                 .bias = false},
                                                options));
    m_layers->append(std::make_shared<PlainActivation>(config.finalTanh ? PlainActivation::Kind::Tanh
                                                                        : PlainActivation::Kind::Identity));
}

at::Tensor OobleckDecoder::forward(const at::Tensor& latents) {
    return m_layers->forward(latents);
}

OobleckAutoencoder::OobleckAutoencoder(const config::AutoencoderConfig& config, const LayerOptions& options)
    : m_config(config) {
    m_encoder = register_module("encoder", std::make_shared<OobleckEncoder>(config.encoder, options));
    m_decoder = register_module("decoder", std::make_shared<OobleckDecoder>(config.decoder, options));
}

at::Tensor OobleckAutoencoder::encodeRaw(const at::Tensor& audio) {
    return m_encoder->forward(audio);
}

Posterior OobleckAutoencoder::encode(const at::Tensor& audio) {
    return Posterior::fromEncoderOutput(encodeRaw(audio));
}

at::Tensor OobleckAutoencoder::decode(const at::Tensor& latents) {
    at::Tensor audio = m_decoder->forward(latents);
    if (!m_config.softClip) return audio;
    return at::GradMode::is_enabled() ? audio.tanh() : audio.tanh_();
}

void OobleckAutoencoder::foldWeightNorm() {
    forEachConvolution(*this, [](WeightNormConvolution& convolution) { convolution.fold(); });
}

bool OobleckAutoencoder::isFolded() const {
    for (const auto& module : modules(/*include_self=*/false))
        if (const auto* convolution = dynamic_cast<const WeightNormConvolution*>(module.get()))
            return convolution->isFolded();
    return false;
}

at::TensorOptions OobleckAutoencoder::tensorOptions() const {
    return parameters().front().options().requires_grad(false);
}

} // namespace attune::model
