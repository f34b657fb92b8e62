// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReferenceRun: a run from train.py's own files: model_config.json with its training block,
// dataset_config.json, an unwrapped model to start from. It is a run like any other, in <save dir>/0001-name,
// and resumes like one.
//
// Threads: one at a time.
#pragma once

#include "app/engine/SatJobs.h"
#include "app/engine/torch/TrainInputs.h"
#include "core/base/Result.h"
#include "core/jobs/Job.h"
#include "core/project/RunRecord.h"

namespace attune::engine {

// See Engine::prepareSatRun.
[[nodiscard]] Result<SatRun> prepareReferenceRun(const SatTrainRequest& request);

[[nodiscard]] bool isReferenceRun(const project::RunRecord& run) noexcept;

// What such a run trains on: pre-encoded folders as they are; folders of sounds are scanned and encoded first
// (the reference encodes them anew in every step). Errors: those of reading, scanning and encoding;
// Cancelled.
[[nodiscard]] Result<TrainSources> openReferenceSources(const project::RunRecord& run,
                                                        const ModelSource& source,
                                                        const config::RunSettings& settings,
                                                        jobs::JobContext& context);

} // namespace attune::engine
