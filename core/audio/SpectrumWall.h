// SPDX-License-Identifier: GPL-3.0-or-later
//
// SpectrumWall: finds where a spectrum ends like a wall, the trace that MP3 encoders (16 to 20 kHz) and lower
// sample rates leave in a lossless file. Real sounds fade out over an octave; a wall falls by 20 dB within
// 700 Hz and nothing comes after it.
//
// Ownership: a finder owns its state. Threads: a finder belongs to one thread.
#pragma once

#include "core/audio/AudioTypes.h"

#include <memory>

namespace attune::audio {

class SpectrumWallFinder {
public:
    // Requires a valid rate and at least one channel.
    SpectrumWallFinder(int channelCount, SampleRate sampleRate);
    SpectrumWallFinder(SpectrumWallFinder&& other) noexcept;
    SpectrumWallFinder& operator=(SpectrumWallFinder&& other) noexcept;
    SpectrumWallFinder(const SpectrumWallFinder&) = delete;
    SpectrumWallFinder& operator=(const SpectrumWallFinder&) = delete;
    ~SpectrumWallFinder();

    void add(const AudioBuffer& piece); // what comes after the first half minute is not looked at
    // The wall's frequency in Hz; 0 where there is none or the sound is too short to tell.
    [[nodiscard]] float finish() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::audio
