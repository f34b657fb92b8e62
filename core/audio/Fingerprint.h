// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fingerprint: what a clip sounds like in about a kilobyte, so that copies of a sound are found although one
// was made louder, re-encoded, trimmed, resampled or shifted in pitch by up to about a semitone.
//
// Threads: value type; all functions from any thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace attune::audio {

class Fingerprint {
public:
    Fingerprint() = default; // of nothing that sounds; similar to nothing

    [[nodiscard]] bool isEmpty() const noexcept { return m_columns == 0; }
    // Stored form (about a kilobyte). Errors of fromBytes: Corrupt, VersionTooNew.
    [[nodiscard]] std::vector<std::byte> toBytes() const;
    [[nodiscard]] static Result<Fingerprint> fromBytes(std::span<const std::byte> bytes);

    bool operator==(const Fingerprint&) const = default;

private:
    friend class FingerprintMaker;
    friend class FingerprintMatcher;
    int m_columns{0};
    double m_columnSeconds{0.0};        // time from one column to the next
    std::vector<std::uint8_t> m_levels; // [column][band], steps of half a dB below the clip's loudest
};

// Takes sound piece by piece; a clip of any length costs a bounded amount of memory.
class FingerprintMaker {
public:
    // Requires a valid rate and at least one channel.
    FingerprintMaker(int channelCount, SampleRate sampleRate);
    FingerprintMaker(FingerprintMaker&& other) noexcept;
    FingerprintMaker& operator=(FingerprintMaker&& other) noexcept;
    FingerprintMaker(const FingerprintMaker&) = delete;
    FingerprintMaker& operator=(const FingerprintMaker&) = delete;
    ~FingerprintMaker();

    void add(const AudioBuffer& piece);
    [[nodiscard]] Fingerprint finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] Fingerprint fingerprintOf(const AudioBuffer& sound);

// 0 (unrelated) to 1 (the same sound).
[[nodiscard]] double similarity(const Fingerprint& a, const Fingerprint& b);

struct NearDuplicateOptions {
    double leastSimilarity{0.9}; // of a pair that counts as the same sound
};

struct NearDuplicatePair {
    std::size_t first{0}; // indices into what was given, first < second
    std::size_t second{0};
    double similarity{0.0};
};

// All pairs of near duplicates among `fingerprints`: candidates by locality-sensitive hashing, each verified
// by similarity(). Deterministic. Errors: Cancelled.
[[nodiscard]] Result<std::vector<NearDuplicatePair>>
findNearDuplicates(std::span<const Fingerprint> fingerprints, const NearDuplicateOptions& options = {},
                   const ProgressSink& progress = {}, const Cancellation& cancellation = {});

} // namespace attune::audio
