// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobWithOutcome: a job and the place where it leaves what it found out.
//
// Ownership: the job goes to a JobRunner; the outcome is shared. Threads: the outcome is written by the job's
// thread before its run() ends; read it after JobRunner::wait() or the job's last state change.
#pragma once

#include "core/jobs/Job.h"

#include <memory>

namespace attune::engine {

template <typename Outcome>
struct JobWithOutcome {
    std::unique_ptr<jobs::Job> job;
    std::shared_ptr<const Outcome> outcome;
};

} // namespace attune::engine
