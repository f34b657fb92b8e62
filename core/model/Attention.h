// SPDX-License-Identifier: GPL-3.0-or-later
//
// Attention: multi-head attention of the transformer blocks (models/transformer.py:312-526), over the
// sequence itself or over the condition, whose keys and values several query heads may share.
//
// No mask, no dropout, not causal, scale 1/sqrt(head size) whatever the norm of queries and keys.
// Ownership: a torch module. Threads: one at a time. Shapes: B batch, T tokens, E width, C context width, H
// heads.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/Layers.h"
#include "core/model/Rotary.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>

namespace attune::model {

// Norm of queries or keys over the elements of a head: layer norm with weight and bias (eps 1e-6), or dynamic
// tanh.
class HeadNorm : public torch::nn::Module, public SelfInitializing {
public:
    HeadNorm(config::QkNorm kind, std::int64_t headDim, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const; // in the type of x
    void initialize(at::Generator& generator) override;

private:
    config::QkNorm m_kind;
    at::Tensor m_alpha;  // dynamic tanh: [1]
    at::Tensor m_weight; // weight, or gamma
    at::Tensor m_bias;   // bias, or beta
};

class Attention : public torch::nn::Module {
public:
    // `contextDim` 0: attends to itself. Otherwise keys and values come from a context of that width.
    Attention(const config::TransformerConfig& config, std::int64_t contextDim, const LayerOptions& options);

    // x [B,T,E], context [B,T',C] -> [B,T,E]. `rotary` is for self-attention and may be undefined.
    [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& context,
                                     const RotaryTable& rotary) const;

private:
    [[nodiscard]] at::Tensor normalised(const at::Tensor& x, const std::shared_ptr<HeadNorm>& norm) const;

    std::int64_t m_headDim;
    std::int64_t m_heads;
    std::int64_t m_keyHeads; // heads of keys and values
    config::QkNorm m_qkNorm;
    std::shared_ptr<Linear> m_toQkv; // self-attention
    std::shared_ptr<Linear> m_toQ;   // cross-attention
    std::shared_ptr<Linear> m_toKv;
    std::shared_ptr<Linear> m_toOut;
    std::shared_ptr<HeadNorm> m_qNorm;
    std::shared_ptr<HeadNorm> m_kNorm;
};

} // namespace attune::model
