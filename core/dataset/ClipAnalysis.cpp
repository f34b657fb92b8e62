// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/ClipAnalysis.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Loudness.h"
#include "core/audio/SpectrumWall.h"
#include "core/base/FileTime.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/dataset/Tags.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <span>
#include <vector>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

constexpr FrameCount kPieceFrames = 1 << 16; // the sound hash depends on it; never change
constexpr std::int64_t kMostBytesInMemory = 64LL << 20;

// Counts flat tops: three or more equal samples near full scale that were reached by a jump. A sine of a low
// note also stands still on its crest, but creeps up to it. Beyond full scale every excursion counts, because
// training clamps it.
class ClipCounter {
public:
    explicit ClipCounter(audio::Encoding encoding)
        : m_leastJump(encoding == audio::Encoding::Pcm8 ? 0.05F : 0.001F) {}

    void add(float sample) {
        const float level = std::abs(sample);
        constexpr float kOver = 1.0001F;
        if (level > kOver) {
            if (!m_isOver) ++m_count;
            m_isOver = true;
        } else {
            m_isOver = false;
        }
        if (sample == m_previous) {
            ++m_run;
        } else {
            constexpr float kNearFullScale = 0.97F;
            constexpr int kLeastRun = 3;
            const bool isTop =
                m_run >= kLeastRun && std::abs(m_previous) >= kNearFullScale && std::abs(m_previous) <= kOver;
            if (isTop && std::max(m_jump, std::abs(sample - m_previous)) >= m_leastJump) ++m_count;
            m_jump = std::abs(sample - m_previous);
            m_run = 1;
        }
        m_previous = sample;
    }
    [[nodiscard]] std::int64_t count() const { return m_count; }

private:
    float m_leastJump;
    float m_previous{0.0F};
    float m_jump{0.0F}; // by which the present run was reached
    int m_run{0};
    bool m_isOver{false};
    std::int64_t m_count{0};
};

// Everything that is summed up while the sound passes by.
class SoundMeter {
public:
    explicit SoundMeter(const audio::AudioInfo& info)
        : m_fingerprint(info.channelCount, info.sampleRate), m_wall(info.channelCount, info.sampleRate),
          m_sums(static_cast<std::size_t>(info.channelCount)),
          m_clips(m_sums.size(), ClipCounter(info.encoding)) {
        m_hasher.addNumber(static_cast<std::int32_t>(info.sampleRate.hz));
        m_hasher.addNumber(static_cast<std::int32_t>(info.channelCount));
    }

    void add(const audio::AudioBuffer& piece) {
        m_fingerprint.add(piece);
        m_wall.add(piece);
        m_hasher.add(std::as_bytes(piece.samples()));
        for (std::size_t c = 0; c < m_sums.size(); ++c) {
            double sum = 0.0;
            for (const float sample : piece.channel(static_cast<int>(c))) {
                sum += static_cast<double>(sample);
                m_peak = std::max(m_peak, std::abs(sample));
                m_clips[c].add(sample);
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
        clip.cutoffHz = m_wall.finish();
        for (const ClipCounter& counter : m_clips) clip.clippedRuns += counter.count();
        for (const double sum : m_sums) {
            const auto mean = static_cast<float>(m_frames > 0 ? sum / static_cast<double>(m_frames) : 0.0);
            if (std::abs(mean) > std::abs(clip.dcOffset)) clip.dcOffset = mean;
        }
        analysis.fingerprint = m_fingerprint.finish();
    }

private:
    audio::FingerprintMaker m_fingerprint;
    audio::SpectrumWallFinder m_wall;
    Hasher m_hasher;
    std::vector<double> m_sums;       // by channel
    std::vector<ClipCounter> m_clips; // by channel
    float m_peak{0.0F};
    FrameCount m_frames{0};
};

Result<void> readFileFacts(const fs::path& file, ClipRecord& clip) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status)) return fail(ErrorCode::NotFound, "There is no such file", utf8FromPath(file));
    if (!fs::is_regular_file(status))
        return fail(ErrorCode::UnsupportedFormat, "This is not a file", utf8FromPath(file));
    clip.sizeBytes = static_cast<std::int64_t>(fs::file_size(file, error));
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(file)));
    const auto modified = fs::last_write_time(file, error);
    if (!error) clip.modifiedNs = nanosecondsOf(modified);
    return {};
}

// Small files are read once and then hashed, searched for tags and decoded in memory.
Result<std::vector<std::byte>> readBytes(const fs::path& file, std::int64_t sizeBytes) {
    errno = 0;
    std::ifstream stream(platform::openablePath(file), std::ios::binary);
    if (!stream)
        return fail(errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the file", utf8FromPath(file)));
    std::vector<std::byte> bytes(static_cast<std::size_t>(sizeBytes));
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (stream.gcount() != static_cast<std::streamsize>(bytes.size()))
        return fail(ErrorCode::ReadFailed, "The file cannot be read to its end", utf8FromPath(file));
    return bytes;
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
    ATTUNE_TRY(auto loudness,
               audio::LoudnessMeter::create(info.channelCount, info.sampleRate, audio::TruePeak::Skip));
    SoundMeter meter(info);
    while (true) {
        ATTUNE_CHECK(cancellation.check("Reading"));
        ATTUNE_TRY(const audio::AudioBuffer piece, reader.readNext(kPieceFrames));
        if (piece.isEmpty()) break;
        meter.add(piece);
        ATTUNE_CHECK(loudness.add(piece));
    }
    meter.finish(analysis);
    clip.loudnessLufs = loudness.finish().integratedLufs;
    return {};
}

Result<void> analyzeInto(ClipAnalysis& analysis, const fs::path& file, const Cancellation& cancellation) {
    ClipRecord& clip = analysis.clip;
    ATTUNE_CHECK(readFileFacts(file, clip));
    const std::string name = utf8FromPath(file);
    if (clip.sizeBytes <= kMostBytesInMemory) {
        ATTUNE_TRY(const std::vector<std::byte> bytes, readBytes(file, clip.sizeBytes));
        clip.contentHash = hashBytes(bytes);
        ATTUNE_TRY(auto reader, audio::AudioReader::openBytes(bytes, name));
        clip.tags = readTagsFromBytes(bytes);
        return readSound(reader, analysis, cancellation);
    }
    ATTUNE_TRY(clip.contentHash, hashFile(file, cancellation));
    ATTUNE_TRY(auto reader, audio::AudioReader::open(file));
    ATTUNE_TRY(clip.tags, readTags(file));
    return readSound(reader, analysis, cancellation);
}

} // namespace

Result<ClipAnalysis> analyzeClip(const fs::path& file, const Cancellation& cancellation) {
    ClipAnalysis analysis;
    Result<void> result;
    try {
        result = analyzeInto(analysis, file, cancellation);
    } catch (const std::exception& exception) {
        result = fail(errorFromException(exception, utf8FromPath(file)));
    }
    if (result) return analysis;
    Error error = std::move(result).error();
    if (error.code == ErrorCode::Cancelled) return fail(std::move(error));
    // What was counted before the damage is no fact about a sound.
    ClipRecord& clip = analysis.clip;
    clip.soundHash = {};
    clip.frameCount = 0;
    analysis.fingerprint = {};
    // The record names the file already.
    const std::string name = utf8FromPath(file);
    std::string reason = std::move(error.message);
    if (const auto at = reason.find(": " + name); at != std::string::npos) reason.erase(at, name.size() + 2);
    clip.unreadableReason = reason.empty() ? "unknown" : std::move(reason);
    return analysis;
}

} // namespace attune::dataset
