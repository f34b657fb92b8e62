// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/CropPad.h"

#include "core/base/Assert.h"

#include <algorithm>
#include <cmath>

namespace attune::audio {

FrameIndex greatestCropOffset(FrameCount sourceFrames, FrameCount windowFrames) noexcept {
    return std::max<FrameIndex>(0, sourceFrames - windowFrames);
}

CropWindow cropWindow(FrameCount sourceFrames, FrameCount windowFrames, SampleRate sampleRate,
                      FrameIndex offset) noexcept {
    ATTUNE_ASSERT(windowFrames > 0 && sampleRate.isValid() && sourceFrames >= 0);
    ATTUNE_ASSERT(offset >= 0 && offset <= sourceFrames);
    CropWindow window;
    window.sourceFrames = sourceFrames;
    window.windowFrames = windowFrames;
    window.offset = offset;
    window.validFrames = std::min(windowFrames, sourceFrames - offset);
    const auto span = static_cast<double>(greatestCropOffset(sourceFrames, windowFrames) + windowFrames);
    window.timestampStart = static_cast<double>(offset) / span;
    window.timestampEnd =
        std::min(1.0, static_cast<double>(offset + windowFrames) / span); // a last piece ends in padding
    window.secondsStart = offset / sampleRate.hz;
    window.secondsTotal = (sourceFrames + sampleRate.hz - 1) / sampleRate.hz;
    return window;
}

std::vector<CropWindow> piecesOfSource(FrameCount sourceFrames, FrameCount windowFrames,
                                       SampleRate sampleRate, const PieceOptions& options) {
    const FrameCount hop = options.hopFrames > 0 ? std::min(options.hopFrames, windowFrames) : windowFrames;
    std::vector<CropWindow> pieces{cropWindow(sourceFrames, windowFrames, sampleRate)};
    for (FrameIndex at = hop; pieces.back().offset + windowFrames < sourceFrames; at += hop) {
        const CropWindow piece = cropWindow(sourceFrames, windowFrames, sampleRate, at);
        if (piece.validFrames < options.leastFrames) break;
        pieces.push_back(piece);
    }
    return pieces;
}

AudioBuffer windowOfSource(const AudioBuffer& source, const CropWindow& window) {
    ATTUNE_ASSERT(window.sourceFrames == source.frameCount());
    AudioBuffer sound(source.channelCount(), window.windowFrames, source.sampleRate());
    for (int c = 0; c < source.channelCount(); ++c)
        std::ranges::copy(source.channel(c).subspan(static_cast<std::size_t>(window.offset),
                                                    static_cast<std::size_t>(window.validFrames)),
                          sound.channel(c).begin());
    return sound;
}

std::vector<float> paddingMask(const CropWindow& window) {
    std::vector<float> mask(static_cast<std::size_t>(window.windowFrames), 0.0F);
    std::fill_n(mask.begin(), static_cast<std::size_t>(window.validFrames), 1.0F);
    return mask;
}

std::vector<std::uint8_t> latentPaddingMask(const CropWindow& window, std::int64_t latentFrames) {
    ATTUNE_ASSERT(latentFrames > 0 && latentFrames <= window.windowFrames);
    const float ratio = static_cast<float>(window.windowFrames) / static_cast<float>(latentFrames);
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(latentFrames));
    for (std::int64_t i = 0; i < latentFrames; ++i) {
        const auto nearest = static_cast<FrameIndex>(std::floor(static_cast<float>(i) * ratio));
        mask[static_cast<std::size_t>(i)] =
            std::min(nearest, window.windowFrames - 1) < window.validFrames ? 1 : 0;
    }
    return mask;
}

bool isSilentForReference(const AudioBuffer& sound) noexcept {
    constexpr float kPeakOfSilence = 0.001F; // -60 dB
    return std::ranges::all_of(sound.samples(), [](float x) { return std::abs(x) < kPeakOfSilence; });
}

} // namespace attune::audio
