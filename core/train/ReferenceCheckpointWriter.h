// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReferenceCheckpointWriter: a checkpoint of ours as the training checkpoint (.ckpt of Lightning) that
// stable-audio-tools writes, so that its unwrap_model.py exports it and its train.py goes on from it
// (--ckpt-path).
//
// Written: the weights and averages under the wrapped names, counters of the loops, the optimiser's state in
// the reference's numbering, the position of the schedule, the loss scaler, the model's configuration.
// Optimisers that the reference has (Adam, AdamW, SGD, FusedAdam) are stored as torch stores them; others
// under our own names, which only this program reads back. Callbacks of the reference keep no state that
// matters, so there is none. Source: spec/training.md 7.2; Lightning's dump_checkpoint. Threads: any.
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/config/RunSettings.h"
#include "core/tensor/NamedTensors.h"
#include "core/train/Checkpoint.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace attune::train {

// "epoch=0-step=6.ckpt"; the epoch of the batch that was trained on last.
[[nodiscard]] std::string referenceCheckpointName(const TrainingProgress& progress);

// The entry that names our run in the folder of the file; unknown to Lightning, which passes over it.
inline constexpr std::string_view kAttuneRunKey = "attune_run";

struct ReferenceCheckpointInputs {
    const LoadedCheckpoint& checkpoint; // of a full fine-tune
    const tensor::NamedTensors& model; // the unwrapped model that training began from: for what never changes
    const config::ModelConfig& config; // embedded as it is
    const config::RunSettings& settings;
    std::string runName; // for kAttuneRunKey; empty = none
};

// Atomic. Errors: Refused (adapters: merge them first), MissingKey (the checkpoint or the model is
// incomplete), those of CheckpointWriter.
[[nodiscard]] Result<void> writeReferenceCheckpoint(const std::filesystem::path& file,
                                                    const ReferenceCheckpointInputs& inputs);

} // namespace attune::train
