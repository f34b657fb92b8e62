// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioWriter.h"

#include "core/audio/FlacComments.h"
#include "core/base/Assert.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/Version.h"
#include "core/base/platform/Platform.h"

#include <sndfile.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <limits>
#include <vector>

namespace attune::audio {

namespace fs = std::filesystem;

namespace {

bool isFlac(FileFormat format) {
    return format == FileFormat::Flac16 || format == FileFormat::Flac24;
}

int bitsOf(FileFormat format) {
    switch (format) {
    case FileFormat::Wav16:
    case FileFormat::Flac16:
        return 16;
    case FileFormat::Wav24:
    case FileFormat::Flac24:
        return 24;
    case FileFormat::WavFloat:
        break;
    }
    return 32;
}

int libraryFormat(FileFormat format) {
    const int container = isFlac(format) ? SF_FORMAT_FLAC : SF_FORMAT_WAV;
    const int sample = format == FileFormat::WavFloat ? SF_FORMAT_FLOAT
                       : bitsOf(format) == 16         ? SF_FORMAT_PCM_16
                                                      : SF_FORMAT_PCM_24;
    return container | sample;
}

// libsndfile's callbacks over a file stream, so that every refused byte is noticed.
struct FileStream {
    std::fstream stream;

    static std::fstream& of(void* user) { return static_cast<FileStream*>(user)->stream; }
    static sf_count_t tell(void* user) { return static_cast<sf_count_t>(of(user).tellp()); }
    static sf_count_t length(void* user) {
        std::fstream& stream = of(user);
        const auto at = stream.tellp();
        stream.seekp(0, std::ios::end);
        const auto end = stream.tellp();
        stream.seekp(at);
        return static_cast<sf_count_t>(end);
    }
    static sf_count_t seek(sf_count_t offset, int whence, void* user) {
        of(user).seekp(offset, whence == SEEK_SET   ? std::ios::beg
                               : whence == SEEK_CUR ? std::ios::cur
                                                    : std::ios::end);
        return tell(user);
    }
    static sf_count_t read(void* into, sf_count_t count, void* user) {
        of(user).read(static_cast<char*>(into), count);
        return static_cast<sf_count_t>(of(user).gcount());
    }
    static sf_count_t write(const void* from, sf_count_t count, void* user) {
        return of(user).write(static_cast<const char*>(from), count) ? count : 0;
    }
};

detail::FlacComments commentsFromTags(const AudioFileTags& tags) {
    detail::FlacComments comments;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) comments.emplace_back(name, sanitizedUtf8(value));
    };
    add("TITLE", tags.title);
    add("PROMPT", tags.prompt);
    if (tags.seed) add("SEED", std::to_string(*tags.seed));
    if (tags.step) add("STEP", std::to_string(*tags.step));
    add("COMMENT", tags.comment);
    add("SOFTWARE", concat("Attune ", kVersion));
    return comments;
}

std::string wavComment(const AudioFileTags& tags) {
    std::string text = tags.comment;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) text += concat(text.empty() ? "" : "; ", name, ": ", value);
    };
    add("prompt", tags.prompt);
    if (tags.seed) add("seed", std::to_string(*tags.seed));
    if (tags.step) add("step", std::to_string(*tags.step));
    return sanitizedUtf8(text);
}

} // namespace

const char* fileExtension(FileFormat format) noexcept {
    return isFlac(format) ? ".flac" : ".wav";
}

struct AudioWriter::Impl {
    AtomicFileWriter writer;
    fs::path target;
    FileFormat format{FileFormat::Wav16};
    AudioFileTags tags;
    int channelCount{0};
    SampleRate sampleRate;
    FrameCount written{0};
    FileStream stream;
    SNDFILE* file{nullptr};
    std::vector<std::int32_t> integers; // interleaved, left-justified in 32 bits
    std::vector<float> floats;

    explicit Impl(AtomicFileWriter atomic) : writer(std::move(atomic)) {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (file != nullptr) sf_close(file);
    }

    Result<void> openFile();
    void setWavStrings() const;
    bool writeBlock(const AudioBuffer& piece, FrameIndex begin, FrameCount count);
    Error writeError() const {
        Error error =
            errorFromSystem(errno != 0 ? errno : EIO, "Cannot write the sound file", utf8FromPath(target));
        if (error.code == ErrorCode::ReadFailed || error.code == ErrorCode::Internal)
            error.code = ErrorCode::WriteFailed;
        return error;
    }
};

Result<void> AudioWriter::Impl::openFile() {
    SF_INFO info{};
    info.samplerate = sampleRate.hz;
    info.channels = channelCount;
    info.format = libraryFormat(format);
    if (channelCount <= 0 || !sampleRate.isValid() || sf_format_check(&info) != SF_TRUE)
        return fail(
            ErrorCode::InvalidArgument,
            concat("This kind of file cannot hold ", channelCount, " channels at ", sampleRate.hz, " Hz"),
            utf8FromPath(target));
    errno = 0;
    stream.stream.open(platform::openablePath(writer.temporaryPath()),
                       std::ios::binary | std::ios::in | std::ios::out);
    if (!stream.stream) return fail(writeError());
    SF_VIRTUAL_IO callbacks{FileStream::length, FileStream::seek, FileStream::read, FileStream::write,
                            FileStream::tell};
    file = sf_open_virtual(&callbacks, SFM_WRITE, &info, &stream);
    if (file == nullptr) return fail(writeError());
    // The PEAK chunk holds the time of day: equal sounds would give different files.
    sf_command(file, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    if (!isFlac(format)) setWavStrings();
    return {};
}

void AudioWriter::Impl::setWavStrings() const {
    if (!tags.title.empty()) sf_set_string(file, SF_STR_TITLE, sanitizedUtf8(tags.title).c_str());
    if (const std::string comment = wavComment(tags); !comment.empty())
        sf_set_string(file, SF_STR_COMMENT, comment.c_str());
    sf_set_string(file, SF_STR_SOFTWARE, concat("Attune ", kVersion).c_str());
}

bool AudioWriter::Impl::writeBlock(const AudioBuffer& piece, FrameIndex begin, FrameCount count) {
    const auto channels = static_cast<std::size_t>(channelCount);
    const auto frames = static_cast<std::size_t>(count);
    errno = 0;
    if (format == FileFormat::WavFloat) {
        floats.resize(frames * channels);
        for (std::size_t c = 0; c < channels; ++c) {
            const auto in =
                piece.channel(static_cast<int>(c)).subspan(static_cast<std::size_t>(begin), frames);
            for (std::size_t i = 0; i < frames; ++i) floats[i * channels + c] = in[i];
        }
        return sf_writef_float(file, floats.data(), count) == count;
    }
    // Full scale is 2^(bits-1), as in reading, so that integers survive a round trip; libsndfile's own
    // conversion scales by 2^(bits-1) - 1.
    const int bits = bitsOf(format);
    const double scale = std::ldexp(1.0, bits - 1);
    integers.resize(frames * channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const auto in = piece.channel(static_cast<int>(c)).subspan(static_cast<std::size_t>(begin), frames);
        for (std::size_t i = 0; i < frames; ++i) {
            const double level =
                std::clamp(std::nearbyint(static_cast<double>(in[i]) * scale), -scale, scale - 1.0);
            integers[i * channels + c] = static_cast<std::int32_t>(level) * (1 << (32 - bits));
        }
    }
    return sf_writef_int(file, integers.data(), count) == count;
}

AudioWriter::AudioWriter(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
AudioWriter::AudioWriter(AudioWriter&&) noexcept = default;
AudioWriter& AudioWriter::operator=(AudioWriter&&) noexcept = default;
AudioWriter::~AudioWriter() = default;

Result<AudioWriter> AudioWriter::open(const fs::path& target, int channelCount, SampleRate sampleRate,
                                      FileFormat format, const AudioFileTags& tags) {
    ATTUNE_TRY(auto atomic, AtomicFileWriter::open(target));
    auto impl = std::make_unique<Impl>(std::move(atomic));
    impl->target = target;
    impl->format = format;
    impl->tags = tags;
    impl->channelCount = channelCount;
    impl->sampleRate = sampleRate;
    ATTUNE_CHECK(impl->openFile());
    return AudioWriter(std::move(impl));
}

Result<void> AudioWriter::write(const AudioBuffer& piece) {
    Impl& impl = *m_impl;
    if (piece.channelCount() != impl.channelCount || piece.sampleRate() != impl.sampleRate)
        return fail(ErrorCode::InvalidArgument, "A piece of another rate or channel count",
                    utf8FromPath(impl.target));
    for (int c = 0; c < piece.channelCount(); ++c) {
        const auto samples = piece.channel(c);
        const auto bad = std::ranges::find_if_not(samples, [](float x) { return std::isfinite(x); });
        if (bad == samples.end()) continue;
        const std::string frame = concat("frame ", impl.written + (bad - samples.begin()));
        return fail(ErrorCode::NonFinite,
                    concat("The sound is not a number at ", frame, ": ", utf8FromPath(impl.target)), frame);
    }
    constexpr std::int64_t kMostWavBytes =
        (std::int64_t{1} << 32) - (std::int64_t{1} << 20); // sizes have 32 bits
    const std::int64_t frameBytes = static_cast<std::int64_t>(impl.channelCount) * bitsOf(impl.format) / 8;
    if (!isFlac(impl.format) && impl.written + piece.frameCount() > kMostWavBytes / frameBytes)
        return fail(ErrorCode::InvalidArgument, "A WAV file cannot hold more than 4 GB",
                    utf8FromPath(impl.target), "Write FLAC instead.");
    constexpr FrameCount kBlockFrames = 1 << 15;
    for (FrameIndex at = 0; at < piece.frameCount(); at += kBlockFrames)
        if (!impl.writeBlock(piece, at, std::min(kBlockFrames, piece.frameCount() - at)))
            return fail(impl.writeError());
    impl.written += piece.frameCount();
    return {};
}

Result<void> AudioWriter::commit() {
    Impl& impl = *m_impl;
    ATTUNE_ASSERT(impl.file != nullptr);
    errno = 0;
    const int closed =
        sf_close(std::exchange(impl.file, nullptr)); // writes what is buffered, and the sizes in the header
    impl.stream.stream.flush();
    if (closed != 0 || !impl.stream.stream) return fail(impl.writeError());
    impl.stream.stream.close();
    if (!impl.stream.stream) return fail(impl.writeError());
    if (isFlac(impl.format))
        return detail::copyFlacWithComments(impl.writer.temporaryPath(), impl.target,
                                            commentsFromTags(impl.tags));
    return impl.writer.commit();
}

Result<void> writeAudio(const fs::path& target, const AudioBuffer& sound, FileFormat format,
                        const AudioFileTags& tags) {
    ATTUNE_TRY(auto writer,
               AudioWriter::open(target, sound.channelCount(), sound.sampleRate(), format, tags));
    ATTUNE_CHECK(writer.write(sound));
    return writer.commit();
}

} // namespace attune::audio
