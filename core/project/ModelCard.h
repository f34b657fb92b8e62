// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelCard: what is known of a model that the user registered, without opening it: the file stays where it
// is.
//
// Made from core/model's inspection (which needs LibTorch); shown and stored without. Value type.
#pragma once

#include "core/base/Hash.h"
#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace attune::project {

enum class ModelKind {
    Diffusion,     // everything but the text encoder: can be trained and generated with
    DiffusionOnly, // the transformer without its autoencoder
    Autoencoder,
    TrainingCheckpoint, // wrapped, with optimiser states
    Adapter,            // LoRA weights for another model
    Unknown
};
[[nodiscard]] std::string_view modelKindName(ModelKind kind) noexcept; // "diffusion", …

struct ModelPartSize {
    std::string name; // "autoencoder", "transformer", "conditioner", "ema", "optimiser"
    std::int64_t parameters{0};
    std::int64_t bytes{0};
    std::string precision; // "fp32", "fp16", "mixed"
};

struct ModelProblem {
    enum class Severity { Note, Warning, Blocking };
    Severity severity{Severity::Note};
    std::string message;
    std::string remedy;
};

struct ModelCard {
    std::string id;                   // short, unique in the registry, given by it: "stable-audio-open-small"
    std::string name;                 // for people
    std::filesystem::path file;       // weights
    std::filesystem::path configFile; // model_config.json
    std::filesystem::path textEncoderFolder; // T5; empty = not known yet

    ModelKind kind{ModelKind::Unknown};
    std::string family;    // "Stable Audio Open 1.0", "Stable Audio Open Small", "" = another of the kind
    std::string objective; // "v", "rectified_flow", "rf_denoiser"
    std::string container; // "safetensors", "torch zip", "torch legacy"
    int sampleRate{0};
    int audioChannels{0};
    std::int64_t sampleFrames{0}; // the model's own length
    std::int64_t downsamplingRatio{0};
    std::int64_t latentChannels{0};
    std::vector<ModelPartSize> parts;
    bool hasEma{false};
    bool isToy{false}; // the starter model

    bool canTrain{false};
    std::string cannotTrainReason; // in a sentence
    std::vector<ModelProblem> problems;

    std::int64_t fileBytes{0};
    std::int64_t modifiedNs{0}; // of the file when it was looked at, with fileBytes tells if it changed since
    ContentHash hash;           // of the file
    std::string addedUtc;

    [[nodiscard]] std::int64_t parameterCount() const noexcept; // of all parts
    [[nodiscard]] double lengthSeconds() const noexcept;
    // The file is where it was, with the size and time it had.
    [[nodiscard]] bool isCurrent() const noexcept;

    [[nodiscard]] config::Json toJson() const;
    // Errors: InvalidConfig with the place.
    [[nodiscard]] static Result<ModelCard> fromJson(const config::JsonView& view);
};

// Size and time of a file, as cards keep them. Errors: NotFound, PermissionDenied.
struct FileStamp {
    std::int64_t bytes{0};
    std::int64_t modifiedNs{0};
    bool operator==(const FileStamp&) const = default;
};
[[nodiscard]] Result<FileStamp> fileStamp(const std::filesystem::path& file);

} // namespace attune::project
