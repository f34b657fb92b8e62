// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreSource: trains from a LatentStore: one item a window of a clip, drawn from the encoder's distribution.
//
// Ownership: shares the store. Threads: const functions from any thread at once. Shapes: D latent channels, L
// latent frames.
#pragma once

#include "core/base/Result.h"
#include "core/encode/TrainingSource.h"
#include "core/latents/LatentStore.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace attune::encode {

// What an item takes from the distribution that the encoder gave for each number.
enum class PosteriorDraw {
    Mean,   // always the same, without the encoder's noise
    Frozen, // one draw, the same at every visit: what a pre-encoded folder of the reference holds
    Fresh   // a new draw at every visit: what the reference does when it encodes while training
};

enum class LatentCrop { Start, Random };

struct StoreClip {
    ClipId clip;
    std::string name;
    latents::LatentRequest request;
    std::vector<WeightedPrompt> prompts;   // at least one
    std::map<std::string, double> numbers; // further number conditions by conditioner id
};

struct StoreSourceOptions {
    // L of every item. Longer windows are cut (and seconds_start follows), shorter ones go on in silence.
    // 0 = each window as it was encoded.
    std::int64_t latentFrames{0};
    LatentCrop crop{LatentCrop::Start}; // where a longer window is cut; Random stays within what sounds
    PosteriorDraw draw{PosteriorDraw::Fresh};
    std::uint64_t frozenSeed{0}; // of PosteriorDraw::Frozen
};

class StoreSource : public TrainingSource {
public:
    // Errors: NotFound when clips are not encoded (the first by name, and how many); InvalidArgument (a clip
    // without prompt; Frozen or Fresh from a store that keeps means alone).
    [[nodiscard]] static Result<std::unique_ptr<StoreSource>>
    create(std::shared_ptr<const latents::LatentStore> store, std::vector<StoreClip> clips,
           const StoreSourceOptions& options = {});

    [[nodiscard]] std::int64_t count() const override { return static_cast<std::int64_t>(m_clips.size()); }
    [[nodiscard]] std::int64_t latentChannels() const override;
    [[nodiscard]] std::int64_t latentFrames() const override { return m_frames; }
    [[nodiscard]] const TrainingItemInfo& info(std::int64_t index) const override;
    [[nodiscard]] Result<TrainingItem> item(std::int64_t index, std::uint64_t seed) const override;
    [[nodiscard]] ContentHash fingerprint() const override { return m_fingerprint; }

private:
    StoreSource(std::shared_ptr<const latents::LatentStore> store, std::vector<StoreClip> clips,
                const StoreSourceOptions& options)
        : m_store(std::move(store)), m_clips(std::move(clips)), m_options(options) {}
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] latents::LatentRequest requestOf(const StoreClip& clip) const;
    [[nodiscard]] std::int64_t validFrames(const audio::CropWindow& window) const;
    [[nodiscard]] std::int64_t cropStart(const audio::CropWindow& window, std::uint64_t seed) const;
    [[nodiscard]] at::Tensor drawn(const latents::LatentFrames& frames, const StoreClip& clip,
                                   std::int64_t start, std::int64_t count, std::uint64_t seed) const;

    std::shared_ptr<const latents::LatentStore> m_store;
    std::vector<StoreClip> m_clips;
    StoreSourceOptions m_options;
    std::vector<TrainingItemInfo> m_infos; // of m_clips
    std::int64_t m_frames{0};              // L of all items, 0 when they differ
    ContentHash m_fingerprint;
};

} // namespace attune::encode
