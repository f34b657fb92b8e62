// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/Job.h"

#include <utility>

namespace attune::jobs {

void JobControls::requestStop() {
    m_stop.request();
    // The lock makes sure that a thread between its test and its wait is not missed.
    const std::scoped_lock lock(m_mutex);
    m_changed.notify_all();
}

void JobControls::requestPause() {
    const std::scoped_lock lock(m_mutex);
    m_pause = true;
}

void JobControls::requestResume() {
    const std::scoped_lock lock(m_mutex);
    m_pause = false;
    ++m_resumes;
    m_changed.notify_all();
}

void JobControls::requestCheckpoint() {
    const std::scoped_lock lock(m_mutex);
    m_checkpoint = true;
    m_changed.notify_all();
}

void JobControls::requestDemo() {
    const std::scoped_lock lock(m_mutex);
    m_demo = true;
    m_changed.notify_all();
}

bool JobControls::isPauseRequested() const {
    const std::scoped_lock lock(m_mutex);
    return m_pause;
}

bool JobControls::takeCheckpointRequest() {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_checkpoint, false);
}

bool JobControls::takeDemoRequest() {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_demo, false);
}

std::int64_t JobControls::resumes() const {
    const std::scoped_lock lock(m_mutex);
    return m_resumes;
}

bool JobControls::waitWhilePaused(std::int64_t seenResumes, std::optional<std::chrono::milliseconds> atMost) {
    const Cancellation stopped = stop();
    std::unique_lock lock(m_mutex);
    const auto isResumed = [&] { return !m_pause || m_resumes != seenResumes; };
    const auto isOver = [&] { return isResumed() || m_checkpoint || m_demo || stopped.isRequested(); };
    if (atMost)
        m_changed.wait_for(lock, *atMost, isOver);
    else
        m_changed.wait(lock, isOver);
    return isResumed() && !stopped.isRequested();
}

void servePause(JobContext& context, std::optional<std::chrono::milliseconds> atMost) {
    JobControls& controls = context.controls;
    while (controls.isPauseRequested() && !controls.stop().isRequested()) {
        // Counted before Paused is told: a resume and a pause right after that must not be slept through, or
        // the pause they leave would never be told as Paused.
        const std::int64_t seenResumes = controls.resumes();
        context.stateChanged(JobState::Paused);
        if (!controls.waitWhilePaused(seenResumes, atMost)) return;
        if (!controls.isPauseRequested()) context.stateChanged(JobState::Running);
    }
}

} // namespace attune::jobs
