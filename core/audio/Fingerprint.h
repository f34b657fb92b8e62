// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fingerprint: what a clip sounds like in about two kilobytes, so that copies of a sound are found although
// one was made louder, re-encoded, trimmed, resampled or shifted in pitch or speed by up to a semitone.
//
// It is a small spectrogram: 45 bands (6 an octave, 60 Hz to 11 kHz) x up to 64 columns in dB below the
// clip's loudest cell, 11.6 ms a column or, for longer clips, twice that as often as needed. Two are compared
// under small shifts in time, pitch and speed. How well that works on real sounds is measured in
// tests/core/audio/tst_Fingerprint.cpp.
//
// Threads: value type; all functions from any thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <compare>
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
    // Stored form. Errors of fromBytes: Corrupt, VersionTooNew.
    [[nodiscard]] std::vector<std::byte> toBytes() const;
    [[nodiscard]] static Result<Fingerprint> fromBytes(std::span<const std::byte> bytes);

    auto operator<=>(const Fingerprint&) const = default; // an order without meaning, for sorting

private:
    friend class FingerprintMaker;
    friend class FingerprintView;
    int m_columns{0};
    int m_doublings{0};                 // a column lasts 11.6 ms * 2^m_doublings
    std::vector<std::uint8_t> m_levels; // [column][band], half dB above the floor of 50 dB below the loudest
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

// 0 (unrelated) to 1 (the same sound). Symmetric.
[[nodiscard]] double similarity(const Fingerprint& a, const Fingerprint& b);

struct NearDuplicateOptions {
    // Of a pair that counts as the same sound. 0.85 finds 95 % of altered copies; what it confuses of
    // different recordings are the same drum hit twice.
    double leastSimilarity{0.85};
    int workerCount{0}; // threads that verify; 0 = one a processor
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
