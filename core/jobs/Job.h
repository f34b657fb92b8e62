// SPDX-License-Identifier: GPL-3.0-or-later
//
// Job: one long task (scan, encode, train, demo, export) apart from the thread that runs it.
//
// A job is an algorithm that asks its JobContext at every step: stopped? paused? checkpoint wanted? demo
// wanted? Threads: run() is called once, on a thread that JobRunner made. JobControls may be used from any
// thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/jobs/MetricFeed.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace attune::jobs {

// Progress::stage of a job that paused by itself until the disk has room; Progress::item says what it lacks.
inline constexpr const char* kDiskFullStage = "Paused: the disk is full";

enum class JobState {
    Idle,      // not started, or waiting in the queue
    Preparing, // reading files, loading models; a stop is served between files
    Running,   // doing steps
    Pausing,   // asked to pause; the step in progress is being finished
    Paused,    // waits at a step boundary with everything in memory
    Stopping,  // asked to stop; saving what can be saved
    Finished,  // done, or stopped and saved
    Failed,    // an Error says why
    Cancelled  // stopped before there was anything to save
};

// What others ask of a running job. Requests are served at the next step boundary.
class JobControls {
public:
    void requestStop();
    void requestPause();
    void requestResume();
    void requestCheckpoint();
    void requestDemo();

    [[nodiscard]] Cancellation stop() const { return m_stop.cancellation(); }
    [[nodiscard]] bool isPauseRequested() const;
    // Each true once per request.
    [[nodiscard]] bool takeCheckpointRequest();
    [[nodiscard]] bool takeDemoRequest();
    // How often somebody resumed.
    [[nodiscard]] std::int64_t resumes() const;
    // Blocks while a pause is requested. True when it is over or somebody resumed since `seenResumes`, even
    // if a new pause is requested already; false on a stop, checkpoint or demo request, or after `atMost`.
    bool waitWhilePaused(std::int64_t seenResumes, std::optional<std::chrono::milliseconds> atMost);

private:
    CancellationSource m_stop;
    mutable std::mutex m_mutex; // guards the flags
    std::condition_variable m_changed;
    bool m_pause{false};
    std::int64_t m_resumes{0};
    bool m_checkpoint{false};
    bool m_demo{false};
};

// What a job is given. `controls` and `metrics` outlive run().
struct JobContext {
    JobControls& controls;
    MetricFeed& metrics;
    ProgressSink progress; // never empty
    std::function<void(JobState)>
        stateChanged; // Preparing → Running → Pausing → Paused → Running → Stopping; never empty
};

// To be called at a step boundary: while a pause is requested reports Paused and waits, then reports Running.
// Comes back early, still paused, for a checkpoint or demo request, or after `atMost` when it is given; the
// job serves it, or looks whether what it waits for has come, and calls this again.
void servePause(JobContext& context, std::optional<std::chrono::milliseconds> atMost = std::nullopt);

class Job {
public:
    virtual ~Job() = default;
    [[nodiscard]] virtual std::string title() const = 0; // "Train warm kicks"
    [[nodiscard]] virtual bool needsDevice() const = 0;  // only one such job runs at a time
    // Ok = finished, or stopped and saved. Cancelled = stopped with nothing to keep.
    [[nodiscard]] virtual Result<void> run(JobContext& context) = 0;
};

} // namespace attune::jobs
