// SPDX-License-Identifier: GPL-3.0-or-later
//
// TransformerStack: the pre-norm transformer inside the diffusion transformer
// (models/transformer.py:528-860): projection in, `depth` blocks of self-attention, cross-attention and
// feed-forward, projection out. No final norm.
//
// Ownership: torch modules. Threads: one at a time. Shapes: B batch, T tokens, E width, C context width.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/Attention.h"
#include "core/model/DiffusionTransformer.h"
#include "core/model/FeedForward.h"
#include "core/model/Layers.h"
#include "core/model/Rotary.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace attune::model {

// Layer norm with gamma, and beta: a stored buffer of zeros, untrained, unless the configuration asks for a
// bias.
class BlockNorm : public torch::nn::Module, public SelfInitializing {
public:
    BlockNorm(const config::TransformerConfig& config, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const;
    void initialize(at::Generator& generator) override;

private:
    double m_epsilon;
    bool m_forceFp32;
    at::Tensor m_gamma;
    at::Tensor m_beta;
};

// What every block gets besides its input; tensors may be undefined.
struct BlockInputs {
    at::Tensor context;    // [B,T',C]
    at::Tensor modulation; // [B,6E], adaLN only
    RotaryTable rotary;
};

class TransformerBlock : public torch::nn::Module, public SelfInitializing {
public:
    enum class CrossAttention { Absent, Present };
    TransformerBlock(const config::TransformerConfig& config, CrossAttention crossAttention,
                     const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& x,
                                     const BlockInputs& inputs) const; // [B,T,E] -> [B,T,E]
    void initialize(at::Generator& generator) override;

private:
    [[nodiscard]] at::Tensor crossAttended(const at::Tensor& x, const BlockInputs& inputs) const;
    [[nodiscard]] at::Tensor modulated(const at::Tensor& x, const BlockInputs& inputs) const;

    at::Tensor m_scaleShiftGate; // [6E], adaLN only
    std::shared_ptr<BlockNorm> m_preNorm;
    std::shared_ptr<Attention> m_selfAttention;
    std::shared_ptr<BlockNorm> m_crossNorm;
    std::shared_ptr<Attention> m_crossAttention;
    std::shared_ptr<BlockNorm> m_ffNorm;
    std::shared_ptr<FeedForward> m_ff;
};

class TransformerStack : public torch::nn::Module, public SelfInitializing {
public:
    TransformerStack(const config::TransformerConfig& config, const LayerOptions& options);

    // x [B,T,D·patch] -> [B,T,D·patch]. `prepended` [B,P,E] goes in front and comes off again; `global` [B,E]
    // modulates every block (adaLN); `context` [B,T',C]. All but x may be undefined.
    [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& prepended,
                                     const at::Tensor& global, const at::Tensor& context) const;
    void initialize(at::Generator& generator) override;
    void setActivationMemory(ActivationMemory memory, std::vector<at::Generator> generators);

private:
    [[nodiscard]] at::Tensor runBlock(const std::shared_ptr<TransformerBlock>& block, const at::Tensor& x,
                                      const BlockInputs& inputs) const;

    at::Tensor m_memoryTokens; // [M,E], may be undefined
    std::vector<std::shared_ptr<TransformerBlock>> m_layers;
    std::shared_ptr<Linear> m_projectIn;
    std::shared_ptr<Linear> m_projectOut;
    std::shared_ptr<RotaryEmbedding> m_rotary;     // null without rotary positions
    std::shared_ptr<Linear> m_globalEmbedderFirst; // adaLN only
    std::shared_ptr<Linear> m_globalEmbedderSecond;
    ActivationMemory m_memory{ActivationMemory::Keep};
    std::vector<at::Generator> m_generators;
};

} // namespace attune::model
