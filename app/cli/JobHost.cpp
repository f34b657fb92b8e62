// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/JobHost.h"

#include "core/base/platform/Process.h"
#include "core/jobs/JobRunner.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace attune::cli {

namespace {

using jobs::JobId;
using jobs::JobState;

constexpr std::chrono::milliseconds kRepaintInterval{100};

std::string stateText(JobState state) {
    switch (state) {
    case JobState::Pausing:
        return "pausing";
    case JobState::Paused:
        return "paused";
    case JobState::Stopping:
        return "stopping and saving (Ctrl-C again ends at once)";
    default:
        return {};
    }
}

// Set by the job's thread when the job has ended; the main thread waits for it between two repaints.
class EndSignal {
public:
    void set() {
        {
            const std::scoped_lock lock(m_mutex);
            m_isSet = true;
        }
        m_changed.notify_all();
    }
    [[nodiscard]] bool waitFor(std::chrono::milliseconds time) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, time, [this] { return m_isSet; });
    }

private:
    std::mutex m_mutex; // guards m_isSet
    std::condition_variable m_changed;
    bool m_isSet{false};
};

void deliverMetrics(jobs::MetricFeed& feed, const JobHostOptions& options) {
    for (const jobs::MetricPoint& point : feed.drain())
        if (options.metric) options.metric(point);
}

} // namespace

Result<JobEnd> runHosted(std::unique_ptr<jobs::Job> job, ProgressPainter& painter,
                         const JobHostOptions& options) {
    EndSignal end;
    jobs::JobListener listener;
    listener.progressed = [&](JobId, const Progress& progress) { painter.update(progress); };
    listener.stateChanged = [&](JobId, JobState state) {
        painter.setState(stateText(state));
        if (jobs::isEnded(state)) end.set();
    };
    jobs::JobRunnerOptions runnerOptions;
    if (options.translateException) runnerOptions.translateException = options.translateException;

    platform::resetInterrupts();
    platform::countInterrupts();
    bool isAsked = false;   // Ctrl-C was seen
    bool isStopped = false; // and the job took it
    jobs::JobRunner runner(listener, runnerOptions);
    const JobId id = runner.submit(std::move(job));
    ATTUNE_TRY(const std::shared_ptr<jobs::MetricFeed> metrics, runner.metrics(id));
    while (!end.waitFor(kRepaintInterval)) {
        if (!isAsked && platform::interruptCount() > 0) {
            isAsked = true;
            // A job that ends by itself at this very moment refuses; its own end is what counts then.
            isStopped = runner.stop(id).has_value();
        }
        deliverMetrics(*metrics, options);
        painter.paint();
    }
    const Result<void> outcome = runner.wait(id);
    deliverMetrics(*metrics, options);
    painter.finish();
    ATTUNE_CHECK(outcome);
    return isStopped ? JobEnd::StoppedSaved : JobEnd::Finished;
}

} // namespace attune::cli
