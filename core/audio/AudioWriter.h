// SPDX-License-Identifier: GPL-3.0-or-later
//
// AudioWriter: float samples to WAV or FLAC files, complete or absent (written beside the target and
// renamed).
//
// Threads: writeAudio from any thread; an AudioWriter belongs to one thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace attune::audio {

enum class FileFormat { Wav16, Wav24, WavFloat, Flac16, Flac24 };

[[nodiscard]] const char* fileExtension(FileFormat format) noexcept; // ".wav" or ".flac"

// Facts about a sound that travel in its file: FLAC as Vorbis comments (TITLE, PROMPT, SEED, STEP, COMMENT,
// SOFTWARE), WAV as INFO entries (title; the others as one comment "prompt: …; seed: …; step: …").
struct AudioFileTags {
    std::string title;
    std::string prompt;
    std::string comment;
    std::optional<std::int64_t> seed;
    std::optional<std::int64_t> step;
};

// Errors of all functions here: InvalidArgument (no channels, no rate, a rate or channel count the format
// cannot hold), NonFinite with the frame, PermissionDenied, DiskFull, NotFound (parent folder), WriteFailed.
// Integer formats round to nearest and clip at full scale, so that no overflow wraps around.
[[nodiscard]] Result<void> writeAudio(const std::filesystem::path& target, const AudioBuffer& sound,
                                      FileFormat format, const AudioFileTags& tags = {});

// For sounds that come in pieces. Without commit() nothing appears at the target.
class AudioWriter {
public:
    [[nodiscard]] static Result<AudioWriter> open(const std::filesystem::path& target, int channelCount,
                                                  SampleRate sampleRate, FileFormat format,
                                                  const AudioFileTags& tags = {});
    AudioWriter(AudioWriter&& other) noexcept;
    AudioWriter& operator=(AudioWriter&& other) noexcept;
    AudioWriter(const AudioWriter&) = delete;
    AudioWriter& operator=(const AudioWriter&) = delete;
    ~AudioWriter();

    [[nodiscard]] Result<void> write(const AudioBuffer& piece); // same channels and rate as given to open
    [[nodiscard]] Result<void> commit();

private:
    struct Impl;
    explicit AudioWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::audio
