// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/ClipAnalysis.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Loudness.h"
#include "core/audio/Spectrogram.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/dataset/Tags.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

constexpr FrameCount kBlock = 65'536;
constexpr float kFullScale = 0.9999F;
constexpr int kRunFrames = 3;                       // so many samples at full scale in a row are a flat top
constexpr FrameCount kSpectrumFrames = 4'000'000;   // a minute and a half tells where a spectrum ends
constexpr float kSpectrumFloorDb = -75.0F;

// Everything that is summed up while the sound passes by.
class SoundMeter {
public:
    explicit SoundMeter(const audio::AudioInfo& info) : m_fingerprint(info.channelCount, info.sampleRate), m_sums(static_cast<std::size_t>(info.channelCount)), m_runs(m_sums.size()) {
        m_hasher.addNumber(static_cast<std::int32_t>(info.sampleRate.hz));
        m_hasher.addNumber(static_cast<std::int32_t>(info.channelCount));
    }

    void add(const audio::AudioBuffer& piece) {
        m_fingerprint.add(piece);
        for (int channel = 0; channel < piece.channelCount(); ++channel) {
            const std::span<const float> samples = piece.channel(channel);
            m_hasher.add(std::as_bytes(samples));
            const auto c = static_cast<std::size_t>(channel);
            double sum = 0.0;
            for (const float sample : samples) {
                sum += static_cast<double>(sample);
                m_peak = std::max(m_peak, std::abs(sample));
                if (std::abs(sample) >= kFullScale) m_clippedRuns += ++m_runs[c] == kRunFrames ? 1 : 0;
                else m_runs[c] = 0;
            }
            m_sums[c] += sum;
        }
        m_frames += piece.frameCount();
    }

    void finish(ClipAnalysis& analysis) {
        ClipRecord& clip = analysis.clip;
        clip.frameCount = m_frames;
        clip.soundHash = m_hasher.digest();
        clip.peak = m_peak;
        clip.clippedRuns = m_clippedRuns;
        for (const double sum : m_sums)
            if (const auto mean = static_cast<float>(m_frames > 0 ? sum / static_cast<double>(m_frames) : 0.0); std::abs(mean) > std::abs(clip.dcOffset)) clip.dcOffset = mean;
        analysis.fingerprint = m_fingerprint.finish();
    }

private:
    audio::FingerprintMaker m_fingerprint;
    Hasher m_hasher;
    std::vector<double> m_sums;
    std::vector<int> m_runs; // samples at full scale in a row, by channel
    float m_peak{0.0F};
    std::int64_t m_clippedRuns{0};
    FrameCount m_frames{0};
};

// The highest frequency that is clearly there, over the loudest moments of the sound; 0 when the sound is too short.
float highestHzOf(const audio::AudioBuffer& sound) {
    audio::SpectrogramOptions options;
    options.scale = audio::FrequencyScale::Linear;
    options.bandCount = 256;
    options.lowestHz = 0.0;
    options.hopFrames = std::max<FrameCount>(512, sound.frameCount() / 256);
    if (sound.frameCount() < options.fftSize) return 0.0F;
    const auto spectrogram = audio::spectrogramOf(sound, options);
    if (!spectrogram) return 0.0F;
    std::vector<float> loudest(static_cast<std::size_t>(spectrogram->bandCount()), options.floorDb);
    for (std::int64_t column = 0; column < spectrogram->columnCount(); ++column) {
        const std::span<const float> values = spectrogram->column(column);
        for (std::size_t band = 0; band < loudest.size(); ++band) loudest[band] = std::max(loudest[band], values[band]);
    }
    const float top = *std::max_element(loudest.begin(), loudest.end());
    for (int band = spectrogram->bandCount() - 1; band >= 0; --band)
        if (loudest[static_cast<std::size_t>(band)] > std::max(top + kSpectrumFloorDb, -95.0F)) return static_cast<float>(audio::bandFrequencyHz(options, sound.sampleRate(), band));
    return 0.0F;
}

Result<void> readFileFacts(const fs::path& file, ClipRecord& clip) {
    std::error_code error;
    clip.sizeBytes = static_cast<std::int64_t>(fs::file_size(file, error));
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(file)));
    const auto modified = fs::last_write_time(file, error);
    if (!error) clip.modifiedNs = std::chrono::duration_cast<std::chrono::nanoseconds>(modified.time_since_epoch()).count();
    return {};
}

Result<void> readSound(audio::AudioReader& reader, ClipAnalysis& analysis, const Cancellation& cancellation) {
    ClipRecord& clip = analysis.clip;
    const audio::AudioInfo& info = reader.info();
    clip.sampleRate = info.sampleRate;
    clip.channelCount = info.channelCount;
    clip.container = info.container;
    clip.encoding = info.encoding;
    clip.endsEarly = info.endsEarly;
    if (info.loop) addLoopFacts(clip.tags, *info.loop);
    SoundMeter meter(info);
    ATTUNE_TRY(audio::LoudnessMeter loudness, audio::LoudnessMeter::create(info.channelCount, info.sampleRate, audio::TruePeak::Skip));
    audio::AudioBuffer spectrumPart(info.channelCount, std::min(info.frameCount, kSpectrumFrames), info.sampleRate);
    FrameCount kept = 0;
    while (true) {
        ATTUNE_CHECK(cancellation.check("Reading"));
        ATTUNE_TRY(const audio::AudioBuffer piece, reader.readNext(kBlock));
        if (piece.isEmpty()) break;
        meter.add(piece);
        ATTUNE_CHECK(loudness.add(piece));
        const FrameCount take = std::min(piece.frameCount(), spectrumPart.frameCount() - kept);
        for (int channel = 0; channel < piece.channelCount() && take > 0; ++channel)
            std::copy_n(piece.channel(channel).begin(), take, spectrumPart.channel(channel).begin() + kept);
        kept += std::max<FrameCount>(take, 0);
    }
    meter.finish(analysis);
    clip.loudnessLufs = loudness.finish().integratedLufs;
    if (kept > 0) clip.highestHz = highestHzOf(kept == spectrumPart.frameCount() ? spectrumPart : spectrumPart.slice(0, kept));
    return {};
}

} // namespace

Result<ClipAnalysis> analyzeClip(const fs::path& file, const Cancellation& cancellation) {
    ClipAnalysis analysis;
    const auto trouble = [&](const Error& error) -> Result<ClipAnalysis> {
        if (error.code == ErrorCode::Cancelled) return fail(error);
        analysis.clip.unreadableReason = error.context.empty() || error.context == utf8FromPath(file) ? error.message : concat(error.message, " (", error.context, ")");
        return analysis;
    };
    if (const auto facts = readFileFacts(file, analysis.clip); !facts) return trouble(facts.error());
    // The file is read once, into the page cache; hashing and decoding share the mapping.
    const auto mapped = platform::MappedFile::open(file);
    if (!mapped) return trouble(mapped.error());
    analysis.clip.contentHash = hashBytes((*mapped)->bytes());
    auto reader = audio::AudioReader::open(file);
    if (!reader) return trouble(reader.error());
    if (auto tags = readTags(file)) analysis.clip.tags = *std::move(tags);
    if (const auto read = readSound(*reader, analysis, cancellation); !read) {
        analysis.fingerprint = {};
        analysis.clip.frameCount = 0;
        analysis.clip.soundHash = {};
        return trouble(read.error());
    }
    return analysis;
}

} // namespace attune::dataset
