// SPDX-License-Identifier: GPL-3.0-or-later
//
// NumberConditioner: a number in a known range to one token (models/conditioners.py:58-91,
// models/adp.py:657-678): u = (x - min) / (max - min), features u, sin(2 pi u w), cos(2 pi u w) with learned
// w, then a linear layer. Names: embedder.embedding.0.weights [128], embedder.embedding.1.{weight,bias}. Both
// are trained.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/Layers.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <memory>
#include <span>

namespace attune::model {

class NumberEmbedder;

class NumberConditioner : public torch::nn::Module {
public:
    NumberConditioner(const config::ConditionerConfig& config, const LayerOptions& options);
    ~NumberConditioner() override;

    // Values are clamped to the range. [B] -> [B,1,E].
    [[nodiscard]] at::Tensor forward(std::span<const double> values);
    [[nodiscard]] c10::Device device() const; // of the weights

private:
    double m_min;
    double m_max;
    std::shared_ptr<NumberEmbedder> m_embedder;
};

} // namespace attune::model
