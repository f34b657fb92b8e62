// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioReader.h"

#include "core/audio/ContainerCheck.h"
#include "core/base/Assert.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <new>

#include <sndfile.h>

namespace attune::audio {

namespace fs = std::filesystem;

namespace {

constexpr FrameCount kBlockFrames = 1 << 16;
// libsndfile's answer when a stream does not say how long it is.
constexpr FrameCount kUnknownLength = std::numeric_limits<sf_count_t>::max();

// libsndfile's callbacks over bytes in memory.
struct MemoryStream {
    std::span<const std::byte> bytes;
    sf_count_t position{0};

    static MemoryStream& of(void* user) { return *static_cast<MemoryStream*>(user); }
    static sf_count_t length(void* user) { return static_cast<sf_count_t>(of(user).bytes.size()); }
    static sf_count_t tell(void* user) { return of(user).position; }
    static sf_count_t seek(sf_count_t offset, int whence, void* user) {
        MemoryStream& stream = of(user);
        const sf_count_t size = length(user);
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? stream.position : size;
        if (offset < -base || offset > size - base) return -1;
        stream.position = base + offset;
        return stream.position;
    }
    static sf_count_t read(void* into, sf_count_t count, void* user) {
        MemoryStream& stream = of(user);
        const sf_count_t most = std::clamp<sf_count_t>(count, 0, length(user) - stream.position);
        if (most > 0)
            std::memcpy(into, stream.bytes.data() + stream.position, static_cast<std::size_t>(most));
        stream.position += most;
        return most;
    }
    static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
};

detail::ByteSource sourceOfBytes(std::span<const std::byte> bytes) {
    return [bytes](std::int64_t offset, std::span<std::byte> into) -> std::size_t {
        if (offset < 0 || offset >= static_cast<std::int64_t>(bytes.size())) return 0;
        const auto rest = bytes.subspan(static_cast<std::size_t>(offset));
        const std::size_t count = std::min(rest.size(), into.size());
        std::copy_n(rest.begin(), count, into.begin());
        return count;
    };
}

detail::ByteSource sourceOfStream(std::ifstream& stream) {
    return [&stream](std::int64_t offset, std::span<std::byte> into) -> std::size_t {
        stream.clear();
        stream.seekg(offset);
        stream.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
        return static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0));
    };
}

Container containerFromFormat(int format) {
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
        return Container::Wav;
    case SF_FORMAT_AIFF:
        return Container::Aiff;
    case SF_FORMAT_FLAC:
        return Container::Flac;
    case SF_FORMAT_OGG:
        return Container::Ogg;
    case SF_FORMAT_MPEG:
        return Container::Mp3;
    case SF_FORMAT_CAF:
        return Container::Caf;
    case SF_FORMAT_W64:
        return Container::W64;
    default:
        return Container::Other;
    }
}

Encoding encodingFromFormat(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
        return Encoding::Pcm8;
    case SF_FORMAT_PCM_16:
        return Encoding::Pcm16;
    case SF_FORMAT_PCM_24:
        return Encoding::Pcm24;
    case SF_FORMAT_PCM_32:
        return Encoding::Pcm32;
    case SF_FORMAT_FLOAT:
        return Encoding::Float32;
    case SF_FORMAT_DOUBLE:
        return Encoding::Float64;
    case SF_FORMAT_VORBIS:
        return Encoding::Vorbis;
    case SF_FORMAT_OPUS:
        return Encoding::Opus;
    case SF_FORMAT_MPEG_LAYER_I:
    case SF_FORMAT_MPEG_LAYER_II:
    case SF_FORMAT_MPEG_LAYER_III:
        return Encoding::Mp3;
    case SF_FORMAT_ULAW:
    case SF_FORMAT_ALAW:
    case SF_FORMAT_IMA_ADPCM:
    case SF_FORMAT_MS_ADPCM:
    case SF_FORMAT_GSM610:
    case SF_FORMAT_G721_32:
    case SF_FORMAT_G723_24:
    case SF_FORMAT_G723_40:
    case SF_FORMAT_NMS_ADPCM_16:
    case SF_FORMAT_NMS_ADPCM_24:
    case SF_FORMAT_NMS_ADPCM_32:
        return Encoding::Adpcm;
    case SF_FORMAT_ALAC_16:
    case SF_FORMAT_ALAC_20:
    case SF_FORMAT_ALAC_24:
    case SF_FORMAT_ALAC_32:
        return Encoding::Alac;
    default:
        return Encoding::Other;
    }
}

// Bytes of one sample where every sample has as many, else 0.
std::int64_t bytesPerSample(Encoding encoding) {
    switch (encoding) {
    case Encoding::Pcm8:
        return 1;
    case Encoding::Pcm16:
        return 2;
    case Encoding::Pcm24:
        return 3;
    case Encoding::Pcm32:
    case Encoding::Float32:
        return 4;
    case Encoding::Float64:
        return 8;
    default:
        return 0;
    }
}

std::string frameText(FrameIndex frame) {
    return concat("frame ", frame);
}

} // namespace

struct AudioReader::Impl {
    SNDFILE* file{nullptr};
    MemoryStream memory;
    std::string name;
    AudioInfo info;
    FrameIndex position{0};
    bool isCut{false}; // the header promises more than info.frameCount
    std::vector<float> interleaved;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (file != nullptr) sf_close(file);
    }

    Result<void> identify(const detail::ByteSource& source, std::int64_t sizeBytes);
    Result<void> finishOpening(const SF_INFO& header, const detail::ContainerPromise& promise,
                               std::int64_t sizeBytes);
    Result<void> countFrames();
    Result<void> probeLastFrame();
    void readLoopFacts();
    tl::unexpected<Error> cutAt(FrameIndex frame) const;
};

tl::unexpected<Error> AudioReader::Impl::cutAt(FrameIndex frame) const {
    return fail(ErrorCode::Corrupt,
                concat("The file is damaged or cut off at ", frameText(frame), ": ", name), frameText(frame),
                "Export or copy the file again.");
}

Result<void> AudioReader::Impl::identify(const detail::ByteSource& source, std::int64_t sizeBytes) {
    if (sizeBytes == 0)
        return fail(ErrorCode::Corrupt, "The file is empty (0 bytes)", name,
                    "Export or copy the file again.");
    if (detail::isKnownContainer(source)) return {};
    return fail(ErrorCode::UnsupportedFormat, "Not a sound file that can be read here", name,
                "Convert it to WAV, AIFF, FLAC, Ogg, Opus or MP3.");
}

Result<void> AudioReader::Impl::finishOpening(const SF_INFO& header, const detail::ContainerPromise& promise,
                                              std::int64_t sizeBytes) {
    if (file == nullptr) {
        const int code = sf_error(nullptr);
        if (code == SF_ERR_SYSTEM)
            return fail(ErrorCode::ReadFailed, concat("Cannot read the file: ", sf_strerror(nullptr)), name);
        if (code == SF_ERR_UNRECOGNISED_FORMAT || code == SF_ERR_UNSUPPORTED_ENCODING)
            return fail(ErrorCode::UnsupportedFormat,
                        concat("This kind of sound cannot be read: ", sf_strerror(nullptr)), name,
                        "Convert it to WAV, AIFF, FLAC, Ogg, Opus or MP3.");
        return fail(ErrorCode::Corrupt, concat("The file is damaged: ", sf_strerror(nullptr)), name,
                    "Export or copy the file again.");
    }
    info.sampleRate = SampleRate{header.samplerate};
    info.channelCount = header.channels;
    info.frameCount = header.frames;
    info.container = containerFromFormat(header.format);
    info.encoding = encodingFromFormat(header.format);
    info.endsEarly = promise.endsEarly;
    if (!info.sampleRate.isValid() || info.channelCount <= 0 || info.frameCount < 0)
        return fail(ErrorCode::Corrupt, "The file's header is damaged", name,
                    "Export or copy the file again.");
    readLoopFacts();

    const std::int64_t frameBytes = bytesPerSample(info.encoding) * info.channelCount;
    isCut = promise.missingBytes >=
            std::max<std::int64_t>(frameBytes, 1); // some writers count a pad byte too many
    if (info.frameCount == kUnknownLength) return countFrames();
    // Ratios that no codec reaches on sound: believe the header only after a look at the last frame, because
    // memory is asked for by it.
    constexpr std::int64_t kUsualFramesPerByte = 64;
    if (info.frameCount / kUsualFramesPerByte > sizeBytes) return probeLastFrame();
    return {};
}

Result<void> AudioReader::Impl::countFrames() {
    interleaved.resize(static_cast<std::size_t>(kBlockFrames * info.channelCount));
    FrameCount total = 0;
    for (sf_count_t got = 0; (got = sf_readf_float(file, interleaved.data(), kBlockFrames)) > 0;)
        total += got;
    if (total == 0 || sf_seek(file, 0, SEEK_SET) != 0) return cutAt(total);
    info.frameCount = total;
    return {};
}

Result<void> AudioReader::Impl::probeLastFrame() {
    interleaved.resize(static_cast<std::size_t>(info.channelCount));
    const bool isThere = sf_seek(file, info.frameCount - 1, SEEK_SET) == info.frameCount - 1 &&
                         sf_readf_float(file, interleaved.data(), 1) == 1;
    if (!isThere || sf_seek(file, 0, SEEK_SET) != 0)
        return fail(ErrorCode::Corrupt,
                    concat("The header promises ", info.frameCount, " frames, which the file does not hold"),
                    name, "Export or copy the file again.");
    return {};
}

void AudioReader::Impl::readLoopFacts() {
    SF_LOOP_INFO loop{};
    if (sf_command(file, SFC_GET_LOOP_INFO, &loop, sizeof loop) != SF_TRUE) return;
    LoopFacts facts;
    if (loop.bpm > 0.0F && loop.bpm < 1000.0F) facts.bpm = static_cast<double>(loop.bpm);
    facts.beats = std::max(loop.num_beats, 0);
    if (loop.root_key >= 0 && loop.root_key < 128) facts.rootKey = loop.root_key;
    info.loop = facts;
}

AudioReader::AudioReader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
AudioReader::AudioReader(AudioReader&&) noexcept = default;
AudioReader& AudioReader::operator=(AudioReader&&) noexcept = default;
AudioReader::~AudioReader() = default;

const AudioInfo& AudioReader::info() const noexcept {
    return m_impl->info;
}
FrameIndex AudioReader::position() const noexcept {
    return m_impl->position;
}

Result<AudioReader> AudioReader::open(const fs::path& file) {
    auto impl = std::make_unique<Impl>();
    impl->name = utf8FromPath(file);
    std::error_code error;
    const fs::path openable = platform::openablePath(file);
    const fs::file_status status = fs::status(openable, error);
    if (error && status.type() != fs::file_type::not_found)
        return fail(errorFromException(std::system_error(error), impl->name));
    if (!fs::exists(status)) return fail(ErrorCode::NotFound, "There is no such file", impl->name);
    if (fs::is_directory(status))
        return fail(ErrorCode::UnsupportedFormat, "This is a folder, not a sound file", impl->name);
    if (!fs::is_regular_file(status))
        return fail(ErrorCode::UnsupportedFormat, "This is a device, not a sound file", impl->name);

    errno = 0;
    std::ifstream stream(openable, std::ios::binary);
    if (!stream) return fail(errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the file", impl->name));
    const auto sizeBytes = static_cast<std::int64_t>(fs::file_size(openable, error));
    if (error) return fail(errorFromException(std::system_error(error), impl->name));
    const detail::ByteSource source = sourceOfStream(stream);
    ATTUNE_CHECK(impl->identify(source, sizeBytes));
    const detail::ContainerPromise promise = detail::checkContainer(source, sizeBytes);
    stream.close();

    SF_INFO header{};
#ifdef _WIN32
    impl->file = sf_wchar_open(openable.c_str(), SFM_READ, &header);
#else
    impl->file = sf_open(openable.c_str(), SFM_READ, &header);
#endif
    ATTUNE_CHECK(impl->finishOpening(header, promise, sizeBytes));
    return AudioReader(std::move(impl));
}

Result<AudioReader> AudioReader::openBytes(std::span<const std::byte> bytes, std::string name) {
    auto impl = std::make_unique<Impl>();
    impl->name = std::move(name);
    impl->memory.bytes = bytes;
    const detail::ByteSource source = sourceOfBytes(bytes);
    const auto sizeBytes = static_cast<std::int64_t>(bytes.size());
    ATTUNE_CHECK(impl->identify(source, sizeBytes));
    const detail::ContainerPromise promise = detail::checkContainer(source, sizeBytes);

    SF_INFO header{};
    SF_VIRTUAL_IO callbacks{MemoryStream::length, MemoryStream::seek, MemoryStream::read, MemoryStream::write,
                            MemoryStream::tell};
    impl->file = sf_open_virtual(&callbacks, SFM_READ, &header, &impl->memory);
    ATTUNE_CHECK(impl->finishOpening(header, promise, sizeBytes));
    return AudioReader(std::move(impl));
}

Result<AudioBuffer> AudioReader::readNext(FrameCount most) {
    ATTUNE_ASSERT(most > 0);
    Impl& impl = *m_impl;
    const int channels = impl.info.channelCount;
    const FrameCount wanted = std::clamp<FrameCount>(impl.info.frameCount - impl.position, 0, most);
    if (wanted == 0 && impl.isCut) return impl.cutAt(impl.position);
    try {
        AudioBuffer piece(channels, wanted, impl.info.sampleRate);
        impl.interleaved.resize(static_cast<std::size_t>(std::min(wanted, kBlockFrames) * channels));
        FrameCount done = 0;
        while (done < wanted) {
            const FrameCount block = std::min(wanted - done, kBlockFrames);
            const sf_count_t got = sf_readf_float(impl.file, impl.interleaved.data(), block);
            constexpr std::uint32_t kExponent = 0x7F800000; // all ones in NaN and the infinities
            bool isFinite = true;
            for (int c = 0; c < channels; ++c) {
                const std::span<float> out = piece.channel(c).subspan(static_cast<std::size_t>(done));
                const float* in = impl.interleaved.data() + c;
                for (std::size_t i = 0; i < static_cast<std::size_t>(std::max<sf_count_t>(got, 0)); ++i) {
                    out[i] = in[i * static_cast<std::size_t>(channels)];
                    isFinite &= (std::bit_cast<std::uint32_t>(out[i]) & kExponent) != kExponent;
                }
            }
            if (!isFinite) {
                const auto bad =
                    std::ranges::find_if_not(impl.interleaved, [](float x) { return std::isfinite(x); });
                const FrameIndex frame = impl.position + done + (bad - impl.interleaved.begin()) / channels;
                return fail(ErrorCode::NonFinite,
                            concat("The sound is not a number at ", frameText(frame), ": ", impl.name),
                            frameText(frame), "Export the file again from the program that made it.");
            }
            if (got != block) return impl.cutAt(impl.position + done + std::max<sf_count_t>(got, 0));
            done += block;
        }
        impl.position += wanted;
        // The last frame that is there was reached, and the header promises more.
        if (impl.isCut && impl.position == impl.info.frameCount && wanted < most)
            return impl.cutAt(impl.position);
        return piece;
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, impl.name));
    }
}

Result<void> AudioReader::seek(FrameIndex frame) {
    Impl& impl = *m_impl;
    if (frame < 0 || frame > impl.info.frameCount)
        return fail(ErrorCode::InvalidArgument, concat("There is no ", frameText(frame), " in ", impl.name),
                    frameText(frame));
    if (frame == impl.position) return {};
    // libsndfile cannot stand behind the last frame of every format; nothing is read there anyway.
    if (frame < impl.info.frameCount && sf_seek(impl.file, frame, SEEK_SET) != frame)
        return impl.cutAt(frame);
    impl.position = frame;
    return {};
}

Result<AudioInfo> readAudioInfo(const fs::path& file) {
    ATTUNE_TRY(const AudioReader reader, AudioReader::open(file));
    return reader.info();
}

namespace {

// Everything from the reader's position, up to `count` frames.
Result<AudioBuffer> readPiece(AudioReader& reader, FrameCount count, const Cancellation& cancellation,
                              const fs::path& file) {
    const AudioInfo& info = reader.info();
    const FrameCount wanted = std::min(count, info.frameCount - reader.position());
    constexpr FrameCount kStepFrames = 1 << 20; // between two questions whether to stop
    if (wanted <= kStepFrames) {
        ATTUNE_CHECK(cancellation.check("Reading"));
        return reader.readNext(std::max<FrameCount>(count, 1));
    }
    try {
        AudioBuffer sound(info.channelCount, wanted, info.sampleRate);
        for (FrameCount done = 0; done < wanted;) {
            ATTUNE_CHECK(cancellation.check("Reading"));
            ATTUNE_TRY(const AudioBuffer piece, reader.readNext(std::min(kStepFrames, wanted - done)));
            for (int c = 0; c < info.channelCount; ++c)
                std::ranges::copy(piece.channel(c), sound.channel(c).begin() + done);
            done += piece.frameCount();
        }
        if (count > wanted) ATTUNE_CHECK(reader.readNext(1)); // a cut file shows when it is read past its end
        return sound;
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, utf8FromPath(file)));
    }
}

} // namespace

Result<AudioBuffer> readAudio(const fs::path& file, const Cancellation& cancellation) {
    ATTUNE_TRY(AudioReader reader, AudioReader::open(file));
    return readPiece(reader, std::numeric_limits<FrameCount>::max(), cancellation, file);
}

Result<AudioBuffer> readAudioRange(const fs::path& file, FrameIndex begin, FrameCount count,
                                   const Cancellation& cancellation) {
    if (count < 0)
        return fail(ErrorCode::InvalidArgument, "A range cannot have a negative length", utf8FromPath(file));
    ATTUNE_TRY(AudioReader reader, AudioReader::open(file));
    ATTUNE_CHECK(reader.seek(begin));
    if (count == 0) return AudioBuffer(reader.info().channelCount, 0, reader.info().sampleRate);
    return readPiece(reader, count, cancellation, file);
}

} // namespace attune::audio
