// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which encoder made some numbers: hashes of weights, so that latents and text embeddings are found again
// whatever file the weights came in.
//
// Threads: from any thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Hash.h"
#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/latents/EncodeSettings.h"
#include "core/latents/TextStore.h"
#include "core/tensor/NamedTensors.h"

#include <filesystem>

namespace attune::encode {

// Of the encoder half of an autoencoder, from the weights of any file that holds one (its own, a diffusion
// model, a training checkpoint; by names, types, shapes and bytes). The decoder does not count, so a
// fine-tuned decoder shares latents. Errors: InvalidArgument (no autoencoder in it).
[[nodiscard]] Result<ContentHash> hashOfEncoder(const tensor::NamedTensors& weights);

// The identity of a model's encoder. Errors: those of hashOfEncoder, InvalidConfig (a config without
// autoencoder).
[[nodiscard]] Result<latents::EncoderIdentity> encoderIdentity(const config::ModelConfig& config,
                                                               const tensor::NamedTensors& weights);

// Of a text encoder: the bytes of its weights, its config and its tokenizer. Errors: NotFound naming what is
// missing, ReadFailed, Cancelled.
[[nodiscard]] Result<ContentHash> hashOfTextEncoder(const std::filesystem::path& encoderFolder,
                                                    const std::filesystem::path& tokenizerFolder,
                                                    const Cancellation& cancellation = {});

} // namespace attune::encode
