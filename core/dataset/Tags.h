// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tags: what a file says about its own sound: ID3, Vorbis comments, RIFF INFO, AIFF chunks (TagLib), and the
// tempo and root key of loop chunks, as sources for prompts.
//
// Threads: from any thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace attune::dataset {

// Names are lower case and one for all formats: title, artist, album, genre, comment, date, bpm, key, mood,
// instrument, …; several values of one name are joined by ", ". Broken UTF-8 is repaired. A file without
// tags, or of a kind that carries none, gives an empty map. Errors: NotFound, PermissionDenied, ReadFailed.
[[nodiscard]] Result<TagMap> readTags(const std::filesystem::path& file);

// The same of a file that is in memory already. Nothing that these bytes hold is an error.
[[nodiscard]] TagMap readTagsFromBytes(std::span<const std::byte> bytes);

// Adds "bpm" and "key" ("A", "F#") from a loop chunk where the tags say nothing.
void addLoopFacts(TagMap& tags, const audio::LoopFacts& loop);

} // namespace attune::dataset
