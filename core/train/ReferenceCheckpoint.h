// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReferenceCheckpoint: continues a run of stable-audio-tools from its training checkpoint (.ckpt of
// Lightning).
//
// Weights, averages, optimiser state, counters and the loss scaler are taken over exactly. What such a file
// does not hold begins anew: the random generators and the order of clips (the reference itself starts a new
// shuffled pass). Learning rates need no state here, since schedules are functions of the step. Source:
// models.md 7.2, training.md 7.2 of the reference's description; Lightning's dump_checkpoint. Threads: any;
// the tensors view the mapped file.
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/train/Checkpoint.h"

#include <filesystem>

namespace attune::train {

// The checkpoint under our names: model.* and conditioner.* as trained, averages of model.*, and optimiser
// state by parameter name. Strict: every parameter that the configuration trains must be there, with its
// state if any has one. Errors: those of CheckpointFile::open; InvalidArgument for a file that is no training
// checkpoint of a diffusion model (an unwrapped model begins a run, it does not continue one); MissingKey,
// ShapeMismatch; Corrupt.
[[nodiscard]] Result<LoadedCheckpoint> readReferenceCheckpoint(const std::filesystem::path& file,
                                                               const config::ModelConfig& config);

// The configuration inside such a file. Errors: as above; NotFound when it holds none; InvalidConfig.
[[nodiscard]] Result<config::ModelConfig> configOfReferenceCheckpoint(const std::filesystem::path& file);

} // namespace attune::train
