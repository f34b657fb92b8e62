// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelExport: model files that every Stable Audio tool opens: unwrapped, complete, with model_config.json
// beside.
//
// The reference's unwrap_model.py builds a model with random weights and copies over what fits, without a
// word about the rest. Here the names are mapped, nothing is built, and a file that is not complete is
// refused. The transformer comes from the average (EMA) where that is asked for; conditioners and autoencoder
// have none. Weights stream from the mapped source to the target, so the peak is one tensor. Threads: free
// functions; one writer a target.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/model/CheckpointKeys.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/NamedTensors.h"

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace attune::model {

enum class ModelFileKind {
    SafeTensors,
    TorchCheckpoint // .ckpt: a torch zip of {"state_dict": …}
};
enum class WhenExists { Refuse, Replace };

struct ExportOptions {
    ModelFileKind kind{ModelFileKind::SafeTensors};
    std::optional<c10::ScalarType> floatType; // empty = every tensor keeps its type
    WhenExists whenExists{WhenExists::Refuse};
    Cancellation cancellation{};
    ProgressSink progress{}; // by tensors; may be empty
};

struct ExportReport {
    std::filesystem::path weights;
    std::filesystem::path config; // <stem>_config.json or model_config.json beside the weights
    std::int64_t bytes{0};        // of the weights' file
    tensor::LoadReport keys;      // what was written, against the configuration
};

// Writes `unwrapped` (names of an unwrapped model) and the configuration. Keys come out in the reference's
// order; what the configuration does not know is left out and reported as unexpected. An autoencoder with
// plain weights gets weight_g and weight_v back, and missing rotary frequencies are computed. Errors:
// MissingKey, ShapeMismatch (the weights are not a whole model); AlreadyExists (the file, or another model's
// <stem>_config.json; nothing is written then); those of AtomicFile; Cancelled.
[[nodiscard]] Result<ExportReport> writeModelFile(const std::filesystem::path& target,
                                                  const config::ModelConfig& config,
                                                  const tensor::NamedTensors& unwrapped,
                                                  const ExportOptions& options = {});

// The same from any file of weights: unwraps, converts container and precision.
// Errors: also those of CheckpointFile; MissingKey when an average is asked for and the file has none.
[[nodiscard]] Result<ExportReport> convertModelFile(const std::filesystem::path& source,
                                                    const config::ModelConfig& config, WeightsOf weights,
                                                    const std::filesystem::path& target,
                                                    const ExportOptions& options = {});

} // namespace attune::model
