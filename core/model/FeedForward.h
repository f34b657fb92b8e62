// SPDX-License-Identifier: GPL-3.0-or-later
//
// FeedForward: linear, gated SiLU (Shazeer 2020), linear (models/transformer.py:253-310). The first half of
// the projection is the value, the second the gate. Names: ff.0.proj and ff.2 (ff.0.1 without the gate).
//
// Ownership: a torch module. Threads: one at a time.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/Layers.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <memory>

namespace attune::model {

class FeedForward : public torch::nn::Module {
public:
    FeedForward(const config::TransformerConfig& config, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const; // [B,T,E] -> [B,T,E]

private:
    bool m_gated;
    std::shared_ptr<Linear> m_input;
    std::shared_ptr<Linear> m_output;
};

// [...,2n] -> [...,n]: first half times SiLU of the second. Keeps only its input for the backward pass.
[[nodiscard]] at::Tensor gatedSilu(const at::Tensor& projected);

} // namespace attune::model
