// SPDX-License-Identifier: GPL-3.0-or-later
//
// Doctor: looks a dataset over before training: what is broken, doubled, too long, silent or without a
// prompt, how bad that is and what to do. Facts come from the library; no file is opened.
//
// Threads: examine() from any thread; examineLibrary() on the library's thread, which should be a worker.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"
#include "core/dataset/Library.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attune::dataset {

// What the clips are meant for.
struct DoctorSettings {
    SampleRate sampleRate{44100};
    int channelCount{2};
    FrameCount windowFrames{524288}; // the model's length at its rate
    double leastSimilarity{0.85};    // of near duplicates; see audio::NearDuplicateOptions
    std::int64_t fewClips{50};       // below this a full fine-tune memorises rather than learns
    double fewSeconds{300.0};
    bool operator==(const DoctorSettings&) const = default;
};

// Something about the dataset as a whole.
enum class DatasetFinding { NoClips, TooFewClips, TooLittleSound, NothingHeldOut, OnePromptForAll };

struct DatasetNote {
    DatasetFinding finding;
    Severity severity;
    std::string title;
    std::string reason; // with the numbers of this dataset
    std::string remedy;
};

struct DoctorReport {
    std::array<std::int64_t, kFindingCount> counts{}; // clips with each finding
    std::vector<DatasetNote> notes;
    std::int64_t duplicateGroups{0}; // content groups of more than one clip
    [[nodiscard]] std::int64_t count(Finding finding) const {
        return counts[static_cast<std::size_t>(finding)];
    }
};

// Sets `findings` of every clip from its own facts and prompt, and ExactDuplicate from the sound hashes.
// NearDuplicate and contentGroup are left as they are.
[[nodiscard]] DoctorReport examine(std::span<ClipRecord> clips, const DoctorSettings& settings);

// Groups clips that repeat each other: sets contentGroup and NearDuplicate. Clips not fit for comparison
// (unreadable, silent) are each their own group. Group numbers are the smallest clip id of the group.
[[nodiscard]] Result<void> groupByContent(
    std::span<ClipRecord> clips, std::span<const std::pair<ContentHash, audio::Fingerprint>> fingerprints,
    double leastSimilarity, const ProgressSink& progress = {}, const Cancellation& cancellation = {});

// Both over the whole library, and stores what changed. Errors: Cancelled (nothing stored), those of Library.
[[nodiscard]] Result<DoctorReport> examineLibrary(Library& library, const DoctorSettings& settings,
                                                  const ProgressSink& progress = {},
                                                  const Cancellation& cancellation = {});

// A prompt that was taken over from a file or folder name without cleaning ("Kick_03-final.wav",
// "pack/kicks/x").
[[nodiscard]] bool looksLikePath(std::string_view prompt) noexcept;

} // namespace attune::dataset
