// SPDX-License-Identifier: GPL-3.0-or-later
//
// Loudness: how loud a sound is to people (EBU R128 integrated, ITU-R BS.1770-4) and how high it peaks.
//
// Ownership: a meter owns its state. Threads: a meter belongs to one thread; measureLoudness from any thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Result.h"

#include <memory>
#include <optional>

namespace attune::audio {

enum class TruePeak { Skip, Measure }; // four-fold oversampling, about as costly as everything else together

struct LoudnessFacts {
    // Empty when there is nothing to integrate: silence, or all of it below the gate. Sounds shorter than the
    // standard's block of 400 ms are measured as one block padded with silence to that length.
    std::optional<double> integratedLufs;
    double samplePeak{0.0};         // linear, of all channels
    std::optional<double> truePeak; // linear, between the samples
};

class LoudnessMeter {
public:
    // Errors: InvalidArgument (no channels or rate), OutOfMemory.
    [[nodiscard]] static Result<LoudnessMeter> create(int channelCount, SampleRate sampleRate,
                                                      TruePeak truePeak);
    LoudnessMeter(LoudnessMeter&& other) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&& other) noexcept;
    LoudnessMeter(const LoudnessMeter&) = delete;
    LoudnessMeter& operator=(const LoudnessMeter&) = delete;
    ~LoudnessMeter();

    [[nodiscard]] Result<void> add(const AudioBuffer& piece);
    [[nodiscard]] LoudnessFacts finish();

private:
    struct Impl;
    explicit LoudnessMeter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] Result<LoudnessFacts> measureLoudness(const AudioBuffer& sound,
                                                    TruePeak truePeak = TruePeak::Skip);

} // namespace attune::audio
