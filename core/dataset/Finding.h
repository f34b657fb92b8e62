// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding: something about a clip that the user should know before training on it.
//
// Value types; free of threads.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace attune::dataset {

// Bit numbers in library.sqlite; never renumber.
enum class Finding {
    Unreadable = 0,
    Missing = 1, // the file is gone
    Empty = 2,   // no frames
    Silent = 3,  // peak below -60 dB
    Clipped = 4,
    DcOffset = 5,
    LossySource = 6,   // MP3, Vorbis, Opus, …
    LossySpectrum = 7, // a WAV or FLAC whose spectrum ends like that of a lossy file
    OtherRate = 8,     // will be resampled
    Mono = 9,          // of a model that hears stereo
    ManyChannels = 10, // only the first two are heard
    TooShort = 11,     // below 0.1 s
    LongerThanModel = 12,
    ExactDuplicate = 13, // the same samples as another clip
    NearDuplicate = 14,  // sounds like another clip
    MissingPrompt = 15,
    PromptLikePath = 16,
    EndsEarly = 17 // the file is cut off
};
inline constexpr int kFindingCount = 18;

enum class Severity {
    Information, // nothing is wrong; training copes
    Warning,     // likely to make the result worse
    Problem      // the clip is not trained, or does harm
};

struct FindingFacts {
    Finding finding;
    std::string_view name; // stable, for filters and --json: "exact-duplicate"
    Severity severity;
    std::string_view title;   // "Clipped"
    std::string_view meaning; // why it matters, one sentence
    std::string_view remedy;  // what to do, one sentence
};

[[nodiscard]] const std::array<FindingFacts, kFindingCount>&
allFindings() noexcept; // in the order of the enum
[[nodiscard]] const FindingFacts& factsOf(Finding finding) noexcept;
[[nodiscard]] std::optional<Finding> findingFromName(std::string_view name) noexcept;

class FindingSet {
public:
    constexpr FindingSet() = default;
    constexpr FindingSet(std::initializer_list<Finding> findings) {
        for (const Finding finding : findings) add(finding);
    }
    [[nodiscard]] static constexpr FindingSet fromBits(std::uint64_t bits) noexcept {
        FindingSet set;
        set.m_bits = bits;
        return set;
    }
    [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return m_bits; }
    constexpr void add(Finding finding) noexcept { m_bits |= bit(finding); }
    constexpr void remove(Finding finding) noexcept { m_bits &= ~bit(finding); }
    [[nodiscard]] constexpr bool contains(Finding finding) const noexcept {
        return (m_bits & bit(finding)) != 0;
    }
    [[nodiscard]] constexpr bool isEmpty() const noexcept { return m_bits == 0; }
    bool operator==(const FindingSet&) const = default;

private:
    [[nodiscard]] static constexpr std::uint64_t bit(Finding finding) noexcept {
        return std::uint64_t{1} << static_cast<unsigned>(finding);
    }
    std::uint64_t m_bits{0};
};

} // namespace attune::dataset
