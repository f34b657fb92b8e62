// SPDX-License-Identifier: GPL-3.0-or-later
//
// SentencePieceModel: what a T5's spiece.model holds, as far as tokenizing needs it.
//
// The file is a protocol buffer (sentencepiece_model.proto): field 1, repeated, a piece {1: text, 2: score as
// a float, 3: kind}; field 2 the training settings, of which {3: model type, 35: byte fallback} say whether
// we can use it; field 3 the normaliser {2: character map}. Everything else is stepped over.
//
// Threads: values.
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::text {

struct Piece {
    std::string text; // U+2581 stands for the space before a word
    float score{0};   // log probability
};

struct SentencePieceModel {
    std::vector<Piece> pieces; // the place is the id
    std::string characterMap;  // for CharacterMap; empty: the text is not normalised

    // The id of the piece that reads so, or -1.
    [[nodiscard]] std::int64_t idOf(std::string_view piece) const noexcept;
};

// Errors: Corrupt; UnsupportedFormat for models that are no unigram model or fall back to bytes (T5's is and
// does not).
[[nodiscard]] Result<SentencePieceModel> parseSentencePieceModel(std::string_view bytes,
                                                                 std::string_view name);

} // namespace attune::text
