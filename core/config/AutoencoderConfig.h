// SPDX-License-Identifier: GPL-3.0-or-later
//
// AutoencoderConfig: the Oobleck autoencoder and the wrapper in front of a diffusion model, as
// model_config.json states them (models/autoencoders.py:867-910, models/factory.py:46-85). Value types
// without torch.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <vector>

namespace attune::config {

// The widest layer, above any model's and low enough that parameters and bytes can be counted without
// overflow.
inline constexpr std::int64_t kMostWidth = 1 << 16;

struct OobleckEncoderConfig {
    std::int64_t inChannels{2};
    std::int64_t channels{128};
    std::int64_t latentDim{
        32}; // what the encoder emits: twice the model's latent channels with a VAE bottleneck
    std::vector<std::int64_t> channelMultipliers{1, 2, 4, 8};
    std::vector<std::int64_t> strides{2, 4, 8, 8};
    bool useSnake{false}; // ELU otherwise
};

struct OobleckDecoderConfig {
    std::int64_t outChannels{2};
    std::int64_t channels{128};
    std::int64_t latentDim{32};
    std::vector<std::int64_t> channelMultipliers{1, 2, 4, 8};
    std::vector<std::int64_t> strides{2, 4, 8, 8};
    bool useSnake{false};
    bool useNearestUpsample{
        false}; // nearest-neighbour upsampling and a convolution instead of a transposed one
    bool finalTanh{true};
};

enum class BottleneckKind { None, Vae };

struct AutoencoderConfig {
    OobleckEncoderConfig encoder;
    OobleckDecoderConfig decoder;
    BottleneckKind bottleneck{BottleneckKind::None};
    std::int64_t latentDim{0}; // D, after the bottleneck
    std::int64_t downsamplingRatio{
        0}; // samples a latent frame, as the file says; equals the product of the strides
    std::int64_t inChannels{2};
    std::int64_t outChannels{2};
    bool softClip{false}; // tanh on the decoded audio
};

// An autoencoder in front of a diffusion model: always frozen.
struct PretransformConfig {
    AutoencoderConfig autoencoder;
    double scale{1.0};        // latents are divided by it after encoding, multiplied before decoding
    bool modelHalf{false};    // autoencoder in fp16
    bool iterateBatch{false}; // encode one item at a time
    bool chunked{false};      // the reference's overlapping windows of 128 latents
};

// The `model` object of an autoencoder file, or `config` of a pretransform. Errors: InvalidConfig.
[[nodiscard]] Result<AutoencoderConfig> readAutoencoderConfig(const JsonView& view);
// `model.pretransform`. Errors: InvalidConfig.
[[nodiscard]] Result<PretransformConfig> readPretransformConfig(const JsonView& view);

} // namespace attune::config
