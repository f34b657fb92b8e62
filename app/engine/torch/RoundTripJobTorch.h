// SPDX-License-Identifier: GPL-3.0-or-later
//
// RoundTripJobTorch: RoundTripJob on LibTorch; see app/engine/RoundTripJob.h.
#pragma once

#include "app/engine/RoundTripJob.h"
#include "core/jobs/Job.h"

#include <memory>

namespace attune::engine {

[[nodiscard]] std::unique_ptr<jobs::Job> makeRoundTripJob(RoundTripRequest request);

} // namespace attune::engine
