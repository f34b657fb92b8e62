// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/JobRunner.h"

#include "core/base/Assert.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/jobs/ProgressThrottle.h"

#include <algorithm>
#include <utility>

namespace attune::jobs {

struct JobRunner::Record {
    Record(JobId jobId, std::unique_ptr<Job> theJob, std::chrono::milliseconds progressInterval)
        : id(jobId), job(std::move(theJob)), title(job->title()),
          device(job->needsDevice() ? DeviceUse::Exclusive : DeviceUse::None), throttle(progressInterval) {}

    const JobId id;
    std::unique_ptr<Job> job; // until it has run, then gone with all it holds
    const std::string title;
    const DeviceUse device;
    const std::shared_ptr<MetricFeed> metrics{std::make_shared<MetricFeed>()};
    JobControls controls; // has its own lock

    ProgressThrottle throttle;
    JobState state{JobState::Idle};
    Progress progress;
    bool isProgressPosted{false}; // an event that will carry `progress` is on its way
    Result<void> outcome;         // meaningful once ended
    bool hasLeft{false};          // ended, and its thread (if it ever had one) does nothing more
    std::jthread thread;
};

JobRunner::JobRunner(JobListener listener, JobRunnerOptions options)
    : m_listener(std::move(listener)), m_options(std::move(options)),
      m_queue(std::clamp<std::size_t>(m_options.plainLimit, 1, 8)) {}

JobRunner::~JobRunner() {
    {
        const Lock lock(m_mutex);
        m_closing = true;
    }
    stopAll();
    waitUntilIdle();
    m_left.clear();
}

JobId JobRunner::submit(std::unique_ptr<Job> job) {
    Lock lock(m_mutex);
    joinLeft();
    const JobId id{++m_lastId};
    auto record = std::make_shared<Record>(id, std::move(job), m_options.progressInterval);
    m_records.emplace(id, record);
    m_queue.append({id, record->device});
    m_events.push_back({Event::Kind::Queue, nullptr, {}});
    if (m_closing) {
        m_queue.remove(id);
        record->hasLeft = true;
        record->outcome = fail(ErrorCode::Cancelled, "The program is closing", record->title);
        moveTo(record, JobState::Cancelled);
    }
    startWaiting();
    deliver(lock);
    return id;
}

// Starts every waiting job that may run now. The lock is held.
void JobRunner::startWaiting() {
    while (const auto entry = m_queue.takeNext()) {
        const RecordPointer record = m_records.at(entry->id);
        m_events.push_back({Event::Kind::Queue, nullptr, {}});
        try {
            record->thread = std::jthread([this, record] { runOnThread(record); });
            moveTo(record, JobState::Preparing);
        } catch (const std::system_error& noThread) {
            record->hasLeft = true;
            record->outcome = fail(errorFromException(noThread, record->title));
            m_queue.finished(*entry);
            m_events.push_back({Event::Kind::Failed, record, {}});
            moveTo(record, JobState::Failed);
        }
    }
}

void JobRunner::runOnThread(const RecordPointer& record) {
    { const Lock started(m_mutex); } // the state is Preparing and the handle is stored from here on
    JobContext context{record->controls, *record->metrics,
                       [this, &record](const Progress& progress) { noteProgress(record, progress); },
                       [this, &record](JobState state) {
                           Lock lock(m_mutex);
                           applyReport(record, state);
                           deliver(lock);
                       }};
    Result<void> outcome = runCaught(*record, context);
    record->job.reset(); // here, because tensors die on the thread that made them
    finish(record, std::move(outcome));
}

Result<void> JobRunner::runCaught(Record& record, JobContext& context) const {
    try {
        return record.job->run(context);
    } catch (...) {
        return fail(m_options.translateException(record.title));
    }
}

void JobRunner::finish(const RecordPointer& record, Result<void> outcome) {
    Lock lock(m_mutex);
    record->outcome = std::move(outcome);
    JobState end = JobState::Finished;
    if (!record->outcome) {
        const bool isCancelled = record->outcome.error().code == ErrorCode::Cancelled;
        end = isCancelled ? JobState::Cancelled : JobState::Failed;
        if (!isCancelled) m_events.push_back({Event::Kind::Failed, record, {}});
    }
    moveTo(record, end);
    m_queue.finished({record->id, record->device});
    startWaiting();
    deliver(lock);
    record->hasLeft = true;
    m_left.push_back(std::move(record->thread));
    m_settled.notify_all();
}

// What a job says of itself. It may not have heard yet of a command that came in between, so a report that
// the state has overtaken is no mistake and changes nothing. The lock is held.
void JobRunner::applyReport(const RecordPointer& record, JobState state) {
    const bool isPauseWanted = record->controls.isPauseRequested();
    if (record->state == state || record->state == JobState::Stopping) return;
    if ((state == JobState::Paused || state == JobState::Pausing) && !isPauseWanted) return;
    if (state == JobState::Paused && record->state == JobState::Running) moveTo(record, JobState::Pausing);
    if (state == JobState::Running && record->state == JobState::Pausing) return;
    ATTUNE_ENSURE(!isEnded(state) && isLegalTransition(record->state, state)) {
        log::warning(concat("Job \"", record->title, "\" reported ", jobStateName(state), " while ",
                            jobStateName(record->state)));
        return;
    }
    moveTo(record, state);
    if (state == JobState::Running && isPauseWanted) moveTo(record, JobState::Pausing);
}

void JobRunner::noteProgress(const RecordPointer& record, const Progress& progress) {
    Lock lock(m_mutex);
    record->progress = progress;
    if (record->throttle.passes(progress, std::chrono::steady_clock::now()) &&
        !std::exchange(record->isProgressPosted, true))
        m_events.push_back({Event::Kind::Progress, record, {}});
    deliver(lock);
}

// The only place where a state changes. The lock is held.
void JobRunner::moveTo(const RecordPointer& record, JobState state) {
    ATTUNE_ASSERT(isLegalTransition(record->state, state));
    record->state = state;
    m_events.push_back({Event::Kind::State, record, state});
}

// Tells the listener everything that has happened, one event at a time, without the lock. A thread that finds
// another one at it leaves its events to that one, which keeps them in order and lets listeners give
// commands.
void JobRunner::deliver(Lock& lock) {
    if (m_delivering) return;
    m_delivering = true;
    while (!m_events.empty()) {
        const Event event = std::move(m_events.front());
        m_events.pop_front();
        Progress progress;
        if (event.kind == Event::Kind::Progress) {
            event.record->isProgressPosted = false;
            progress = event.record->progress;
        }
        lock.unlock();
        call(event, progress);
        lock.lock();
    }
    m_delivering = false;
    m_settled.notify_all();
}

void JobRunner::call(const Event& event, const Progress& progress) const {
    try {
        switch (event.kind) {
        case Event::Kind::State:
            if (m_listener.stateChanged) m_listener.stateChanged(event.record->id, event.state);
            break;
        case Event::Kind::Progress:
            if (m_listener.progressed) m_listener.progressed(event.record->id, progress);
            break;
        case Event::Kind::Failed: // the outcome no longer changes once this event exists
            if (m_listener.failed) m_listener.failed(event.record->id, event.record->outcome.error());
            break;
        case Event::Kind::Queue:
            if (m_listener.queueChanged) m_listener.queueChanged();
            break;
        }
    } catch (...) {
        log::error(errorFromCurrentException("A job listener threw").describe());
    }
}

Result<void> JobRunner::stop(JobId id) {
    Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, find(id));
    if (isEnded(record->state))
        return fail(ErrorCode::InvalidArgument, "The job has already ended", record->title);
    const bool wasWaiting = m_queue.remove(id);
    if (wasWaiting) {
        record->outcome = fail(ErrorCode::Cancelled, "Cancelled before it started", record->title);
        record->hasLeft = true;
        moveTo(record, JobState::Cancelled);
        m_events.push_back({Event::Kind::Queue, nullptr, {}});
    } else if (record->state != JobState::Stopping) {
        moveTo(record, JobState::Stopping);
    }
    // Without the lock: whoever registered a callback on the stop token may ask us things.
    lock.unlock();
    if (wasWaiting) record->job.reset();
    record->controls.requestStop();
    lock.lock();
    deliver(lock);
    return {};
}

Result<void> JobRunner::pause(JobId id) {
    Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, findRunning(id, "paused"));
    if (record->state == JobState::Stopping)
        return fail(ErrorCode::InvalidArgument, "The job is stopping", record->title);
    record->controls.requestPause();
    if (record->state == JobState::Running) moveTo(record, JobState::Pausing);
    deliver(lock);
    return {};
}

Result<void> JobRunner::resume(JobId id) {
    Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, findRunning(id, "resumed"));
    record->controls.requestResume();
    // Here and not when the job says so: one that serves a checkpoint or demo during its pause only finds
    // afterwards that nothing is left to wait for.
    if (record->state == JobState::Pausing || record->state == JobState::Paused)
        moveTo(record, JobState::Running);
    deliver(lock);
    return {};
}

Result<void> JobRunner::requestCheckpoint(JobId id) {
    const Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, findRunning(id, "asked for a checkpoint"));
    record->controls.requestCheckpoint();
    return {};
}

Result<void> JobRunner::requestDemo(JobId id) {
    const Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, findRunning(id, "asked for a demo"));
    record->controls.requestDemo();
    return {};
}

Result<void> JobRunner::moveInQueue(JobId id, std::size_t position) {
    Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, find(id));
    if (!m_queue.moveTo(id, position))
        return fail(ErrorCode::InvalidArgument, "The job is not waiting in the queue", record->title);
    m_events.push_back({Event::Kind::Queue, nullptr, {}});
    deliver(lock);
    return {};
}

void JobRunner::stopAll() {
    std::vector<JobId> ids;
    {
        const Lock lock(m_mutex);
        // Waiting ones first, or each would start as the one before it ends.
        for (const JobQueue::Entry& entry : m_queue.waiting()) ids.push_back(entry.id);
        for (const auto& [id, record] : m_records)
            if (!isEnded(record->state) && !m_queue.positionOf(id)) ids.push_back(id);
    }
    for (const JobId id : ids)
        if (const auto stopped = stop(id); !stopped)
            log::debug(concat("A job ended before it could be stopped: ", stopped.error().context));
}

Result<void> JobRunner::forget(JobId id) {
    const Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, find(id));
    if (!isEnded(record->state))
        return fail(ErrorCode::InvalidArgument, "The job has not ended", record->title);
    m_records.erase(id);
    return {};
}

std::vector<JobSnapshot> JobRunner::snapshots() const {
    const Lock lock(m_mutex);
    std::vector<JobSnapshot> running;
    std::vector<JobSnapshot> ended;
    for (const auto& [id, record] : m_records) {
        if (isEnded(record->state))
            ended.push_back(snapshotOf(*record));
        else if (!m_queue.positionOf(id))
            running.push_back(snapshotOf(*record));
    }
    std::vector<JobSnapshot> all = std::move(running);
    for (const JobQueue::Entry& entry : m_queue.waiting()) all.push_back(snapshotOf(*m_records.at(entry.id)));
    std::move(ended.begin(), ended.end(), std::back_inserter(all));
    return all;
}

Result<JobSnapshot> JobRunner::snapshot(JobId id) const {
    const Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, find(id));
    return snapshotOf(*record);
}

Result<std::shared_ptr<MetricFeed>> JobRunner::metrics(JobId id) const {
    const Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, find(id));
    return record->metrics;
}

Result<void> JobRunner::wait(JobId id) {
    Lock lock(m_mutex);
    ATTUNE_TRY(const auto record, find(id));
    m_settled.wait(lock, [&] { return record->hasLeft && m_events.empty() && !m_delivering; });
    return record->outcome;
}

void JobRunner::waitUntilIdle() {
    Lock lock(m_mutex);
    m_settled.wait(lock, [&] {
        const bool isQuiet = m_events.empty() && !m_delivering && m_queue.waiting().empty();
        return isQuiet && std::all_of(m_records.begin(), m_records.end(), [](const auto& entry) {
                   return isEnded(entry.second->state) && entry.second->hasLeft;
               });
    });
    joinLeft();
}

Result<JobRunner::RecordPointer> JobRunner::find(JobId id) const {
    const auto found = m_records.find(id);
    if (found == m_records.end())
        return fail(ErrorCode::InvalidArgument, concat("There is no job ", id.value));
    return found->second;
}

Result<JobRunner::RecordPointer> JobRunner::findRunning(JobId id, const char* command) const {
    ATTUNE_TRY(auto record, find(id));
    if (record->state == JobState::Idle || isEnded(record->state))
        return fail(ErrorCode::InvalidArgument,
                    record->state == JobState::Idle ? "The job has not begun" : "The job has already ended",
                    concat(record->title, ", to be ", command));
    return record;
}

JobSnapshot JobRunner::snapshotOf(const Record& record) const {
    JobSnapshot snapshot{record.id, record.title, record.device, record.state, record.progress, {}, {}};
    snapshot.queuePosition = m_queue.positionOf(record.id);
    if (record.state == JobState::Failed) snapshot.error = record.outcome.error();
    return snapshot;
}

// Joins threads that have only their return left to do, so this does not wait. The lock is held.
void JobRunner::joinLeft() {
    std::erase_if(m_left,
                  [](const std::jthread& thread) { return thread.get_id() != std::this_thread::get_id(); });
}

} // namespace attune::jobs
