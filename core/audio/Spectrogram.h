// SPDX-License-Identifier: GPL-3.0-or-later
//
// Spectrogram: columns of energy in dB over linear or mel frequencies, for painting and for features (FFTW).
//
// Ownership: value type. Threads: const methods from any thread at once; the functions that make one on a
// worker.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Result.h"

#include <filesystem>
#include <span>
#include <vector>

namespace attune::audio {

enum class FrequencyScale { Linear, Mel };

struct SpectrogramOptions {
    int fftSize{2048}; // frames of one Hann window; power of two, 64..65536
    FrameCount hopFrames{512};
    FrequencyScale scale{FrequencyScale::Mel};
    int bandCount{128}; // rows; Linear: at most fftSize / 2 + 1, neighbouring bins joined by their maximum
    double lowestHz{30.0};
    double highestHz{0.0};  // 0 = half the sample rate
    float floorDb{-100.0F}; // what silence shows
};

// [column][band] in dB, 0 dB = a full-scale sine; band 0 is the lowest. All channels are mixed by their
// power.
class Spectrogram {
public:
    Spectrogram() = default;
    Spectrogram(int bandCount, std::vector<float> values, double secondsPerColumn);

    [[nodiscard]] int bandCount() const noexcept { return m_bandCount; }
    [[nodiscard]] std::int64_t columnCount() const noexcept;
    [[nodiscard]] double secondsPerColumn() const noexcept { return m_secondsPerColumn; }
    [[nodiscard]] std::span<const float> column(std::int64_t column) const;

private:
    int m_bandCount{0};
    std::vector<float> m_values;
    double m_secondsPerColumn{0.0};
};

// Column i is centred on frame i * hopFrames (zeros outside): 1 + frames / hop columns, 0 for no sound.
// Errors: InvalidArgument (options).
[[nodiscard]] Result<Spectrogram> spectrogramOf(const AudioBuffer& sound, const SpectrogramOptions& options);

// `columnCount` columns over frames [begin, end) of a file, whatever its length, for painting: hopFrames is
// chosen to fit, and each column takes the loudest of up to four windows in it. Reads piece by piece. Errors:
// those of AudioReader, InvalidArgument, Cancelled.
[[nodiscard]] Result<Spectrogram> spectrogramOfFile(const std::filesystem::path& file, FrameIndex begin,
                                                    FrameIndex end, std::int64_t columnCount,
                                                    const SpectrogramOptions& options,
                                                    const Cancellation& cancellation = {});

// Centre frequency of a band, for axes.
[[nodiscard]] double bandFrequencyHz(const SpectrogramOptions& options, SampleRate sampleRate, int band);

} // namespace attune::audio
