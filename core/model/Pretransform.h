// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pretransform: the autoencoder in front of a diffusion model (models/pretransforms.py:29-89): latents are
// divided by `scale` on the way in and multiplied on the way out; audio and latents at its border are fp32
// whatever the autoencoder computes in. Always frozen. The child is named `model`, as in checkpoints.
//
// Ownership: a torch module. Threads: one at a time.
// Shapes: B batch, C audio channels, S samples, D latent channels, L latent frames.
#pragma once

#include "core/config/AutoencoderConfig.h"
#include "core/model/OobleckAutoencoder.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <optional>

namespace attune::model {

class Pretransform : public torch::nn::Module {
public:
    explicit Pretransform(const config::PretransformConfig& config, const LayerOptions& options = {});

    // [B,C,S] and noise [B,D,L] ~ N(0,1) -> latents [B,D,L], sampled as the reference always does, divided by
    // scale.
    [[nodiscard]] at::Tensor encode(const at::Tensor& audio, const at::Tensor& noise);
    // Mean and raw scale of each latent, not yet divided by the pretransform's scale.
    [[nodiscard]] Posterior posterior(const at::Tensor& audio);
    // [B,D,L] -> [B,C,L*R], in one pass a batch item when iterate_batch is set.
    [[nodiscard]] at::Tensor decode(const at::Tensor& latents);
    // The same numbers as decode() from overlapping pieces of `pieceFrames` frames: memory stays bounded
    // however long the sound. Needs even strides; falls back to decode() otherwise.
    [[nodiscard]] at::Tensor decodeInPieces(const at::Tensor& latents, std::int64_t pieceFrames = 64);

    [[nodiscard]] OobleckAutoencoder& autoencoder() noexcept { return *m_model; }
    [[nodiscard]] const std::shared_ptr<OobleckAutoencoder>& autoencoderPtr() const noexcept {
        return m_model;
    }
    [[nodiscard]] double scale() const noexcept { return m_config.scale; }
    [[nodiscard]] const config::PretransformConfig& config() const noexcept { return m_config; }

private:
    config::PretransformConfig m_config;
    std::shared_ptr<OobleckAutoencoder> m_model;
};

} // namespace attune::model
