// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/PeakPyramid.h"

#include "core/audio/AudioReader.h"
#include "core/base/Assert.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>

namespace attune::audio {

namespace {

constexpr FrameCount kLeastBlock = 64;
constexpr FrameCount kGreatestBlock = 4096;

bool isValidBlock(FrameCount block) {
    return block >= kLeastBlock && block <= kGreatestBlock &&
           std::has_single_bit(static_cast<std::uint64_t>(block));
}

PeakPyramid::Range joined(PeakPyramid::Range a, PeakPyramid::Range b) {
    return {std::min(a.min, b.min), std::max(a.max, b.max)};
}

} // namespace

// Collects the finest level piece by piece.
class PeakPyramid::Builder {
public:
    Builder(PeakPyramid& pyramid, int channelCount, SampleRate sampleRate, FrameCount baseBlock)
        : m_pyramid(pyramid) {
        pyramid.m_channelCount = channelCount;
        pyramid.m_sampleRate = sampleRate;
        pyramid.m_baseBlock = baseBlock;
        pyramid.m_frameCount = 0;
        pyramid.m_levels.assign(1, {});
    }

    void add(const AudioBuffer& piece) {
        std::vector<Range>& level = m_pyramid.m_levels.front();
        const auto channels = static_cast<std::size_t>(m_pyramid.m_channelCount);
        for (FrameIndex at = 0; at < piece.frameCount();) {
            const FrameCount filled = m_pyramid.m_frameCount % m_pyramid.m_baseBlock;
            const FrameCount count = std::min(m_pyramid.m_baseBlock - filled, piece.frameCount() - at);
            if (filled == 0) {
                constexpr float kInfinity = std::numeric_limits<float>::infinity();
                level.insert(level.end(), channels, Range{kInfinity, -kInfinity});
            }
            for (std::size_t c = 0; c < channels; ++c) {
                const auto frames =
                    piece.channel(static_cast<int>(c))
                        .subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(count));
                Range& range = level[level.size() - channels + c];
                for (const float sample : frames) {
                    range.min = std::min(range.min, sample);
                    range.max = std::max(range.max, sample);
                }
            }
            at += count;
            m_pyramid.m_frameCount += count;
        }
    }

private:
    PeakPyramid& m_pyramid;
};

Result<PeakPyramid> PeakPyramid::build(const std::filesystem::path& file, const PeakPyramidOptions& options,
                                       const Cancellation& cancellation) {
    if (!isValidBlock(options.baseBlock))
        return fail(ErrorCode::InvalidArgument,
                    concat("A peak block of ", options.baseBlock, " frames: not a power of two in 64..4096"));
    ATTUNE_TRY(AudioReader reader, AudioReader::open(file));
    try {
        PeakPyramid pyramid;
        Builder builder(pyramid, reader.info().channelCount, reader.info().sampleRate, options.baseBlock);
        while (true) {
            ATTUNE_CHECK(cancellation.check("Drawing a waveform"));
            constexpr FrameCount kPieceFrames = 1 << 16;
            ATTUNE_TRY(const AudioBuffer piece, reader.readNext(kPieceFrames));
            if (piece.isEmpty()) break;
            builder.add(piece);
        }
        pyramid.buildUpperLevels();
        return pyramid;
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, utf8FromPath(file)));
    }
}

PeakPyramid PeakPyramid::fromAudio(const AudioBuffer& sound, const PeakPyramidOptions& options) {
    ATTUNE_ASSERT(isValidBlock(options.baseBlock));
    PeakPyramid pyramid;
    Builder builder(pyramid, sound.channelCount(), sound.sampleRate(), options.baseBlock);
    builder.add(sound);
    pyramid.buildUpperLevels();
    return pyramid;
}

void PeakPyramid::buildUpperLevels() {
    const auto channels = static_cast<std::size_t>(m_channelCount);
    m_levels.resize(1);
    while (m_levels.back().size() > channels) {
        const std::vector<Range>& below = m_levels.back();
        const std::size_t blocks = below.size() / channels;
        std::vector<Range> level((blocks + 1) / 2 * channels);
        for (std::size_t block = 0; block < level.size() / channels; ++block)
            for (std::size_t c = 0; c < channels; ++c) {
                const Range first = below[2 * block * channels + c];
                const bool hasSecond = 2 * block + 1 < blocks;
                level[block * channels + c] =
                    hasSecond ? joined(first, below[(2 * block + 1) * channels + c]) : first;
            }
        m_levels.push_back(std::move(level));
    }
}

PeakPyramid::Range PeakPyramid::rangeOf(int channel, FrameIndex begin, FrameIndex end) const {
    // The coarsest level whose blocks are no longer than the interval: at most three of them overlap it.
    std::size_t level = 0;
    while (level + 1 < m_levels.size() && (m_baseBlock << (level + 1)) <= end - begin) ++level;
    const FrameCount block = m_baseBlock << level;
    const auto channels = static_cast<std::size_t>(m_channelCount);
    const auto first = static_cast<std::size_t>(begin / block);
    const auto last = static_cast<std::size_t>((end - 1) / block);
    Range range = m_levels[level][first * channels + static_cast<std::size_t>(channel)];
    for (std::size_t i = first + 1; i <= last; ++i)
        range = joined(range, m_levels[level][i * channels + static_cast<std::size_t>(channel)]);
    return range;
}

void PeakPyramid::ranges(int channel, FrameIndex begin, FrameIndex end, std::span<Range> out) const {
    ATTUNE_ASSERT(begin >= 0 && begin <= end && end <= m_frameCount);
    ATTUNE_ASSERT(out.empty() || (channel >= 0 && channel < std::max(m_channelCount, 1)));
    if (begin == end) {
        std::ranges::fill(out, Range{});
        return;
    }
    const double framesPerPixel = static_cast<double>(end - begin) / static_cast<double>(out.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const FrameIndex from =
            std::min(begin + static_cast<FrameIndex>(static_cast<double>(i) * framesPerPixel), end - 1);
        const FrameIndex to = begin + static_cast<FrameIndex>(static_cast<double>(i + 1) * framesPerPixel);
        out[i] = rangeOf(channel, from, std::clamp(to, from + 1, end));
    }
}

// Cache files: this header, then 16-bit min and max of every block of the finest level, then the XXH3 hash of
// all of it. Little endian, as all machines we run on. The scale maps the clip's greatest magnitude to 32767;
// minima are rounded down and maxima up, so that a waveform is never drawn lower than it is.
namespace {

struct CacheHeader {
    char magic[8];
    ContentHash identity;
    std::int64_t frameCount;
    std::int64_t baseBlock;
    std::int32_t sampleRateHz;
    std::int32_t channelCount;
    float scale;
    std::uint32_t reserved;
};
static_assert(sizeof(CacheHeader) == 56 && std::endian::native == std::endian::little);
constexpr char kMagic[8] = {'A', 'T', 'P', 'E', 'A', 'K', '0', '1'};

template <typename Value>
void append(std::vector<std::byte>& bytes, const Value& value) {
    const auto* begin = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), begin, begin + sizeof value);
}

} // namespace

Result<void> PeakPyramid::save(const std::filesystem::path& file, const ContentHash& identity) const {
    CacheHeader header{};
    std::ranges::copy(kMagic, header.magic);
    header.identity = identity;
    header.frameCount = m_frameCount;
    header.baseBlock = m_baseBlock;
    header.sampleRateHz = m_sampleRate.hz;
    header.channelCount = m_channelCount;
    const std::span<const Range> level =
        m_levels.empty() ? std::span<const Range>() : std::span<const Range>(m_levels.front());
    for (const Range& range : level) header.scale = std::max({header.scale, -range.min, range.max});
    std::vector<std::byte> bytes;
    bytes.reserve(sizeof header + level.size() * 4 + sizeof(ContentHash));
    append(bytes, header);
    const float factor = header.scale > 0.0F ? 32767.0F / header.scale : 0.0F;
    for (const Range& range : level) {
        append(bytes,
               static_cast<std::int16_t>(std::clamp(std::floor(range.min * factor), -32767.0F, 32767.0F)));
        append(bytes,
               static_cast<std::int16_t>(std::clamp(std::ceil(range.max * factor), -32767.0F, 32767.0F)));
    }
    append(bytes, hashBytes(bytes));
    return writeFileAtomically(file, bytes);
}

Result<PeakPyramid> PeakPyramid::load(const std::filesystem::path& file, const ContentHash& identity) {
    ATTUNE_TRY(const auto mapped, platform::MappedFile::open(file));
    const std::span<const std::byte> bytes = mapped->bytes();
    const auto damaged = [&](const char* what) { return fail(ErrorCode::Corrupt, what, utf8FromPath(file)); };
    if (bytes.size() < sizeof(CacheHeader) + sizeof(ContentHash))
        return damaged("The waveform cache is cut off");
    CacheHeader header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    ContentHash hash;
    std::memcpy(&hash, bytes.data() + bytes.size() - sizeof hash, sizeof hash);
    if (!std::ranges::equal(header.magic, kMagic) ||
        hash != hashBytes(bytes.first(bytes.size() - sizeof hash)))
        return damaged("The waveform cache is damaged");
    if (header.identity != identity) return damaged("The waveform cache is of another sound");
    if (!isValidBlock(header.baseBlock) || header.frameCount < 0 || header.channelCount < 0 ||
        header.channelCount > 1024 || header.frameCount > std::numeric_limits<std::int64_t>::max() / 8192)
        return damaged("The waveform cache is damaged");
    const auto entries =
        static_cast<std::size_t>((header.frameCount + header.baseBlock - 1) / header.baseBlock) *
        static_cast<std::size_t>(header.channelCount);
    if ((bytes.size() - sizeof header - sizeof hash) / 4 != entries)
        return damaged("The waveform cache is cut off");

    PeakPyramid pyramid;
    pyramid.m_baseBlock = header.baseBlock;
    pyramid.m_frameCount = header.frameCount;
    pyramid.m_channelCount = header.channelCount;
    pyramid.m_sampleRate = SampleRate{header.sampleRateHz};
    pyramid.m_levels.assign(1, std::vector<Range>(entries));
    const std::byte* at = bytes.data() + sizeof header;
    for (Range& range : pyramid.m_levels.front()) {
        std::int16_t pair[2];
        std::memcpy(pair, at, sizeof pair);
        at += sizeof pair;
        range = {static_cast<float>(pair[0]) / 32767.0F * header.scale,
                 static_cast<float>(pair[1]) / 32767.0F * header.scale};
    }
    pyramid.buildUpperLevels();
    return pyramid;
}

} // namespace attune::audio
