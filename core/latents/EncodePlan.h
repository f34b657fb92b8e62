// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodePlan: what an encode would do: which windows of which clips, what is there already, how long, how
// big; before anything is decoded. The same plan then drives the encode.
//
// Value types. Threads: from any thread; planning looks into the store's index only.
#pragma once

#include "core/base/Hash.h"
#include "core/base/Units.h"
#include "core/latents/EncodeSettings.h"
#include "core/latents/LatentStore.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::latents {

// A sound to encode, as the library knows it.
struct EncodeClip {
    ClipId clip;                // invalid for sounds outside a library
    std::filesystem::path file; // absolute
    std::string name;           // for messages: relative path
    ContentHash sound;          // of the decoded samples (ClipRecord::soundHash)
    FrameCount frames{0};       // of the file, at its own rate
    SampleRate sampleRate;
};

struct EncodeTask {
    EncodeClip clip;
    std::vector<audio::CropWindow>
        windows; // those that are not stored yet; all of one file are made in one go
};

struct EncodePlan {
    std::vector<EncodeTask>
        tasks; // shortest first, so that batches are of like lengths and first results come soon
    std::vector<LatentRequest> toAdopt; // windows that the shared store has and this one not

    std::int64_t clipCount{0};   // given
    std::int64_t windowCount{0}; // of all clips, without those known to be silent
    std::int64_t silentCount{0}; // windows in which nothing sounds, found when they were to be encoded
    std::int64_t storedCount{
        0}; // windows there already, in the project or the shared store, or of a copy in this plan
    std::int64_t todoCount{0}; // windows to encode
    double todoSeconds{0.0};   // of sound in them
    std::int64_t todoFrames{
        0}; // latent frames that go through the network: content and margins, not the silence
    std::int64_t wholeFrames{0}; // what encoding the padded windows would be
    std::int64_t cutClips{0};    // clips that the window cuts
    double cutSeconds{0.0};      // of sound that is then not heard
    std::int64_t diskBytes{0};   // that the new records will take
};

struct EncodePlanOptions {
    // Latent frames behind the sound that still feel it, and the frames that feel the window's end
    // (model/ReceptiveField).
    std::int64_t soundMarginFrames{8};
    std::int64_t endMarginFrames{7};
};

// `store` may be null: nothing is stored yet. Clips without frames are left out.
[[nodiscard]] EncodePlan planEncode(const std::vector<EncodeClip>& clips, const EncodeSettings& settings,
                                    const LatentIdentity& identity, const LatentStore* store,
                                    const EncodePlanOptions& options = {});

// Latent frames of a window that have to go through the network.
[[nodiscard]] std::int64_t framesToEncode(const audio::CropWindow& window, std::int64_t downsamplingRatio,
                                          const EncodePlanOptions& options) noexcept;

struct EncodeEstimate {
    std::optional<double> seconds; // empty when the speed is not known
    std::int64_t memoryBytes{0};   // of the encode step at its peak, weights included
};
// `framesPerSecond` as measured (0 = unknown); `frameBytes`: activations of one latent frame; `weightBytes`:
// of the encoder.
[[nodiscard]] EncodeEstimate estimateEncode(const EncodePlan& plan, double framesPerSecond,
                                            std::int64_t frameBytes, std::int64_t weightBytes,
                                            std::int64_t framesAtOnce);

} // namespace attune::latents
