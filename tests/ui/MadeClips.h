// SPDX-License-Identifier: GPL-3.0-or-later
//
// MadeClips: records of clips that are on no disk: kicks and snares by turns, of other lengths and rates.
#pragma once

#include "core/dataset/ClipRecord.h"

#include <memory>
#include <string>
#include <vector>

namespace attune::ui {

using MadeClips = std::shared_ptr<const std::vector<dataset::ClipRecord>>;

// Ids from 1. Every second one is a "deep kick", every third has 48 kHz; names are numbered in steps of
// `stride` (7919 for lists that are out of order).
inline std::vector<dataset::ClipRecord> makeClips(int count, int stride = 1) {
    std::vector<dataset::ClipRecord> clips(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        dataset::ClipRecord& clip = clips[static_cast<std::size_t>(i)];
        clip.id = ClipId{i + 1};
        clip.source = dataset::SourceId{1};
        clip.path = "kicks/kick_" + std::to_string(static_cast<std::int64_t>(i) * stride % count) + ".wav";
        clip.frameCount = 44100 * (i % 7 + 1) / 2;
        clip.sampleRate = SampleRate{i % 3 == 0 ? 48000 : 44100};
        clip.channelCount = 2;
        clip.loudnessLufs = -30.0 + i % 20;
        clip.prompt = i % 2 == 0 ? "deep kick" : "snare";
    }
    return clips;
}

inline MadeClips sharedClips(int count, int stride = 1) {
    return std::make_shared<const std::vector<dataset::ClipRecord>>(makeClips(count, stride));
}

} // namespace attune::ui
