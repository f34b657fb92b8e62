// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptConditioner: text features to the width of the model, with padded positions set to zero
// (models/conditioners.py:319-376). Has weights only where a projection is needed: proj_out.{weight,bias}.
#pragma once

#include "core/config/DiffusionConfig.h"
#include "core/model/Layers.h"
#include "core/model/TextSource.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>

namespace attune::model {

class PromptConditioner : public torch::nn::Module {
public:
    PromptConditioner(const config::ConditionerConfig& config, std::int64_t textWidth,
                      const LayerOptions& options);

    // [B,T,W] -> [B,T,E] on `device`.
    [[nodiscard]] at::Tensor forward(const TextFeatures& features, c10::Device device) const;
    [[nodiscard]] std::int64_t maxLength() const noexcept { return m_maxLength; }
    [[nodiscard]] std::int64_t textWidth() const noexcept { return m_textWidth; } // W

private:
    std::int64_t m_maxLength;
    std::int64_t m_textWidth;
    std::shared_ptr<Linear> m_projection; // null where the widths agree
};

} // namespace attune::model
