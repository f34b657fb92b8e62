// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rotary: rotary positions (Su et al. 2021) as the reference applies them (models/transformer.py:92-174): to
// the first r elements of each head, in halves (not interleaved), in fp32 whatever the precision around it.
// Self-attention only.
//
// Shapes: B batch, T tokens, H heads, d elements a head.
#pragma once

#include "core/model/Layers.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>

namespace attune::model {

// cos and sin of position times frequency, [T, r/2] each, fp32.
struct RotaryTable {
    at::Tensor cosine;
    at::Tensor sine;
    [[nodiscard]] bool isDefined() const noexcept { return cosine.defined(); }
};

// Holds the persistent buffer inv_freq. Its values follow from the head size, so they are set on
// construction; in a model cast to half precision they would lose digits, so the table is then made from the
// formula instead.
class RotaryEmbedding : public torch::nn::Module, public SelfInitializing {
public:
    RotaryEmbedding(std::int64_t headDim, const LayerOptions& options);
    [[nodiscard]] RotaryTable table(std::int64_t tokens) const;
    void initialize(at::Generator& generator) override;

private:
    [[nodiscard]] at::Tensor exactFrequencies(c10::Device device) const;
    std::int64_t m_rotated; // max(headDim / 2, 32), before rounding up to an even number
    at::Tensor m_frequencies;
};

// Rotates x [B,T,…,d] at every position; the result has type `dtype`. Differentiable; keeps no activation.
[[nodiscard]] at::Tensor applyRotary(const at::Tensor& x, const RotaryTable& table, c10::ScalarType dtype);

} // namespace attune::model
