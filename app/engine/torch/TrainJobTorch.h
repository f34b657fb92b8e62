// SPDX-License-Identifier: GPL-3.0-or-later
//
// The job behind Engine::trainJob.
#pragma once

#include "app/engine/TrainJob.h"

namespace attune::engine {

// Errors of the job: NotFound (latents, model files), Locked (another process trains the run), those of the
// Trainer.
[[nodiscard]] JobWithOutcome<TrainOutcome> makeTrainJob(TrainRequest request);

} // namespace attune::engine
