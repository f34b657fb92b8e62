// SPDX-License-Identifier: GPL-3.0-or-later
//
// AudioReader: sound files to float samples: WAV, W64, RF64, AIFF, CAF, FLAC, Ogg Vorbis, Opus, MP3
// (libsndfile).
//
// What a file is, is decided by its content; a wrong extension does no harm. A file that holds less than its
// header promises, or numbers that are not finite, is an error that names the frame: never silently shorter
// or zero. Integer samples become n / 2^(bits-1), as the reference's decoders give them; lossy streams may
// exceed ±1.
//
// Ownership: a reader owns its open file. Threads: a reader belongs to one thread; different readers are
// independent.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace attune::audio {

// Errors of everything that opens: NotFound, PermissionDenied, ReadFailed, UnsupportedFormat (also for
// folders and devices), Corrupt (a damaged header; an empty file). Of everything that reads: Corrupt and
// NonFinite with the frame as context, ReadFailed, OutOfMemory.
class AudioReader {
public:
    [[nodiscard]] static Result<AudioReader> open(const std::filesystem::path& file);
    // The bytes of a whole file, already in memory; they must outlive the reader. `name` is used in errors.
    [[nodiscard]] static Result<AudioReader> openBytes(std::span<const std::byte> bytes, std::string name);
    AudioReader(AudioReader&& other) noexcept;
    AudioReader& operator=(AudioReader&& other) noexcept;
    AudioReader(const AudioReader&) = delete;
    AudioReader& operator=(const AudioReader&) = delete;
    ~AudioReader();

    [[nodiscard]] const AudioInfo& info() const noexcept;
    [[nodiscard]] FrameIndex position() const noexcept; // of the next frame to be read

    // The next frames, `most` of them or what is left; an empty buffer at the end. Requires most > 0.
    [[nodiscard]] Result<AudioBuffer> readNext(FrameCount most);
    // Errors: InvalidArgument outside [0, frameCount]; Corrupt where the stream cannot be entered.
    [[nodiscard]] Result<void> seek(FrameIndex frame);

private:
    struct Impl;
    explicit AudioReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

// What the header says; nothing is decoded.
[[nodiscard]] Result<AudioInfo> readAudioInfo(const std::filesystem::path& file);

// The whole file. Errors: as above, Cancelled.
[[nodiscard]] Result<AudioBuffer> readAudio(const std::filesystem::path& file,
                                            const Cancellation& cancellation = {});

// Frames [begin, begin + count), fewer where the file ends. Errors: as above; InvalidArgument for a negative
// or impossible begin.
[[nodiscard]] Result<AudioBuffer> readAudioRange(const std::filesystem::path& file, FrameIndex begin,
                                                 FrameCount count, const Cancellation& cancellation = {});

} // namespace attune::audio
