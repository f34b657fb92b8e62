// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContainerCheck: what a file is by its first bytes, and whether it holds as much as its header promises.
// libsndfile plays a cut WAV, AIFF or Ogg file as a shorter one and says nothing; here the difference shows.
//
// Formats read here: RIFF WAVE and RF64 ("Multimedia Programming Interface and Data Specifications 1.0"; EBU
// Tech 3306), AIFF and AIFF-C (Apple, 1989/1991), Ogg pages (RFC 3533). Threads: from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace attune::audio::detail {

// Reads up to `into.size()` bytes at `offset`; gives how many there were.
using ByteSource = std::function<std::size_t(std::int64_t offset, std::span<std::byte> into)>;

// True for the kinds of file that AudioReader opens; others never reach libsndfile's rarer parsers.
[[nodiscard]] bool isKnownContainer(const ByteSource& source);

struct ContainerPromise {
    std::int64_t missingBytes{0}; // sound that the header promises beyond the end of the file
    bool endsEarly{false};        // an Ogg stream whose last page is not marked as the end
};

[[nodiscard]] ContainerPromise checkContainer(const ByteSource& source, std::int64_t sizeBytes);

} // namespace attune::audio::detail
