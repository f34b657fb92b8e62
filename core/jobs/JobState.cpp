// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/JobRunner.h"

namespace attune::jobs {

bool isEnded(JobState state) noexcept {
    return state == JobState::Finished || state == JobState::Failed || state == JobState::Cancelled;
}

bool isLegalTransition(JobState from, JobState to) noexcept {
    switch (from) {
    case JobState::Idle:
        return to == JobState::Preparing || to == JobState::Cancelled || to == JobState::Failed;
    case JobState::Preparing:
        return to == JobState::Running || to == JobState::Stopping || isEnded(to);
    case JobState::Running:
        return to == JobState::Pausing || to == JobState::Stopping || isEnded(to);
    case JobState::Pausing:
        return to == JobState::Paused || to == JobState::Running || to == JobState::Stopping || isEnded(to);
    case JobState::Paused:
        return to == JobState::Running || to == JobState::Stopping || isEnded(to);
    case JobState::Stopping:
        return isEnded(to);
    case JobState::Finished:
    case JobState::Failed:
    case JobState::Cancelled:
        break;
    }
    return false;
}

std::string_view jobStateName(JobState state) noexcept {
    switch (state) {
    case JobState::Idle:
        return "idle";
    case JobState::Preparing:
        return "preparing";
    case JobState::Running:
        return "running";
    case JobState::Pausing:
        return "pausing";
    case JobState::Paused:
        return "paused";
    case JobState::Stopping:
        return "stopping";
    case JobState::Finished:
        return "finished";
    case JobState::Failed:
        return "failed";
    case JobState::Cancelled:
        return "cancelled";
    }
    return "unknown";
}

} // namespace attune::jobs
