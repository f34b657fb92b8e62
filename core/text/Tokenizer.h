// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tokenizer: text to T5 token ids, equal to Hugging Face's fast T5 tokenizer (T5TokenizerFast).
//
// Recipe: split at the literal tokens (<pad>, </s>, <unk>, <extra_id_0..99>); normalise each piece of text
// (CharacterMap); split it at white space; put U+2581 before every word that does not begin with it, and cut
// before every further one; segment every word by itself (UnigramSegmenter); append </s>; cut or pad to the
// length. SentencePiece's own library normalises and adds otherwise and is not used.
//
// Ownership: holds the model. Threads: const methods from any thread.
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace attune::text {

struct TokenIds {
    std::vector<std::int64_t> ids;  // exactly maxLength
    std::vector<std::int64_t> mask; // 1 for pieces and </s>, 0 for padding
};

class Tokenizer {
public:
    // `spieceModel`: spiece.model of a T5. Errors: NotFound, Corrupt, UnsupportedFormat (no <pad>, </s> or
    // <unk>).
    [[nodiscard]] static Result<Tokenizer> load(const std::filesystem::path& spieceModel);
    [[nodiscard]] static Result<Tokenizer> parse(std::string_view bytes, std::string_view name);
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    // At most maxLength - 1 pieces, </s>, padding. Requires maxLength >= 1. Invalid UTF-8 becomes U+FFFD
    // first.
    [[nodiscard]] TokenIds encode(std::string_view text, std::int64_t maxLength) const;
    // All pieces and </s>, uncut: how long a prompt really is.
    [[nodiscard]] std::vector<std::int64_t> tokenize(std::string_view text) const;
    [[nodiscard]] std::int64_t
    pieceCount() const noexcept; // in spiece.model; <extra_id_k> is pieceCount + 99 - k

private:
    struct Impl;
    explicit Tokenizer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::text
