// SPDX-License-Identifier: GPL-3.0-or-later
//
// The job behind Engine::exportReferenceJob: a run as a folder that stable-audio-tools trains from.
//
//   latents/train/0/*.npy + .json, latents/held_out/…   as pre_encode.py leaves them, prompts included
//   model_config.json      the model's, with the run's settings as its `training` block
//   dataset_config.json, val_dataset_config.json, metadata.py, defaults.ini
//   pretrained.ckpt        only when the model's own file is not one that train.py takes
//   README.txt             the command line
#pragma once

#include "app/engine/ExportJob.h"

namespace attune::engine {

// Errors of the job: AlreadyExists, NotFound (latents), those of writing; Cancelled, then nothing is left
// behind.
[[nodiscard]] JobWithOutcome<ExportOutcome> makeExportReferenceJob(ExportReferenceRequest request);

} // namespace attune::engine
