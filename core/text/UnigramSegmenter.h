// SPDX-License-Identifier: GPL-3.0-or-later
//
// UnigramSegmenter: the likeliest cut of a word into pieces (Viterbi over SentencePiece's unigram model).
//
// Scores are added in double precision, and of equal sums the one found first stays, as in the fast
// tokenizer: SentencePiece adds in single precision, which ties differently (long runs of '-'). A character
// without a piece costs the smallest score less ten; neighbours of that sort become one unknown. Source:
// tokenizers, models/unigram/model.rs.
//
// Ownership: holds its pieces. Threads: const methods from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::text {

class UnigramSegmenter {
public:
    struct Entry {
        std::string text;
        double score;
        std::int64_t id;
    };

    // Entries with an empty text are skipped; of equal texts the greatest id counts.
    UnigramSegmenter(std::vector<Entry> entries, std::int64_t unknownId);

    // Appends the ids of the pieces of `word`. Requires valid UTF-8.
    void segment(std::string_view word, std::vector<std::int64_t>& ids) const;

private:
    std::vector<Entry> m_entries; // ascending by text, each once
    std::int64_t m_unknownId;
    double m_unknownScore;
};

} // namespace attune::text
