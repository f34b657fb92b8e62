// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/JointText.h"

#include "core/tensor/Generators.h"

#include <torch/torch.h>

#include <cmath>
#include <string>
#include <vector>

namespace attune::starter {

Result<model::TextFeatures> JointText::features(std::span<const std::string> prompts,
                                                std::int64_t maxLength) {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> mask;
    for (const std::string& prompt : prompts) {
        const text::TokenIds tokens = m_tokenizer->encode(prompt, maxLength);
        ids.insert(ids.end(), tokens.ids.begin(), tokens.ids.end());
        mask.insert(mask.end(), tokens.mask.begin(), tokens.mask.end());
    }
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(prompts.size()), maxLength};
    const at::Tensor idTensor = torch::tensor(ids).view(shape);
    const at::Tensor maskTensor = torch::tensor(mask).view(shape);
    return model::TextFeatures{m_encoder->forwardTrainable(idTensor, maskTensor),
                               maskTensor.to(torch::kBool)};
}

void initializeTextEncoder(model::T5Encoder& encoder, std::uint64_t seed) {
    const torch::NoGradGuard noGrad;
    const model::T5Config& config = encoder.config();
    const auto width = static_cast<double>(config.width);
    const auto inner = static_cast<double>(config.heads * config.headDim);
    at::Generator generator = tensor::makeCpuGenerator(seed);
    for (auto& entry : encoder.named_parameters()) {
        const std::string& name = entry.key();
        const auto is = [&](const char* part) { return name.find(part) != std::string::npos; };
        at::Tensor weight = entry.value();
        if (is("layer_norm"))
            weight.fill_(1.0);
        else if (is("shared"))
            weight.normal_(0.0, 1.0, generator);
        else if (is("SelfAttention.q"))
            weight.normal_(0.0, std::pow(width * static_cast<double>(config.headDim), -0.5), generator);
        else if (is("SelfAttention.o"))
            weight.normal_(0.0, std::pow(inner, -0.5), generator);
        else if (is("DenseReluDense.wo"))
            weight.normal_(0.0, std::pow(static_cast<double>(config.feedForward), -0.5), generator);
        else
            weight.normal_(0.0, std::pow(width, -0.5), generator); // k, v, wi, relative_attention_bias
        weight.set_requires_grad(true);
    }
}

} // namespace attune::starter
