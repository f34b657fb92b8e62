// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiffusionTransformer: the network that predicts velocity from noisy latents, timestep and conditions
// (models/dit.py, models/transformer.py: "continuous_transformer"). Registered names equal the checkpoint
// keys below model.model.
//
// It draws no random numbers and knows no guidance (Guidance.h), noise or losses. Inputs are cast to the type
// of its weights; under autocast LibTorch chooses. Masks of prompts and padding are not taken, because the
// reference takes and drops them: padded prompt positions are zeros that take part in attention.
//
// Ownership: a torch module. Threads: one at a time.
// Shapes: B batch, D latent channels, L latent frames, T condition tokens, E width, G global width.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/Conditioner.h"
#include "core/model/Layers.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace attune::model {

class ConditionMlp;
class TimestepFeatures;
class TransformerStack;
class PointwiseConvolution;

// Whether the blocks' activations are kept for the backward pass or computed again there.
enum class ActivationMemory {
    Keep,     // fastest; memory grows with depth
    Recompute // one block's activations at a time; costs a second forward pass
};

class DiffusionTransformer : public torch::nn::Module {
public:
    explicit DiffusionTransformer(const config::TransformerConfig& config, const LayerOptions& options = {});
    ~DiffusionTransformer() override;

    // x [B,D,L], t [B] in 0..1 -> prediction [B,D,L].
    // `dropped` [B] bool, may be undefined: items whose whole cross-attention sequence becomes zeros (prompt
    // dropout).
    [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& t,
                                     const DiffusionCondition& condition, const at::Tensor& dropped = {});

    // `generators`: those that adapters draw their dropout from, whose states a second run must see again.
    void setActivationMemory(ActivationMemory memory, std::vector<at::Generator> generators = {});
    [[nodiscard]] const config::TransformerConfig& config() const noexcept { return m_config; }
    [[nodiscard]] c10::ScalarType dtype() const; // of the weights
    [[nodiscard]] c10::Device device() const;

private:
    config::TransformerConfig m_config;
    std::shared_ptr<TimestepFeatures> m_timestepFeatures;
    std::shared_ptr<ConditionMlp> m_toTimestepEmbed;
    std::shared_ptr<ConditionMlp> m_toCondEmbed;   // null without cross-attention
    std::shared_ptr<ConditionMlp> m_toGlobalEmbed; // null without a global condition
    std::shared_ptr<TransformerStack> m_transformer;
    std::shared_ptr<PointwiseConvolution> m_preprocess;
    std::shared_ptr<PointwiseConvolution> m_postprocess;
};

} // namespace attune::model
