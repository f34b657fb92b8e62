// SPDX-License-Identifier: GPL-3.0-or-later
//
// The job behind Engine::generateJob.
#pragma once

#include "app/engine/GenerateJob.h"

namespace attune::engine {

// Errors of the job: those of ModelSource, Generation and the audio writer; Cancelled.
[[nodiscard]] JobWithOutcome<GenerateOutcome> makeGenerateJob(GenerateRequest request);

} // namespace attune::engine
