// SPDX-License-Identifier: GPL-3.0-or-later
//
// CharacterMap: SentencePiece's precompiled normalisation (T5: nmt_nfkc), applied as the fast tokenizer
// applies it.
//
// The bytes are a double-array trie (its size in bytes, then its units, little-endian 32 bits; the layout of
// darts-clone) whose values are places in the zero-terminated replacements behind it. SentencePiece replaces
// the longest match at each place of the text. The fast tokenizer goes by clusters instead: one of fewer than
// six bytes is looked up whole, the shortest match decides, and its replacement stands for all of it, so a
// mark that is not part of the match is lost (U+00BD U+0301); otherwise each character is looked up by
// itself, so longer compositions are not made (U+1100 U+1161). Source: tokenizers,
// normalizers/precompiled.rs.
//
// Ownership: holds its bytes. Threads: const methods from any thread.
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::text {

class CharacterMap {
public:
    // No bytes: nothing is replaced. Errors: Corrupt.
    [[nodiscard]] static Result<CharacterMap> parse(std::string_view bytes, std::string_view name);

    // Requires valid UTF-8.
    [[nodiscard]] std::string normalised(std::string_view text) const;

private:
    // Of the shortest key that `text` begins with.
    [[nodiscard]] std::optional<std::string_view> replacement(std::string_view text) const;

    std::vector<std::uint32_t> m_units;
    std::string m_replacements;
};

} // namespace attune::text
