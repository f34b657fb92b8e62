// SPDX-License-Identifier: GPL-3.0-or-later
//
// MovedClips: which clips of the library lost their file, asked by content, so that a file found elsewhere
// takes over what the user made of its clip.
//
// The clips of one content are looked up and examined once, however many files have it: a folder of a
// thousand equal files costs a thousand steps, not a million. Ownership: keeps the two functions it is given.
// Threads: one at a time.
#pragma once

#include "core/base/Hash.h"
#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_set>
#include <vector>

namespace attune::dataset {

class MovedClips {
public:
    using ClipsWith = std::function<Result<std::vector<ClipRecord>>(const ContentHash& content)>;
    using HasLostFile = std::function<Result<bool>(const ClipRecord& clip)>;

    // What both answer must hold until the last take(): ask only after the whole listing is known.
    MovedClips(ClipsWith clipsWith, HasLostFile hasLostFile)
        : m_clipsWith(std::move(clipsWith)), m_hasLostFile(std::move(hasLostFile)) {}

    // The next clip of this content without a file, each only once; none for the empty hash of what could not
    // be read. Errors: those of the functions.
    [[nodiscard]] Result<std::optional<ClipRecord>> take(const ContentHash& content);
    [[nodiscard]] bool hasTaken(ClipId clip) const { return m_taken.contains(clip.value); }

private:
    ClipsWith m_clipsWith;
    HasLostFile m_hasLostFile;
    std::map<ContentHash, std::vector<ClipRecord>> m_lost; // by content, the next one last
    std::unordered_set<std::int64_t> m_taken;
};

} // namespace attune::dataset
