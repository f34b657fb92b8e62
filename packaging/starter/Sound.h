// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sound: one synthesised one-shot, and what can be said about it in words.
//
// Ownership: value types.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace attune::starter {

inline constexpr int kSampleRate = 44100;
// The window of the starter model: 64 latent frames of 1024 samples, 1.486 s.
inline constexpr std::size_t kWindowFrames = 65536;

struct StereoSound {
    std::vector<float> left;
    std::vector<float> right; // as long as left

    [[nodiscard]] std::size_t frameCount() const noexcept { return left.size(); }
    [[nodiscard]] double durationSeconds() const noexcept {
        return static_cast<double>(left.size()) / kSampleRate;
    }
};

struct Description {
    std::string kind;                    // "kick drum": what every prompt about the sound says
    std::vector<std::string> synonyms;   // other ways to say the kind
    std::vector<std::string> adjectives; // true of this sound: "deep", "short"
    std::vector<std::string> endings;    // "in A minor", "with a long tail"
};

struct DescribedSound {
    StereoSound sound;
    Description description;
};

} // namespace attune::starter
