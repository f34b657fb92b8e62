// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobRunner: runs jobs on threads of its own and is the only one that changes their states.
//
// It is the only maker of long-lived threads. One job at a time owns the device; the others wait in a queue
// that can be shown, rearranged and cancelled. Whatever a job throws becomes an Error at this boundary.
//
// Ownership: takes over the jobs; keeps the record of a finished one until forget(). The destructor stops all
// jobs and waits for them. Threads: every function from any thread, also from a listener, except wait(),
// waitUntilIdle() and the destructor, which would wait for themselves there.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/jobs/Job.h"
#include "core/jobs/JobQueue.h"
#include "core/jobs/MetricFeed.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace attune::jobs {

// What a listener hears of one job. Events of one runner come one at a time and in order, with no lock held:
// those that a job causes on the thread of that job (or on a thread already delivering), those that a command
// causes on the caller's. A listener must be quick and must not throw.
struct JobListener {
    std::function<void(JobId, JobState)> stateChanged;
    std::function<void(JobId, const Progress&)> progressed;
    std::function<void(JobId, const Error&)> failed; // just before the state becomes Failed
    std::function<void()> queueChanged;              // something was queued, started, moved or taken out
};

// A moment of a job, for those who draw it.
struct JobSnapshot {
    JobId id;
    std::string title;
    DeviceUse device{DeviceUse::None};
    JobState state{JobState::Idle};
    Progress progress;                        // the latest
    std::optional<Error> error;               // of a failed job
    std::optional<std::size_t> queuePosition; // of a waiting job; 0 = next
};

struct JobRunnerOptions {
    // Jobs without the device that may run at once, 1 to 8. More of them compete for the disk.
    std::size_t plainLimit{2};
    // The shortest time between two progress events of a job; snapshots always hold the latest.
    std::chrono::milliseconds progressInterval{50};
    // Turns the exception in flight into an Error. Programs with LibTorch give the translation that knows its
    // exceptions; called on the job's thread.
    std::function<Error(std::string context)> translateException{
        [](std::string context) { return errorFromCurrentException(std::move(context)); }};
};

class JobRunner {
public:
    explicit JobRunner(JobListener listener = {}, JobRunnerOptions options = {});
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    // Queues the job and starts it as soon as it may run.
    JobId submit(std::unique_ptr<Job> job);

    // Commands. Unknown or finished jobs and commands that make no sense in the state give InvalidArgument.
    Result<void> stop(JobId id);  // a waiting job is cancelled, a running one asked to stop and save
    Result<void> pause(JobId id); // while preparing it is remembered and served at the first step
    Result<void> resume(JobId id);
    Result<void> requestCheckpoint(JobId id);
    Result<void> requestDemo(JobId id);
    Result<void> moveInQueue(JobId id, std::size_t position); // of a waiting job; 0 = next
    void stopAll();
    Result<void> forget(JobId id); // drops the record of a job that has ended

    [[nodiscard]] std::vector<JobSnapshot>
    snapshots() const; // running ones, then waiting ones in order, then ended ones
    [[nodiscard]] Result<JobSnapshot> snapshot(JobId id) const;
    // The job's numbers; lives as long as someone holds it.
    [[nodiscard]] Result<std::shared_ptr<MetricFeed>> metrics(JobId id) const;

    // Blocks until the job has ended and its listener has heard of it; gives what run() gave.
    Result<void> wait(JobId id);
    void waitUntilIdle(); // until nothing runs, waits or is still to be told

private:
    struct Record;
    using RecordPointer = std::shared_ptr<Record>;
    struct Event { // whole here: a deque of Visual C++ wants to know its size
        enum class Kind { State, Progress, Failed, Queue };
        Kind kind{Kind::State};
        RecordPointer record; // none for Queue
        JobState state{JobState::Idle};
    };
    using Lock = std::unique_lock<std::mutex>;

    void startWaiting();
    void runOnThread(const RecordPointer& record);
    [[nodiscard]] Result<void> runCaught(Record& record, JobContext& context) const;
    void finish(const RecordPointer& record, Result<void> outcome);
    void applyReport(const RecordPointer& record, JobState state);
    void noteProgress(const RecordPointer& record, const Progress& progress);
    void moveTo(const RecordPointer& record, JobState state);
    void deliver(Lock& lock);
    void call(const Event& event, const Progress& progress) const;
    [[nodiscard]] Result<RecordPointer> find(JobId id) const;
    [[nodiscard]] Result<RecordPointer> findRunning(JobId id, const char* command) const;
    [[nodiscard]] JobSnapshot snapshotOf(const Record& record) const;
    void joinLeft();

    const JobListener m_listener;
    const JobRunnerOptions m_options;

    mutable std::mutex m_mutex;        // guards everything below and the records
    std::condition_variable m_settled; // a thread left, or the last event was delivered
    JobQueue m_queue;
    std::map<JobId, RecordPointer> m_records;
    std::deque<Event> m_events; // in the order of their causes
    bool m_delivering{false};   // a thread is emptying m_events
    std::int64_t m_lastId{0};
    bool m_closing{false};
    std::vector<std::jthread> m_left; // threads at their very end, to be joined without waiting
};

// Whether the life of a job may go from one state to the other.
[[nodiscard]] bool isLegalTransition(JobState from, JobState to) noexcept;
[[nodiscard]] bool isEnded(JobState state) noexcept; // Finished, Failed or Cancelled
// Stable lower-case name for logs and --json.
[[nodiscard]] std::string_view jobStateName(JobState state) noexcept;

} // namespace attune::jobs
