// SPDX-License-Identifier: GPL-3.0-or-later
//
// TokenizerTraining: a small SentencePiece model with T5's settings, from the prompts of the corpus.
//
// Threads: one; deterministic for one version of SentencePiece.
#pragma once

#include "core/base/Result.h"
#include "packaging/starter/Recordings.h"

#include <cstdint>
#include <filesystem>

namespace attune::starter {

// Writes `target` (spiece.model): unigram, nmt_nfkc, <pad> 0, </s> 1, <unk> 2, no <s>, all printable ASCII
// covered so that free text falls apart into letters rather than into <unk>. Errors: WriteFailed with the
// trainer's words.
[[nodiscard]] Result<void> trainTokenizer(std::uint64_t seed, const Recordings& recordings,
                                          std::int64_t pieces, const std::filesystem::path& target);

} // namespace attune::starter
