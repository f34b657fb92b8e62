// SPDX-License-Identifier: GPL-3.0-or-later
//
// CropPad: which part of a sound a training window holds, and what the model is told about it.
// Source: stable_audio_tools/data/utils.py, PadCrop_Normalized_T; the latent mask as in pre_encode.py.
//
// Lengths are in frames at the model's rate (after resampling). Value types; free of threads.
#pragma once

#include "core/audio/AudioTypes.h"

#include <cstdint>
#include <vector>

namespace attune::audio {

// A window of `windowFrames` on a source: source frames [offset, offset + validFrames), then silence.
struct CropWindow {
    FrameCount sourceFrames{0};
    FrameCount windowFrames{0};
    FrameIndex offset{0};
    FrameCount validFrames{0};  // frames of sound in the window; the rest is padding
    double timestampStart{0.0}; // offset / max(sourceFrames, windowFrames)
    double timestampEnd{1.0};
    std::int64_t secondsStart{0}; // floor(offset / rate)
    std::int64_t secondsTotal{0}; // ceil(sourceFrames / rate): of the whole source, not of the window

    [[nodiscard]] FrameCount paddingFrames() const noexcept { return windowFrames - validFrames; }
    [[nodiscard]] bool losesSound() const noexcept { return sourceFrames > windowFrames; }
    bool operator==(const CropWindow&) const = default;
};

// The greatest offset a random crop may draw: max(0, sourceFrames - windowFrames).
[[nodiscard]] FrameIndex greatestCropOffset(FrameCount sourceFrames, FrameCount windowFrames) noexcept;

// The window at `offset`, which is 0 for pad or crop-at-start. Requires windowFrames > 0, a valid rate and
// 0 <= offset <= greatestCropOffset(…), or any offset inside the source for pieces of a split file.
[[nodiscard]] CropWindow cropWindow(FrameCount sourceFrames, FrameCount windowFrames, SampleRate sampleRate,
                                    FrameIndex offset = 0) noexcept;

struct PieceOptions {
    FrameCount hopFrames{
        0}; // from the start of one piece to the start of the next; 0 = the window, no overlap
    FrameCount leastFrames{0}; // a last piece with less sound than this is left out, if there is another one
};

// Consecutive windows that cover a long source: one window for a short one. Requirements as for cropWindow.
[[nodiscard]] std::vector<CropWindow> piecesOfSource(FrameCount sourceFrames, FrameCount windowFrames,
                                                     SampleRate sampleRate, const PieceOptions& options = {});

// The sound of a window, padded with silence: [C][windowFrames]. Requires window.sourceFrames ==
// source.frameCount().
[[nodiscard]] AudioBuffer windowOfSource(const AudioBuffer& source, const CropWindow& window);

// 1 for frames of sound, 0 for padding: [windowFrames].
[[nodiscard]] std::vector<float> paddingMask(const CropWindow& window);

// The mask at latent resolution, nearest neighbour as torch.nn.functional.interpolate does it (ratio in
// float32): frame i is valid iff sample min(floor(i * (S/L)), S-1) is sound. Requires 0 < latentFrames <=
// windowFrames.
[[nodiscard]] std::vector<std::uint8_t> latentPaddingMask(const CropWindow& window,
                                                          std::int64_t latentFrames);

// The reference's silence test: peak below -60 dB (0.001).
[[nodiscard]] bool isSilentForReference(const AudioBuffer& sound) noexcept;

} // namespace attune::audio
