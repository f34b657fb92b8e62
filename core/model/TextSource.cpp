// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/TextSource.h"

#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>

#include <vector>

namespace attune::model {

T5TextSource::T5TextSource(text::Tokenizer tokenizer, std::shared_ptr<T5Encoder> encoder)
    : m_tokenizer(std::move(tokenizer)), m_encoder(std::move(encoder)) {}

Result<std::unique_ptr<T5TextSource>> T5TextSource::load(const std::filesystem::path& encoderFolder,
                                                         const std::filesystem::path& tokenizerFolder,
                                                         const LayerOptions& options) {
    ATTUNE_TRY(text::Tokenizer tokenizer, text::Tokenizer::load(tokenizerFolder / "spiece.model"));
    ATTUNE_TRY(std::shared_ptr<T5Encoder> encoder, T5Encoder::load(encoderFolder, options));
    return std::make_unique<T5TextSource>(std::move(tokenizer), std::move(encoder));
}

Result<TextFeatures> T5TextSource::features(std::span<const std::string> prompts, std::int64_t maxLength) {
    return tensor::guarded("encoding prompts", [&]() -> TextFeatures {
        std::vector<std::int64_t> ids;
        std::vector<std::int64_t> mask;
        for (const std::string& prompt : prompts) {
            const text::TokenIds tokens = m_tokenizer.encode(prompt, maxLength);
            ids.insert(ids.end(), tokens.ids.begin(), tokens.ids.end());
            mask.insert(mask.end(), tokens.mask.begin(), tokens.mask.end());
        }
        const std::vector<std::int64_t> shape{static_cast<std::int64_t>(prompts.size()), maxLength};
        const at::Tensor idTensor = at::tensor(ids, at::kLong).view(shape);
        const at::Tensor maskTensor = at::tensor(mask, at::kLong).view(shape);
        const at::Tensor hidden = m_encoder->forward(idTensor, maskTensor);
        return {hidden, maskTensor.to(at::kBool).to(hidden.device())};
    });
}

} // namespace attune::model
