// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/PromptConditioner.h"

#include <ATen/Functions.h>

namespace attune::model {

PromptConditioner::PromptConditioner(const config::ConditionerConfig& config, std::int64_t textWidth,
                                     const LayerOptions& options)
    : m_maxLength(config.maxLength), m_textWidth(textWidth) {
    if (config.projectOut || textWidth != config.outputDim)
        m_projection = register_module("proj_out", std::make_shared<Linear>(textWidth, config.outputDim,
                                                                            Linear::Bias::Learned, options));
}

at::Tensor PromptConditioner::forward(const TextFeatures& features, c10::Device device) const {
    at::Tensor hidden = features.hidden.to(device);
    // The reference multiplies by the mask in fp32 after the projection, so padded positions are exactly
    // zero.
    if (m_projection) hidden = m_projection->forward(hidden.to(m_projection->weight().scalar_type()));
    return hidden * features.mask.to(device).to(at::kFloat).unsqueeze(-1);
}

} // namespace attune::model
