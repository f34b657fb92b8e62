// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipAnalysis: reads one sound file once and gives everything the library stores about it.
//
// Threads: from any thread; this is what the scanner's pool runs.
#pragma once

#include "core/audio/Fingerprint.h"
#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <filesystem>

namespace attune::dataset {

struct ClipAnalysis {
    // The fields of the file and the sound; the rest as a new record has it. A file that cannot be read has
    // `unreadableReason` and whatever was found out before.
    ClipRecord clip;
    audio::Fingerprint fingerprint;
};

// Errors: Cancelled only; trouble with the file is a fact about it.
[[nodiscard]] Result<ClipAnalysis> analyzeClip(const std::filesystem::path& file,
                                               const Cancellation& cancellation = {});

} // namespace attune::dataset
