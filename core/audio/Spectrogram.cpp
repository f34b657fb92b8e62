// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Spectrogram.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Fft.h"
#include "core/base/Assert.h"
#include "core/base/Text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <new>

namespace attune::audio {

namespace {

double melFromHz(double hz) {
    return 2595.0 * std::log10(1.0 + hz / 700.0);
} // O'Shaughnessy, Speech Communication, 1987
double hzFromMel(double mel) {
    return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
}

double highestHzOf(const SpectrogramOptions& options, SampleRate rate) {
    const double nyquist = rate.hz / 2.0;
    return options.highestHz > 0.0 ? std::min(options.highestHz, nyquist) : nyquist;
}

// Edge `position` of bands 0..bandCount on the chosen scale; position i + 0.5 is the centre of band i.
double edgeHz(const SpectrogramOptions& options, SampleRate rate, double position) {
    const double part = position / options.bandCount;
    const double high = highestHzOf(options, rate);
    const double low = std::min(options.lowestHz, high);
    if (options.scale == FrequencyScale::Linear) return low + part * (high - low);
    return hzFromMel(melFromHz(low) + part * (melFromHz(high) - melFromHz(low)));
}

// From power per bin to dB per band: the loudest bin in the band, or between bins where a band is narrower
// than one.
class BandMap {
public:
    BandMap(const SpectrogramOptions& options, SampleRate rate) : m_floorDb(options.floorDb) {
        const double binsPerHz = options.fftSize / static_cast<double>(rate.hz);
        const double lastBin = options.fftSize / 2.0;
        for (int band = 0; band < options.bandCount; ++band) {
            const double low = std::min(edgeHz(options, rate, band) * binsPerHz, lastBin);
            const double high = std::min(edgeHz(options, rate, band + 1) * binsPerHz, lastBin);
            const double centre = std::min(edgeHz(options, rate, band + 0.5) * binsPerHz, lastBin);
            m_bands.push_back({static_cast<std::size_t>(std::ceil(low)),
                               static_cast<std::size_t>(std::floor(high)), centre});
        }
    }

    void toDb(std::span<const float> power, std::span<float> out) const {
        for (std::size_t i = 0; i < m_bands.size(); ++i) {
            const Band& band = m_bands[i];
            const auto below = static_cast<std::size_t>(band.centre);
            const auto above = std::min(below + 1, power.size() - 1);
            const auto part = static_cast<float>(band.centre - std::floor(band.centre));
            float level = (1.0F - part) * power[below] + part * power[above];
            for (std::size_t bin = band.firstBin; bin <= band.lastBin && bin < power.size(); ++bin)
                level = std::max(level, power[bin]);
            out[i] = std::max(m_floorDb, 10.0F * std::log10(level + 1e-20F));
        }
    }

private:
    struct Band {
        std::size_t firstBin; // may lie above lastBin: no bin inside
        std::size_t lastBin;
        double centre;
    };
    std::vector<Band> m_bands;
    float m_floorDb;
};

Result<void> checkOptions(const SpectrogramOptions& options, SampleRate rate) {
    const bool isSizeGood = options.fftSize >= 64 && options.fftSize <= 65536 &&
                            std::has_single_bit(static_cast<unsigned>(options.fftSize));
    const bool areBandsGood = options.bandCount > 0 && options.bandCount <= options.fftSize / 2 + 1;
    if (!isSizeGood || !areBandsGood || options.hopFrames <= 0 || options.lowestHz < 0.0 || !rate.isValid())
        return fail(ErrorCode::InvalidArgument,
                    concat("Spectrogram settings out of range: window ", options.fftSize, ", hop ",
                           options.hopFrames, ", ", options.bandCount, " bands"));
    return {};
}

// Adds the power of the window centred on `centre` of a sound that begins at frame `origin` of the file.
void addWindow(PowerSpectrum& spectrum, const AudioBuffer& sound, FrameIndex origin, FrameIndex centre,
               std::vector<float>& frame, std::span<float> power) {
    const FrameIndex begin = centre - spectrum.size() / 2 - origin;
    const FrameIndex from = std::clamp<FrameIndex>(begin, 0, sound.frameCount());
    const FrameIndex to = std::clamp<FrameIndex>(begin + spectrum.size(), 0, sound.frameCount());
    if (from >= to) return;
    for (int c = 0; c < sound.channelCount(); ++c) {
        std::ranges::fill(frame, 0.0F);
        const auto in =
            sound.channel(c).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
        std::ranges::copy(in, frame.begin() + (from - begin));
        spectrum.addTo(power, frame);
    }
    for (float& value : power) value /= static_cast<float>(sound.channelCount());
}

// Windows of a file, mostly in rising order: decodes in large pieces, because entering a compressed stream is
// slow.
class WindowSource {
public:
    WindowSource(AudioReader& reader, int fftSize) : m_reader(reader), m_fftSize(fftSize) {}

    // Makes sound() cover the window around `centre`, as far as the file does.
    Result<void> reach(FrameIndex centre) {
        const FrameIndex from = std::clamp<FrameIndex>(centre - m_fftSize / 2, 0, m_reader.info().frameCount);
        const FrameIndex to = std::min<FrameIndex>(centre + m_fftSize / 2, m_reader.info().frameCount);
        if (from >= m_origin && to <= m_origin + m_sound.frameCount()) return {};
        constexpr FrameCount kPieceFrames = 1 << 16;
        ATTUNE_CHECK(m_reader.seek(from));
        ATTUNE_TRY(m_sound, m_reader.readNext(std::max<FrameCount>(kPieceFrames, m_fftSize)));
        m_origin = from;
        return {};
    }
    [[nodiscard]] const AudioBuffer& sound() const { return m_sound; }
    [[nodiscard]] FrameIndex origin() const { return m_origin; }

private:
    AudioReader& m_reader;
    FrameCount m_fftSize;
    AudioBuffer m_sound;
    FrameIndex m_origin{0};
};

} // namespace

Spectrogram::Spectrogram(int bandCount, std::vector<float> values, double secondsPerColumn)
    : m_bandCount(bandCount), m_values(std::move(values)), m_secondsPerColumn(secondsPerColumn) {
    ATTUNE_ASSERT(bandCount > 0 && m_values.size() % static_cast<std::size_t>(bandCount) == 0);
}

std::int64_t Spectrogram::columnCount() const noexcept {
    return m_bandCount > 0 ? static_cast<std::int64_t>(m_values.size()) / m_bandCount : 0;
}

std::span<const float> Spectrogram::column(std::int64_t column) const {
    ATTUNE_ASSERT(column >= 0 && column < columnCount());
    const auto bands = static_cast<std::size_t>(m_bandCount);
    return std::span(m_values).subspan(static_cast<std::size_t>(column) * bands, bands);
}

Result<Spectrogram> spectrogramOf(const AudioBuffer& sound, const SpectrogramOptions& options) {
    ATTUNE_CHECK(checkOptions(options, sound.sampleRate()));
    if (sound.isEmpty()) return Spectrogram();
    try {
        PowerSpectrum spectrum(options.fftSize);
        const BandMap bands(options, sound.sampleRate());
        const auto columns = static_cast<std::size_t>(1 + sound.frameCount() / options.hopFrames);
        const auto bandCount = static_cast<std::size_t>(options.bandCount);
        std::vector<float> values(columns * bandCount);
        std::vector<float> frame(static_cast<std::size_t>(options.fftSize));
        std::vector<float> power(static_cast<std::size_t>(spectrum.binCount()));
        for (std::size_t i = 0; i < columns; ++i) {
            std::ranges::fill(power, 0.0F);
            addWindow(spectrum, sound, 0, static_cast<FrameIndex>(i) * options.hopFrames, frame, power);
            bands.toDb(power, std::span(values).subspan(i * bandCount, bandCount));
        }
        return Spectrogram(options.bandCount, std::move(values),
                           sound.sampleRate().secondsFromFrames(options.hopFrames));
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, "spectrogram"));
    }
}

Result<Spectrogram> spectrogramOfFile(const std::filesystem::path& file, FrameIndex begin, FrameIndex end,
                                      std::int64_t columnCount, const SpectrogramOptions& options,
                                      const Cancellation& cancellation) {
    ATTUNE_TRY(AudioReader reader, AudioReader::open(file));
    const AudioInfo& info = reader.info();
    ATTUNE_CHECK(checkOptions(options, info.sampleRate));
    if (begin < 0 || begin >= end || end > info.frameCount || columnCount <= 0)
        return fail(ErrorCode::InvalidArgument, concat("No frames ", begin, " to ", end, " in this file"),
                    utf8FromPath(file));
    try {
        PowerSpectrum spectrum(options.fftSize);
        const BandMap bands(options, info.sampleRate);
        const auto bandCount = static_cast<std::size_t>(options.bandCount);
        std::vector<float> values(static_cast<std::size_t>(columnCount) * bandCount);
        std::vector<float> frame(static_cast<std::size_t>(options.fftSize));
        std::vector<float> power(static_cast<std::size_t>(spectrum.binCount()));
        std::vector<float> loudest(power.size());
        WindowSource source(reader, options.fftSize);
        const double framesPerColumn = static_cast<double>(end - begin) / static_cast<double>(columnCount);
        const int windows = static_cast<int>(std::clamp(framesPerColumn / options.fftSize * 2.0, 1.0, 4.0));
        for (std::int64_t column = 0; column < columnCount; ++column) {
            ATTUNE_CHECK(cancellation.check("Drawing a spectrogram"));
            std::ranges::fill(loudest, 0.0F);
            for (int w = 0; w < windows; ++w) {
                const double place = static_cast<double>(column) + (w + 0.5) / windows;
                const FrameIndex centre = begin + static_cast<FrameIndex>(place * framesPerColumn);
                ATTUNE_CHECK(source.reach(centre));
                std::ranges::fill(power, 0.0F);
                addWindow(spectrum, source.sound(), source.origin(), centre, frame, power);
                for (std::size_t k = 0; k < power.size(); ++k) loudest[k] = std::max(loudest[k], power[k]);
            }
            bands.toDb(loudest,
                       std::span(values).subspan(static_cast<std::size_t>(column) * bandCount, bandCount));
        }
        return Spectrogram(options.bandCount, std::move(values), framesPerColumn / info.sampleRate.hz);
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, utf8FromPath(file)));
    }
}

double bandFrequencyHz(const SpectrogramOptions& options, SampleRate sampleRate, int band) {
    return edgeHz(options, sampleRate, band + 0.5);
}

} // namespace attune::audio
