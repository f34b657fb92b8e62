// SPDX-License-Identifier: GPL-3.0-or-later
//
// Resampler: sample rate conversion by libsamplerate's best sinc (band 97 %, 144 dB), aligned so that frame 0
// stays frame 0, with exactly ceil(n * out / in) frames for n frames, the length the reference gives.
//
// The reference uses a short Hann-windowed sinc; the two differ near the lower Nyquist frequency only.
// Ownership: value semantics by move. Threads: a Resampler belongs to one thread; resampled() from any
// thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Result.h"

#include <memory>

namespace attune::audio {

// ceil(frames * to / from). Requires both rates valid, frames >= 0.
[[nodiscard]] FrameCount resampledFrameCount(FrameCount frames, SampleRate from, SampleRate to) noexcept;

// The whole sound at another rate; unchanged when it has that rate already. Errors: InvalidArgument (invalid
// rates, a ratio beyond 256), OutOfMemory.
[[nodiscard]] Result<AudioBuffer> resampled(AudioBuffer sound, SampleRate to);

// For sounds that come in pieces; the pieces joined equal resampled() of the whole to within 1e-6.
class Resampler {
public:
    [[nodiscard]] static Result<Resampler> create(int channelCount, SampleRate from, SampleRate to);
    Resampler(Resampler&& other) noexcept;
    Resampler& operator=(Resampler&& other) noexcept;
    Resampler(const Resampler&) = delete;
    Resampler& operator=(const Resampler&) = delete;
    ~Resampler();

    // Takes the next piece and gives what is ready. Errors: InvalidArgument when the channels differ.
    [[nodiscard]] Result<AudioBuffer> process(const AudioBuffer& piece);
    // What is left after the last piece; the total is then resampledFrameCount of all frames given.
    [[nodiscard]] Result<AudioBuffer> finish();

private:
    struct Impl;
    explicit Resampler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::audio
