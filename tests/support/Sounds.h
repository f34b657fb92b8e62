// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sounds: made on the spot, equal on every machine and run.
#pragma once

#include "core/audio/AudioTypes.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace attune::test {

inline constexpr SampleRate k44100{44100};

// A sine of `gain` in every channel (each channel a quarter turn later).
[[nodiscard]] audio::AudioBuffer sine(int channelCount, FrameCount frames, SampleRate rate, double hz,
                                      float gain = 0.5F);
// White noise in -gain..gain from a seeded generator.
[[nodiscard]] audio::AudioBuffer noise(int channelCount, FrameCount frames, SampleRate rate,
                                       std::uint64_t seed, float gain = 0.5F);
[[nodiscard]] audio::AudioBuffer silence(int channelCount, FrameCount frames, SampleRate rate);
// A drum-like hit: a falling sine with noise, decaying; `variant` changes its pitch, colour and length.
[[nodiscard]] audio::AudioBuffer hit(SampleRate rate, int variant, double seconds = 0.4);

[[nodiscard]] audio::AudioBuffer scaled(audio::AudioBuffer sound, float gain);
// max |a - b|; infinity when the shapes differ.
[[nodiscard]] double greatestDifference(const audio::AudioBuffer& a, const audio::AudioBuffer& b);
[[nodiscard]] double rms(std::span<const float> samples);

// Writes a 16-bit WAV (or what the suffix says: .flac, .ogg, .opus, .mp3, .aiff) and stops the test program
// when that fails, because the test has then nothing to test.
void writeSound(const std::filesystem::path& file, const audio::AudioBuffer& sound);

// The FLACs of Debian's package sonic-pi-samples, sorted; empty where it is not installed.
[[nodiscard]] std::vector<std::filesystem::path> realSounds();

} // namespace attune::test
