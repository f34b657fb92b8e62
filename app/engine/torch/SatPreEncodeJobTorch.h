// SPDX-License-Identifier: GPL-3.0-or-later
//
// The job behind Engine::satPreEncodeJob.
#pragma once

#include "app/engine/SatJobs.h"

namespace attune::engine {

// Errors of the job: those of encode::satPreEncode and satPromptsOf.
[[nodiscard]] JobWithOutcome<SatPreEncodeOutcome> makeSatPreEncodeJob(SatPreEncodeRequest request);

} // namespace attune::engine
