// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/ImportedClips.h"

#include "core/base/Text.h"
#include "core/latents/ImportedSets.h"

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::int64_t kFirstId = std::int64_t{1} << 60; // no library counts that far
constexpr SampleRate kClock{1000};                       // pairs know seconds, not the rate of their sound
constexpr double kMostSeconds = 1e9;                     // documents may say anything

dataset::ClipRecord recordOf(const latents::ImportedPair& pair, dataset::SourceId source, std::int64_t id) {
    dataset::ClipRecord clip;
    clip.id = ClipId{id};
    clip.source = source;
    clip.path = pair.name;
    clip.prompt = pair.prompt;
    clip.split = pair.isHeldOut ? dataset::SplitSide::HeldOut : dataset::SplitSide::Train;
    clip.sampleRate = kClock;
    clip.frameCount = static_cast<FrameCount>(std::clamp(pair.secondsTotal, 0.0, kMostSeconds) * kClock.hz);
    if (pair.problem) clip.unreadableReason = pair.problem->message;
    return clip;
}

} // namespace

ImportedClips readImportedClips(const std::filesystem::path& latentsFolder,
                                const Cancellation& cancellation) {
    ImportedClips imported;
    std::int64_t source = 0;
    std::int64_t id = kFirstId;
    for (const latents::ImportedSet& set : latents::importedSets(latentsFolder)) {
        imported.sources.push_back({dataset::SourceId{--source}, set.folder()});
        const auto pairs = latents::importedPairs(set, cancellation);
        if (!pairs && pairs.error().code != ErrorCode::Cancelled) imported.problems.push_back(pairs.error());
        if (!pairs) continue;
        for (const latents::ImportedPair& pair : *pairs)
            imported.clips.push_back(recordOf(pair, dataset::SourceId{source}, id++));
    }
    return imported;
}

} // namespace attune::ui
