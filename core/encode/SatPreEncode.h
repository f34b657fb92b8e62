// SPDX-License-Identifier: GPL-3.0-or-later
//
// SatPreEncode: what stable-audio-tools' pre_encode.py does, with its arguments and files, for those who come
// from its guide: a dataset config of sounds becomes a pre-encoded folder.
//
// The same: windows, masks, times, names, documents, one draw from the encoder's distribution kept for ever.
// Different, and told in the report: files that are unreadable or silent leave their place empty (the
// reference puts another file there without a word); the draw and random crops are repeatable; half of the
// sounds are not turned upside down unless asked; short sounds are encoded at the price of what sounds; an
// occupied folder is refused.
//
// Threads: runs on the caller's thread; sounds are loaded by a SoundPool.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/encode/LatentEncoder.h"
#include "core/encode/SoundPool.h"
#include "core/latents/PreEncodedWriter.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attune::encode {

// The script's own arguments, with its defaults.
struct SatPreEncodeArguments {
    std::filesystem::path modelConfig;
    std::filesystem::path checkpoint; // --ckpt-path
    bool modelHalf{false};
    std::filesystem::path datasetConfig;
    std::filesystem::path outputPath;
    std::int64_t batchSize{1};
    std::int64_t sampleSize{1320960};
    bool isDiscrete{false}; // refused: Stable Audio Open has no tokens
    std::int64_t nodes{1};
    std::int64_t workers{4};
    std::string strategy{"auto"};
    std::optional<std::int64_t> limitBatches; // no effect there; taken at its word here
    bool shuffle{false};
};

struct SatPreEncodeOptions {
    enum class Draw { Sample, Mean } draw{Draw::Sample};
    enum class Polarity { Keep, FlipHalf } polarity{Polarity::Keep};
    latents::OccupiedFolder occupied{latents::OccupiedFolder::Refuse};
    std::uint64_t seed{42}; // of draws, crops, flips and the shuffle
    // Keys for the document of a file, "prompt" above all, in place of the metadata module; null = none.
    std::function<config::Json(const std::string& relativePath)> metadata;
    LatentEncoderOptions encoding;
    SoundPoolOptions loading;
};

struct SkippedSound {
    std::string path;
    Error reason;
};

struct SatPreEncodeReport {
    std::int64_t written{0};
    std::vector<SkippedSound> skipped;
    std::vector<std::string> notes; // what the user should know, in sentences
    double soundSeconds{0.0};
    double elapsedSeconds{0.0};
    bool wasStopped{false};
};

// Errors: those of the config files and the checkpoint; InvalidConfig (not an audio_dir config); Refused
// (isDiscrete); NotFound (no sounds); AlreadyExists (occupied); those that end everything (see
// ClipEncoder.h).
[[nodiscard]] Result<SatPreEncodeReport> satPreEncode(const SatPreEncodeArguments& arguments,
                                                      const SatPreEncodeOptions& options,
                                                      const ProgressSink& progress = {},
                                                      const Cancellation& cancellation = {});

// details.json as the script writes it.
[[nodiscard]] config::Json satDetails(const SatPreEncodeArguments& arguments);

// One sound of a dataset config.
struct SatSound {
    std::filesystem::path file; // on this disk
    std::string path;           // as the reference names it: the config's folder and the way below it
    std::string relativePath;
};
// The sounds of an audio_dir config, folder by folder, each sorted by path. Errors: NotFound (a folder).
[[nodiscard]] Result<std::vector<SatSound>> satSounds(const std::filesystem::path& datasetConfig);

} // namespace attune::encode
