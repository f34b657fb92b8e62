// SPDX-License-Identifier: GPL-3.0-or-later
//
// The job behind Engine::exportModelJob.
#pragma once

#include "app/engine/ExportJob.h"

namespace attune::engine {

// Errors of the job: AlreadyExists, MissingKey (not a whole model), those of ModelSource and AtomicFile;
// Cancelled.
[[nodiscard]] JobWithOutcome<ExportOutcome> makeExportModelJob(ExportModelRequest request);

} // namespace attune::engine
