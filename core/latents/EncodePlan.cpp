// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/EncodePlan.h"

#include "core/audio/Resampler.h"

#include <algorithm>
#include <set>

namespace attune::latents {

std::int64_t framesToEncode(const audio::CropWindow& window, std::int64_t downsamplingRatio,
                            const EncodePlanOptions& options) noexcept {
    const std::int64_t whole = window.windowFrames / downsamplingRatio;
    const std::int64_t content = (window.validFrames + downsamplingRatio - 1) / downsamplingRatio;
    return std::min(whole, content + options.soundMarginFrames + options.endMarginFrames);
}

EncodePlan planEncode(const std::vector<EncodeClip>& clips, const EncodeSettings& settings,
                      const LatentIdentity& identity, const LatentStore* store,
                      const EncodePlanOptions& options) {
    const EncoderIdentity& encoder = identity.encoder;
    EncodePlan plan;
    std::set<ContentHash> planned; // copies of a sound are encoded once
    for (const EncodeClip& clip : clips) {
        if (clip.frames <= 0 || !clip.sampleRate.isValid()) continue;
        ++plan.clipCount;
        const FrameCount frames =
            audio::resampledFrameCount(clip.frames, clip.sampleRate, encoder.sampleRate);
        const auto windows = windowsOf(settings, encoder, clip.sound, frames);
        EncodeTask task{clip, {}};
        const bool isCopy = !planned.insert(clip.sound).second;
        FrameCount heard = 0;
        for (const audio::CropWindow& window : windows) {
            heard = std::max(heard, window.offset + window.validFrames);
            const auto place =
                store != nullptr ? store->find({clip.sound, window}) : LatentStore::Place::Nowhere;
            if (store != nullptr && place == LatentStore::Place::Nowhere &&
                store->isKnownSilent({clip.sound, window})) {
                ++plan.silentCount;
                continue;
            }
            ++plan.windowCount;
            if (!isCopy && place == LatentStore::Place::Shared) plan.toAdopt.push_back({clip.sound, window});
            if (isCopy || place != LatentStore::Place::Nowhere) {
                ++plan.storedCount;
                continue;
            }
            const std::int64_t frameCount = framesToEncode(window, encoder.downsamplingRatio, options);
            plan.todoSeconds += encoder.sampleRate.secondsFromFrames(window.validFrames);
            plan.todoFrames += frameCount;
            plan.wholeFrames += window.windowFrames / encoder.downsamplingRatio;
            plan.diskBytes += frameCount * identity.frameBytes();
            task.windows.push_back(window);
        }
        const FrameCount lost = windows.size() == 1 ? frames - windows[0].validFrames : frames - heard;
        if (lost > 0) {
            ++plan.cutClips;
            plan.cutSeconds += encoder.sampleRate.secondsFromFrames(lost);
        }
        plan.todoCount += static_cast<std::int64_t>(task.windows.size());
        if (!task.windows.empty()) plan.tasks.push_back(std::move(task));
    }
    std::stable_sort(plan.tasks.begin(), plan.tasks.end(), [](const EncodeTask& a, const EncodeTask& b) {
        return a.windows[0].validFrames < b.windows[0].validFrames;
    });
    return plan;
}

EncodeEstimate estimateEncode(const EncodePlan& plan, double framesPerSecond, std::int64_t frameBytes,
                              std::int64_t weightBytes, std::int64_t framesAtOnce) {
    EncodeEstimate estimate;
    if (framesPerSecond > 0.0) estimate.seconds = static_cast<double>(plan.todoFrames) / framesPerSecond;
    std::int64_t longest = 0;
    for (const EncodeTask& task : plan.tasks)
        for (const audio::CropWindow& window : task.windows) longest = std::max(longest, window.windowFrames);
    // Two decoded sounds wait while one is encoded; they are small beside the activations.
    const std::int64_t soundBytes = 3 * longest * 2 * static_cast<std::int64_t>(sizeof(float));
    estimate.memoryBytes = weightBytes + framesAtOnce * frameBytes + soundBytes;
    return estimate;
}

} // namespace attune::latents
