// SPDX-License-Identifier: GPL-3.0-or-later
//
// JointText: the text encoder while it learns together with the transformer. In the product it is frozen, as
// in the reference; only the starter's tiny one has to come from somewhere.
//
// Ownership: shares the encoder. Threads: one.
#pragma once

#include "core/model/TextSource.h"

#include <memory>

namespace attune::starter {

class JointText final : public model::TextSource {
public:
    JointText(const text::Tokenizer& tokenizer, std::shared_ptr<model::T5Encoder> encoder)
        : m_tokenizer(&tokenizer), m_encoder(std::move(encoder)) {}
    // With gradients.
    [[nodiscard]] Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                                       std::int64_t maxLength) override;
    [[nodiscard]] std::int64_t width() const override { return m_encoder->config().width; }

private:
    const text::Tokenizer* m_tokenizer; // outlives this
    std::shared_ptr<model::T5Encoder> m_encoder;
};

// T5's own initial values (Raffel et al. 2020; Hugging Face's T5PreTrainedModel), from one seed; asks for
// gradients.
void initializeTextEncoder(model::T5Encoder& encoder, std::uint64_t seed);

} // namespace attune::starter
