// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelInspection: what a model file is, what is in it, whether it can be trained, and what is wrong with it.
//
// Reads headers and pickles only: a 5 GB file takes well under a second. The configuration is looked for
// beside the file and, in a training checkpoint, inside it; with one, every key that the model needs is
// compared by name and shape. A file that is no use for training is described all the same. Value types.
// Threads: inspectModel from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/model/CheckpointKeys.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/LoadReport.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::model {

struct PartFacts {
    std::string
        name; // "transformer", "conditioner", "autoencoder", "ema", "optimiser", "discriminator", "other"
    std::int64_t tensors{0};
    std::int64_t parameters{0}; // numbers that are trained or could be
    std::int64_t buffers{0};    // numbers that are stored but not trained
    std::int64_t bytes{0};
    std::string precision; // "fp32", "fp16", "bf16", "mixed"
};

struct Finding {
    enum class Severity {
        Note,    // worth knowing
        Warning, // works, but perhaps not as expected
        Blocking // cannot be used for training
    };
    Severity severity{Severity::Note};
    std::string message;
    std::string remedy; // may be empty
};

// What a training checkpoint of the reference says about itself.
struct TrainingFacts {
    std::optional<std::int64_t> epoch;
    std::optional<std::int64_t> globalStep;
    std::string lightningVersion; // may be empty
};

struct ModelInspection {
    std::filesystem::path file;
    std::int64_t fileBytes{0};
    tensor::ContainerKind container{tensor::ContainerKind::SafeTensors};
    KeySurvey survey;
    std::string family;           // "Stable Audio Open 1.0", "Stable Audio Open Small", or empty
    std::string kindText;         // one line for people: "Stable Audio Open Small, diffusion model, base"
    std::string precision;        // of all parts but the optimiser: "fp32", …, "mixed"
    std::vector<PartFacts> parts; // in the order of the enumeration above; empty parts are left out

    std::optional<config::ModelConfig>
        config; // absent when none was found, or when it is invalid (a finding says why)
    std::filesystem::path configFile; // where it was found; empty when it is in the checkpoint itself
    std::optional<tensor::LoadReport>
        keys; // the model's keys against the configuration; with a configuration only
    std::optional<TrainingFacts> training; // of wrapped checkpoints in PyTorch's own containers

    bool isArc{false}; // adversarially post-trained: few steps, no base for fine-tuning
    bool canTrain{false};
    std::string cannotTrainReason; // one sentence; empty when it can
    std::vector<Finding> findings; // the gravest first

    [[nodiscard]] const PartFacts* part(std::string_view name) const noexcept; // null when absent
    [[nodiscard]] std::int64_t parameterCount() const noexcept; // transformer, conditioner and autoencoder
};

// `configFile` empty = looked for. Errors: those of CheckpointFile::open (NotFound, PermissionDenied,
// UnsupportedFormat, Corrupt, Refused); NotFound or ReadFailed of a configFile that was asked for. Everything
// else is a finding.
[[nodiscard]] Result<ModelInspection> inspectModel(const std::filesystem::path& file,
                                                   const std::filesystem::path& configFile = {});

// The configuration that belongs to a file: <stem>_config.json, <stem>.json, model_config.json or model.json
// beside it. Empty when there is none. A JSON file without "model_type" is passed over.
[[nodiscard]] std::filesystem::path findModelConfig(const std::filesystem::path& weights);

} // namespace attune::model
