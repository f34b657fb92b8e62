// SPDX-License-Identifier: GPL-3.0-or-later
//
// FlacComments: puts named facts (PROMPT, SEED, …) into a FLAC file. libsndfile writes a few fixed names
// only.
//
// A FLAC file is "fLaC", metadata blocks (one byte: last-block flag and type; three bytes: length, big
// endian) and frames. Block 4 is the Vorbis comment: vendor and "NAME=value" texts with 32-bit little-endian
// lengths (RFC 9639). Threads: from any thread.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace attune::audio::detail {

using FlacComments = std::vector<std::pair<std::string, std::string>>;

// Copies `source` to `target` (atomically) with these comments in place of those it has. Errors: Corrupt (not
// a FLAC file), those of AtomicFile.
[[nodiscard]] Result<void> copyFlacWithComments(const std::filesystem::path& source,
                                                const std::filesystem::path& target,
                                                const FlacComments& comments);

} // namespace attune::audio::detail
