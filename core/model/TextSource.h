// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextSource: where the conditioner gets its prompts' features from: T5 itself, or a cache of what T5 once
// said, so that training needs no text encoder in memory.
//
// Threads: one at a time an object. Shapes: B prompts, T tokens (exactly maxLength), W width of the text
// encoder.
#pragma once

#include "core/base/Result.h"
#include "core/model/T5Encoder.h"
#include "core/text/Tokenizer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace attune::model {

struct TextFeatures {
    at::Tensor hidden; // [B,T,W], last hidden state at every position, not masked, fp32 or as computed
    at::Tensor mask;   // [B,T] bool, true for pieces and </s>
};

class TextSource {
public:
    virtual ~TextSource() = default;
    // Errors: whatever the source meets; nothing is replaced silently.
    [[nodiscard]] virtual Result<TextFeatures> features(std::span<const std::string> prompts,
                                                        std::int64_t maxLength) = 0;
    [[nodiscard]] virtual std::int64_t width() const = 0; // W
};

// Tokenizer and T5.
class T5TextSource : public TextSource {
public:
    T5TextSource(text::Tokenizer tokenizer, std::shared_ptr<T5Encoder> encoder);
    // `encoderFolder` as T5Encoder::load; `tokenizerFolder` holds spiece.model (often the same folder).
    [[nodiscard]] static Result<std::unique_ptr<T5TextSource>>
    load(const std::filesystem::path& encoderFolder, const std::filesystem::path& tokenizerFolder,
         const LayerOptions& options = {});
    [[nodiscard]] Result<TextFeatures> features(std::span<const std::string> prompts,
                                                std::int64_t maxLength) override;
    [[nodiscard]] std::int64_t width() const override { return m_encoder->config().width; }
    [[nodiscard]] const text::Tokenizer& tokenizer() const noexcept { return m_tokenizer; }
    [[nodiscard]] const std::shared_ptr<T5Encoder>& encoder() const noexcept { return m_encoder; }

private:
    text::Tokenizer m_tokenizer;
    std::shared_ptr<T5Encoder> m_encoder;
};

} // namespace attune::model
