// SPDX-License-Identifier: GPL-3.0-or-later
//
// T5Encoder: the encoder half of T5 (Raffel et al. 2020; v1.0 with ReLU, v1.1 with gated GELU), which turns
// prompts into the sequence that the transformer attends to. Registered names equal Hugging Face's keys.
//
// Never trained by the product, and in no Stable Audio checkpoint: it comes from its own folder.
// Ownership: a torch module. Threads: one at a time. Shapes: B batch, T tokens, E width, H heads.
#pragma once

#include "core/base/Result.h"
#include "core/model/Layers.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace attune::model {

// The keys of Hugging Face's config.json that matter.
struct T5Config {
    std::int64_t vocabularySize{32128};
    std::int64_t width{768};  // d_model
    std::int64_t headDim{64}; // d_kv; heads * headDim need not equal width
    std::int64_t heads{12};
    std::int64_t feedForward{3072}; // d_ff
    std::int64_t layers{12};
    std::int64_t buckets{32};      // relative_attention_num_buckets
    std::int64_t maxDistance{128}; // relative_attention_max_distance
    double epsilon{1e-6};
    enum class FeedForward { Relu, GatedGelu } feedForwardKind{FeedForward::Relu};

    // Errors: NotFound, InvalidConfig.
    [[nodiscard]] static Result<T5Config> read(const std::filesystem::path& configJson);
};

class T5Block;
class T5Norm;

class T5Encoder : public torch::nn::Module {
public:
    explicit T5Encoder(const T5Config& config, const LayerOptions& options = {});
    ~T5Encoder() override;

    // From a Hugging Face folder: config.json and model.safetensors or pytorch_model.bin. `decoder.*` and
    // `lm_head.*` of a full model are ignored. Errors: NotFound, InvalidConfig, MissingKey, ShapeMismatch,
    // those of CheckpointFile.
    [[nodiscard]] static Result<std::shared_ptr<T5Encoder>> load(const std::filesystem::path& folder,
                                                                 const LayerOptions& options = {});

    // ids, mask [B,T] int64 (1 = valid) -> last hidden state [B,T,E] after the final norm, at every position.
    [[nodiscard]] at::Tensor forward(const at::Tensor& ids, const at::Tensor& mask);
    // The same, recording gradients where parameters ask for them: packaging/starter trains a small T5 from
    // scratch.
    [[nodiscard]] at::Tensor forwardTrainable(const at::Tensor& ids, const at::Tensor& mask);
    [[nodiscard]] const T5Config& config() const noexcept { return m_config; }

private:
    T5Config m_config;
    at::Tensor m_embedding; // [vocabulary,E]
    std::vector<std::shared_ptr<T5Block>> m_blocks;
    std::shared_ptr<T5Norm> m_finalNorm;
};

// T5's relative-position bucket of (key index - query index), both directions; exposed for tests.
[[nodiscard]] std::int64_t t5RelativeBucket(std::int64_t distance, std::int64_t buckets,
                                            std::int64_t maxDistance) noexcept;

} // namespace attune::model
