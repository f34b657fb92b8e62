// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checkpoint: everything that continues a run bit for bit, as a folder that is complete or absent.
//
//   step-000500/
//     model.safetensors      what is trained, by the reference's unwrapped keys (model.*, conditioner.*), in
//     the type
//                            it is trained in; or the adapters of a LoRA run. The autoencoder and the text
//                            encoder never change and are referred to by hash.
//     ema.safetensors        averaged weights of model.*, float32; absent without EMA
//     optimiser.safetensors  its state; absent once the checkpoint was thinned
//     random.safetensors     states of the random generators (bytes)
//     state.json             counters, positions, hashes of the files above; written last
//
// The folder is filled under a temporary name, flushed and renamed. A reader believes state.json only, and
// only if every file in it has the stated length and hash.
//
// Threads: one owner. Loaded tensors view the mapped files and keep them alive.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/base/Units.h"
#include "core/config/Json.h"
#include "core/tensor/NamedTensors.h"
#include "core/train/BatchPlan.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attune::train {

enum class CheckpointKind { Full, Lora };

// Where a run stands, apart from tensors.
struct TrainingProgress {
    std::int64_t step{0};            // optimiser steps taken, skipped ones included
    std::int64_t microBatches{0};    // batches seen
    std::int64_t examples{0};        // clips seen, of all processes
    std::int64_t skippedSteps{0};    // by the loss scaler
    double elapsedSeconds{0.0};      // of training, pauses and earlier sessions included
    BatchCursor cursor;              // the batch that comes next
    std::int64_t batchesPerEpoch{0}; // of the plan the cursor belongs to
    std::int64_t emaUpdates{0};
    config::Json timestepSampler = config::Json::object(); // position in its sequence
    config::Json scaler = config::Json::object();
    std::optional<double> heldOutLoss; // measured at this very step
    bool operator==(const TrainingProgress&) const = default;
};
[[nodiscard]] config::Json jsonFromProgress(const TrainingProgress& progress);
[[nodiscard]] Result<TrainingProgress> progressFromJson(const config::JsonView& view); // InvalidConfig

// What a checkpoint was made under; a resume compares it.
struct CheckpointIdentity {
    CheckpointKind kind{CheckpointKind::Full};
    std::string settingsHash; // of the settings that decide the numbers
    std::string datasetFingerprint;
    std::string baseModelHash; // of the file training began from
    std::string autoencoderHash;
    std::string deviceType; // "cpu", "cuda": states of generators fit their own kind only
    bool operator==(const CheckpointIdentity&) const = default;
};

struct CheckpointContents {
    TrainingProgress progress;
    CheckpointIdentity identity;
    tensor::NamedTensors model;
    std::vector<std::pair<std::string, std::string>> modelMetadata; // of model.safetensors, besides our own
    tensor::NamedTensors ema;                                       // may be empty
    tensor::NamedTensors optimiser;                                 // may be empty
    tensor::NamedTensors random;                                    // states of generators; may be empty
};
// Bytes the files will take.
[[nodiscard]] std::int64_t checkpointBytes(const CheckpointContents& contents);

struct CheckpointInfo {
    StepIndex step;
    std::filesystem::path folder;
    std::int64_t sequence{0}; // counts up with every checkpoint of a run, also when steps are repeated
    std::string created;      // ISO 8601, UTC
    CheckpointKind kind{CheckpointKind::Full};
    bool isResumable{true}; // holds the optimiser's state
    std::optional<double> heldOutLoss;
    std::int64_t bytes{0};
};

struct LoadedCheckpoint {
    CheckpointInfo info;
    TrainingProgress progress;
    CheckpointIdentity identity;
    tensor::NamedTensors model;
    tensor::NamedTensors ema;
    tensor::NamedTensors optimiser;
    tensor::NamedTensors random;
};

// Reads one folder; every length and hash is checked before anything is believed.
// Errors: NotFound, Corrupt (which file, why), VersionTooNew, Cancelled.
[[nodiscard]] Result<LoadedCheckpoint> readCheckpoint(const std::filesystem::path& folder,
                                                      const Cancellation& cancellation = {});
// state.json alone. Errors as above.
[[nodiscard]] Result<CheckpointInfo> inspectCheckpoint(const std::filesystem::path& folder);

// Writes one folder. Errors: DiskFull, PermissionDenied, WriteFailed; then nothing has changed on disk.
[[nodiscard]] Result<CheckpointInfo> writeCheckpoint(const std::filesystem::path& folder,
                                                     const CheckpointContents& contents,
                                                     std::int64_t sequence);

} // namespace attune::train
