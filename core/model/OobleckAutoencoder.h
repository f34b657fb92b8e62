// SPDX-License-Identifier: GPL-3.0-or-later
//
// OobleckAutoencoder: stereo audio to latents and back, a stack of weight-normalised 1-D convolutions
// (models/autoencoders.py). Registered names equal the checkpoint keys (encoder.layers.N…,
// decoder.layers.N…).
//
// Two forms. Normalised: weight_g and weight_v, as files have them and as training needs them. Folded: one
// plain weight a convolution, computed once in fp32, for inference; files written by runs that removed weight
// norm have this form too. Under NoGrad the activations are computed in place.
//
// Ownership: a torch module, shared_ptr by convention. Threads: forward from one thread at a time.
// Shapes: B batch, C audio channels, S samples, D latent channels, L latent frames, R samples a frame.
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/model/OobleckLayers.h"
#include "core/model/Posterior.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>

namespace attune::model {

class OobleckEncoder : public torch::nn::Module {
public:
    OobleckEncoder(const config::OobleckEncoderConfig& config, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& audio); // [B,C,S] -> [B,latentDim,S/R]

private:
    std::shared_ptr<StageList> m_layers;
};

class OobleckDecoder : public torch::nn::Module {
public:
    OobleckDecoder(const config::OobleckDecoderConfig& config, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& latents); // [B,D,L] -> [B,C,L*R]

private:
    std::shared_ptr<StageList> m_layers;
};

class OobleckAutoencoder : public torch::nn::Module {
public:
    // Tensors are allocated, not filled: load weights or call initializeParameters (Layers.h).
    explicit OobleckAutoencoder(const config::AutoencoderConfig& config, const LayerOptions& options = {});

    // Encoder output before the bottleneck, [B,2D,L] with a VAE, [B,D,L] without. S must be a multiple of R.
    [[nodiscard]] at::Tensor encodeRaw(const at::Tensor& audio);
    // [B,C,S] -> mean and scale [B,D,L]. Requires a VAE bottleneck.
    [[nodiscard]] Posterior encode(const at::Tensor& audio);
    // [B,D,L] -> [B,C,L*R]; with the soft clip where the config has one.
    [[nodiscard]] at::Tensor decode(const at::Tensor& latents);

    // To the folded form, in fp32 whatever the parameters' type. Idempotent; gradients end here.
    void foldWeightNorm();
    [[nodiscard]] bool isFolded() const;

    [[nodiscard]] const config::AutoencoderConfig& config() const noexcept { return m_config; }
    [[nodiscard]] std::int64_t downsamplingRatio() const noexcept { return m_config.downsamplingRatio; }
    [[nodiscard]] at::TensorOptions tensorOptions() const; // device and dtype of the parameters

private:
    config::AutoencoderConfig m_config;
    std::shared_ptr<OobleckEncoder> m_encoder;
    std::shared_ptr<OobleckDecoder> m_decoder;
};

} // namespace attune::model
