// SPDX-License-Identifier: GPL-3.0-or-later
//
// The MeasureJob, carried out.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "app/engine/MeasureJob.h"

namespace attune::engine {

[[nodiscard]] JobWithOutcome<MeasureOutcome> makeMeasureJob(MeasureRequest request);

} // namespace attune::engine
