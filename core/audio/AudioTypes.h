// SPDX-License-Identifier: GPL-3.0-or-later
//
// AudioTypes: sound in memory, and what a file says about itself.
//
// Ownership: value types; copies are deep. Threads: const methods from any thread at once.
#pragma once

#include "core/base/Units.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::audio {

// Planar float sound [C][n] in one block, full scale -1..+1 (floating point files may exceed it).
class AudioBuffer {
public:
    AudioBuffer() = default;
    // Silence. Requires channelCount >= 0 and frameCount >= 0.
    AudioBuffer(int channelCount, FrameCount frameCount, SampleRate sampleRate);

    [[nodiscard]] int channelCount() const noexcept { return m_channelCount; }
    [[nodiscard]] FrameCount frameCount() const noexcept { return m_frameCount; }
    [[nodiscard]] SampleRate sampleRate() const noexcept { return m_sampleRate; }
    [[nodiscard]] double durationSeconds() const noexcept {
        return m_sampleRate.secondsFromFrames(m_frameCount);
    }
    [[nodiscard]] bool isEmpty() const noexcept { return m_frameCount == 0 || m_channelCount == 0; }

    // The frames of one channel. Requires 0 <= channel < channelCount().
    [[nodiscard]] std::span<float> channel(int channel) noexcept;
    [[nodiscard]] std::span<const float> channel(int channel) const noexcept;
    // All samples, channel after channel: what a contiguous tensor [C, S] holds.
    [[nodiscard]] std::span<float> samples() noexcept { return m_samples; }
    [[nodiscard]] std::span<const float> samples() const noexcept { return m_samples; }

    // Frames [begin, begin + count) as a buffer of their own. Requires them to lie inside.
    [[nodiscard]] AudioBuffer slice(FrameIndex begin, FrameCount count) const;

    bool operator==(const AudioBuffer&) const = default;

private:
    std::vector<float> m_samples;
    int m_channelCount{0};
    FrameCount m_frameCount{0};
    SampleRate m_sampleRate;
};

// The values are stored in library.sqlite; never renumber.
enum class Container {
    Unknown = 0,
    Wav = 1,
    Aiff = 2,
    Flac = 3,
    Ogg = 4,
    Mp3 = 5,
    Caf = 6,
    W64 = 7,
    Other = 8
};
enum class Encoding {
    Unknown = 0,
    Pcm8 = 1,
    Pcm16 = 2,
    Pcm24 = 3,
    Pcm32 = 4,
    Float32 = 5,
    Float64 = 6,
    Vorbis = 7,
    Opus = 8,
    Mp3 = 9,
    Adpcm = 10, // and the other lossy telephone codecs a WAV may hold
    Alac = 11,
    Other = 12
};

[[nodiscard]] std::string_view containerName(Container container) noexcept; // "WAV"
[[nodiscard]] std::string_view encodingName(Encoding encoding) noexcept;    // "24-bit", "Vorbis"
// True where the encoder threw something away.
[[nodiscard]] bool isLossy(Encoding encoding) noexcept;

// What loop makers write into WAV and AIFF files ('acid' and 'basc' chunks).
struct LoopFacts {
    double bpm{0.0}; // 0 = not given
    int beats{0};    // 0 = not given
    int rootKey{-1}; // MIDI note, -1 = not given
};

struct AudioInfo {
    SampleRate sampleRate;
    int channelCount{0};
    FrameCount frameCount{0};
    Container container{Container::Unknown};
    Encoding encoding{Encoding::Unknown};
    std::optional<LoopFacts> loop;
    // The stream was cut off before its end mark (Ogg only: a cut WAV, AIFF, FLAC or MP3 is Corrupt when it
    // is read).
    bool endsEarly{false};

    [[nodiscard]] double durationSeconds() const noexcept { return sampleRate.secondsFromFrames(frameCount); }
};

} // namespace attune::audio
