// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobHost: runs one job for a command, paints its progress and turns Ctrl-C into "stop and save".
//
// The job runs on a thread of a JobRunner; the main thread waits, paints ten times a second and looks for
// interrupts. A first Ctrl-C or SIGTERM asks the job to stop and save, a second ends the program at once
// (platform/Process.h). Threads: the main thread only.
#pragma once

#include "app/cli/ProgressPainter.h"
#include "core/base/Result.h"
#include "core/jobs/Job.h"

#include <functional>
#include <memory>

namespace attune::cli {

enum class JobEnd {
    Finished,    // everything that was asked for is done
    StoppedSaved // the user stopped it; what was done is saved
};

struct JobHostOptions {
    // Knows LibTorch's exceptions once the engine is loaded.
    std::function<Error(std::string context)> translateException;
    // Called with each number that the job reports, on the main thread.
    std::function<void(const jobs::MetricPoint&)> metric;
};

// Errors: the job's; Cancelled when the user stopped it with nothing to keep.
[[nodiscard]] Result<JobEnd> runHosted(std::unique_ptr<jobs::Job> job, ProgressPainter& painter,
                                       const JobHostOptions& options = {});

} // namespace attune::cli
