// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReferenceCheckpoints: the training checkpoints (.ckpt) that a run of train.py's files leaves in its
// --save-dir beside our own, and the way back from such a file, ours or the reference's, into a run.
//
// Our own checkpoint of the last step stays beside them, because only it continues a run bit for bit: a .ckpt
// holds neither random generators nor the order of clips. Threads: one at a time.
#pragma once

#include "app/engine/torch/ModelSource.h"
#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/project/RunRecord.h"

#include <filesystem>
#include <optional>

namespace attune::engine {

// Writes <save dir>/epoch=E-step=S.ckpt from one of the run's checkpoint folders; "-v1", "-v2" where the name
// is taken, as Lightning does. `source`: the model that the run began from. Errors: those of readCheckpoint,
// writeReferenceCheckpoint.
[[nodiscard]] Result<std::filesystem::path> writeReferenceFile(const project::RunRecord& run,
                                                               const ModelSource& source,
                                                               const config::RunSettings& settings,
                                                               const std::filesystem::path& checkpointFolder);

// The run beside the file that wrote it, if its newest checkpoint is of this very step: then it goes on
// exactly.
[[nodiscard]] std::optional<std::filesystem::path> runThatWrote(const std::filesystem::path& file);

// Puts the file's state into a fresh run as its first checkpoint. Errors: those of readReferenceCheckpoint
// and writeCheckpoint.
[[nodiscard]] Result<void> beginFromReferenceFile(const project::RunRecord& run,
                                                  const config::ModelConfig& config,
                                                  const config::RunSettings& settings,
                                                  const std::filesystem::path& file);

} // namespace attune::engine
