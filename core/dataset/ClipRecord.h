// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipRecord: everything the project knows about one sound file: one row of library.sqlite.
//
// Value types; free of threads.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Hash.h"
#include "core/base/Units.h"
#include "core/dataset/Finding.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace attune::dataset {

struct SourceId {
    std::int64_t value{0}; // row id of a source folder; 0 = none
    [[nodiscard]] constexpr bool isValid() const noexcept { return value > 0; }
    auto operator<=>(const SourceId&) const = default;
};

// Lower-case names ("title", "artist", "album", "genre", "bpm", "key", "comment", …) to UTF-8 values.
using TagMap = std::map<std::string, std::string, std::less<>>;

// Stored as numbers; never renumber.
enum class SplitSide { Unassigned = 0, Train = 1, HeldOut = 2 };

// One of the texts a clip may be trained with; weights are relative.
struct PromptAlternative {
    std::string text; // may be empty on purpose
    double weight{1.0};
    bool operator==(const PromptAlternative&) const = default;
};

struct ClipRecord {
    ClipId id;
    SourceId source;
    std::string path; // relative to the source's folder, '/' between folders, UTF-8

    // The file, as it was when it was read.
    std::int64_t sizeBytes{0};
    std::int64_t modifiedNs{0}; // when it was last changed, by the clock of the file system; to compare only
    ContentHash contentHash;    // of the bytes of the file
    bool isMissing{false};      // was not there at the last scan; prompts and edits are kept

    // The sound. All zero when it could not be read.
    ContentHash
        soundHash; // of the decoded samples, channels and rate: re-tagging or FLAC instead of WAV keeps it
    FrameCount frameCount{0};
    SampleRate sampleRate;
    int channelCount{0};
    audio::Container container{audio::Container::Unknown};
    audio::Encoding encoding{audio::Encoding::Unknown};
    float peak{0.0F};                   // highest magnitude, linear
    std::optional<double> loudnessLufs; // integrated, EBU R128; empty for silence
    float dcOffset{0.0F};               // mean of the channel where it is furthest from zero
    std::int64_t clippedRuns{0};        // places where samples stand at full scale in a row
    float cutoffHz{0.0F};               // where the spectrum ends like a wall; 0 = nowhere
    bool endsEarly{false};              // cut off before its end mark
    std::string unreadableReason;       // why it could not be read; empty = it could
    TagMap tags;

    // What the user and the project made of it.
    FindingSet findings;
    std::string prompt;                          // the one shown; of several alternatives the weightiest
    std::vector<PromptAlternative> alternatives; // all of them when there are several, else empty
    bool isPromptEdited{false};                  // by hand; rules leave it alone
    bool isRejected{false};                      // by a prompt rule
    bool isIncluded{true};                       // ticked by the user
    SplitSide split{SplitSide::Unassigned};
    bool isSplitEdited{false}; // by hand; automatic splits leave it alone
    std::int64_t contentGroup{
        0}; // clips that (nearly) repeat each other share a number; 0 = not looked for yet

    [[nodiscard]] double durationSeconds() const noexcept { return sampleRate.secondsFromFrames(frameCount); }
    [[nodiscard]] bool isReadable() const noexcept { return unreadableReason.empty(); }
    // Takes part in encoding and training.
    [[nodiscard]] bool isUsable() const noexcept {
        return isIncluded && !isRejected && !isMissing && isReadable() && frameCount > 0;
    }
    // Of `path`: "b/kick.wav" gives "kick.wav".
    [[nodiscard]] std::string fileName() const { return path.substr(path.rfind('/') + 1); }
};

} // namespace attune::dataset
