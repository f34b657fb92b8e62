// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random: the generator behind every synthesised sound. SplitMix64 (Steele, Lea, Flood 2014) with our own
// distributions, because those of the standard library differ from one library to the next.
//
// Ownership: value type. Threads: one generator a thread.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace attune::starter {

class Random {
public:
    explicit Random(std::uint64_t seed) noexcept : m_state(seed) {}

    [[nodiscard]] std::uint64_t next() noexcept {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    // [0, 1)
    [[nodiscard]] double uniform() noexcept { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    [[nodiscard]] double uniform(double low, double high) noexcept { return low + (high - low) * uniform(); }
    // Even in the logarithm: right for frequencies and times. Requires 0 < low <= high.
    [[nodiscard]] double logUniform(double low, double high) noexcept {
        return low * std::exp(uniform() * std::log(high / low));
    }
    [[nodiscard]] std::size_t index(std::size_t count) noexcept {
        return static_cast<std::size_t>(next() % count);
    }
    [[nodiscard]] bool chance(double probability) noexcept { return uniform() < probability; }
    // White noise in -1..1.
    [[nodiscard]] float noise() noexcept { return static_cast<float>(uniform() * 2.0 - 1.0); }
    [[nodiscard]] std::string pick(const std::vector<std::string>& words) {
        return words[index(words.size())];
    }

private:
    std::uint64_t m_state;
};

} // namespace attune::starter
