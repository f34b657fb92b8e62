// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobRunner with jobs whose every step waits for the test, so that each order of events is made, not hoped
// for.
#include "core/jobs/JobRunner.h"
#include "tests/support/Gate.h"

#include <QtTest/QtTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <vector>

using namespace attune;
using namespace attune::jobs;
using attune::test::Gate;

namespace {

class FunctionJob : public Job {
public:
    using Body = std::function<Result<void>(JobContext&)>;
    FunctionJob(std::string title, DeviceUse device, Body body)
        : m_title(std::move(title)), m_device(device), m_body(std::move(body)) {}
    std::string title() const override { return m_title; }
    bool needsDevice() const override { return m_device == DeviceUse::Exclusive; }
    Result<void> run(JobContext& context) override { return m_body(context); }

private:
    std::string m_title;
    DeviceUse m_device;
    Body m_body;
};

std::unique_ptr<Job> makeJob(DeviceUse device, FunctionJob::Body body, std::string title = "job") {
    return std::make_unique<FunctionJob>(std::move(title), device, std::move(body));
}

Result<void> doNothing(JobContext&) {
    return {};
}

// Writes down what the runner tells, and lets a test wait for a state.
class Recorder {
public:
    JobListener listener() {
        return {[this](JobId id, JobState state) {
                    const std::scoped_lock lock(m_mutex);
                    m_states.emplace_back(id, state);
                    m_changed.notify_all();
                },
                [this](JobId, const Progress& progress) {
                    const std::scoped_lock lock(m_mutex);
                    m_progress.push_back(progress);
                },
                [this](JobId, const Error& error) {
                    const std::scoped_lock lock(m_mutex);
                    m_errors.push_back(error);
                },
                [this] { ++queueChanges; }};
    }
    void waitFor(JobId id, JobState state) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            for (auto it = m_states.rbegin(); it != m_states.rend(); ++it)
                if (it->first == id) return it->second == state;
            return false;
        });
    }
    std::vector<JobState> statesOf(JobId id) const {
        const std::scoped_lock lock(m_mutex);
        std::vector<JobState> states;
        for (const auto& [who, state] : m_states)
            if (who == id) states.push_back(state);
        return states;
    }
    std::vector<Progress> progress() const {
        const std::scoped_lock lock(m_mutex);
        return m_progress;
    }
    std::vector<Error> errors() const {
        const std::scoped_lock lock(m_mutex);
        return m_errors;
    }
    std::atomic<int> queueChanges{0};

private:
    mutable std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    std::vector<std::pair<JobId, JobState>> m_states;
    std::vector<Progress> m_progress;
    std::vector<Error> m_errors;
};

using States = std::vector<JobState>;

// A job of endless steps that serves pause, checkpoint, demo and stop as jobs should.
struct SteppingJob {
    std::atomic<int> checkpoints{0};
    std::atomic<int> demos{0};
    Result<void> operator()(JobContext& context) {
        context.stateChanged(JobState::Running);
        while (!context.controls.stop().isRequested()) {
            servePause(context);
            if (context.controls.takeCheckpointRequest()) ++checkpoints;
            if (context.controls.takeDemoRequest()) ++demos;
            std::this_thread::yield();
        }
        return {};
    }
};

// A runner with one stepping job that runs, and what it told.
class SteppingRun {
public:
    explicit SteppingRun(DeviceUse device = DeviceUse::None)
        : runner(recorder.listener()), id(runner.submit(makeJob(device, std::ref(body)))) {
        recorder.waitFor(id, JobState::Running);
    }
    [[nodiscard]] bool pause() {
        if (!runner.pause(id)) return false;
        recorder.waitFor(id, JobState::Paused);
        return true;
    }
    [[nodiscard]] bool end() { return runner.stop(id).has_value() && runner.wait(id).has_value(); }

    Recorder recorder;
    SteppingJob body;
    JobRunner runner;
    const JobId id;
};

} // namespace

class TestJobRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finishedJobTellsItsStatesInOrder() {
        Recorder recorder;
        JobRunner runner(recorder.listener());
        const JobId id = runner.submit(makeJob(DeviceUse::Exclusive, [](JobContext& context) -> Result<void> {
            context.stateChanged(JobState::Running);
            context.metrics.append({3, 0.5, "train/loss", 0.25});
            return {};
        }));
        QVERIFY(runner.wait(id).has_value());
        QCOMPARE(recorder.statesOf(id), (States{JobState::Preparing, JobState::Running, JobState::Finished}));
        const auto points = runner.metrics(id).value()->drain();
        QCOMPARE(points.size(), std::size_t{1});
        QCOMPARE(points[0].value, 0.25);
        QVERIFY(runner.metrics(id).value()->drain().empty());
        QVERIFY(runner.forget(id).has_value());
        QCOMPARE(runner.snapshot(id).error().code, ErrorCode::InvalidArgument);
    }

    void errorsAndExceptionsEndInFailed() {
        Recorder recorder;
        JobRunner runner(recorder.listener());
        const JobId byError = runner.submit(makeJob(DeviceUse::None, [](JobContext&) -> Result<void> {
            return fail(ErrorCode::DiskFull, "No room");
        }));
        QCOMPARE(runner.wait(byError).error().code, ErrorCode::DiskFull);
        const JobId byException = runner.submit(makeJob(
            DeviceUse::None, [](JobContext&) -> Result<void> { throw std::bad_alloc(); }, "hungry"));
        QCOMPARE(runner.wait(byException).error().code, ErrorCode::OutOfMemory);
        const JobId byStranger =
            runner.submit(makeJob(DeviceUse::None, [](JobContext&) -> Result<void> { throw 7; }));
        QCOMPARE(runner.wait(byStranger).error().code, ErrorCode::Internal);
        QCOMPARE(recorder.errors().size(), std::size_t{3});
        QCOMPARE(recorder.statesOf(byException), (States{JobState::Preparing, JobState::Failed}));
        QCOMPARE(runner.snapshot(byException).value().error->context, std::string("hungry"));
    }

    void programsMayTranslateTheirOwnExceptions() {
        JobRunnerOptions options;
        options.translateException = [](std::string context) {
            return Error{ErrorCode::DeviceOutOfMemory, "translated", std::move(context), {}};
        };
        JobRunner runner({}, options);
        const JobId id = runner.submit(
            makeJob(DeviceUse::None, [](JobContext&) -> Result<void> { throw std::runtime_error("CUDA"); }));
        QCOMPARE(runner.wait(id).error().code, ErrorCode::DeviceOutOfMemory);
    }

    void pauseWaitsAtAStepAndServesRequestsMeanwhile() {
        SteppingRun run(DeviceUse::Exclusive);
        QVERIFY(run.pause());
        QVERIFY(run.pause()); // once more changes nothing
        QVERIFY(run.runner.requestCheckpoint(run.id).has_value());
        QVERIFY(run.runner.requestDemo(run.id).has_value());
        QTRY_COMPARE(run.body.checkpoints.load(), 1);
        QTRY_COMPARE(run.body.demos.load(), 1);
        QCOMPARE(run.runner.snapshot(run.id).value().state, JobState::Paused);
        QVERIFY(run.runner.resume(run.id).has_value());
        run.recorder.waitFor(run.id, JobState::Running);
        QVERIFY(run.end());
        QCOMPARE(run.recorder.statesOf(run.id),
                 (States{JobState::Preparing, JobState::Running, JobState::Pausing, JobState::Paused,
                         JobState::Running, JobState::Stopping, JobState::Finished}));
    }

    void resumeWhileARequestIsServedEndsThePause() {
        Recorder recorder;
        Gate isServing;
        Gate isServed;
        JobRunner runner(recorder.listener());
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) -> Result<void> {
            context.stateChanged(JobState::Running);
            while (!context.controls.takeCheckpointRequest()) servePause(context);
            isServing.open(); // the checkpoint is being written, and the state is still Paused
            isServed.pass();
            servePause(context);
            return {};
        }));
        recorder.waitFor(id, JobState::Running);
        QVERIFY(runner.pause(id).has_value());
        recorder.waitFor(id, JobState::Paused);
        QVERIFY(runner.requestCheckpoint(id).has_value());
        isServing.pass();
        QVERIFY(runner.resume(id).has_value());
        const JobState state = runner.snapshot(id).value().state;
        isServed.open();
        QVERIFY(runner.wait(id).has_value());
        QCOMPARE(state, JobState::Running);
        QCOMPARE(recorder.statesOf(id), (States{JobState::Preparing, JobState::Running, JobState::Pausing,
                                                JobState::Paused, JobState::Running, JobState::Finished}));
    }

    void pauseRightAfterAResumeIsAPauseAgain() {
        SteppingRun run;
        QVERIFY(run.pause());
        for (int round = 0; round < 10; ++round) {
            QVERIFY(run.runner.resume(run.id).has_value());
            QVERIFY(run.runner.pause(run.id).has_value());
            QTRY_COMPARE(run.runner.snapshot(run.id).value().state, JobState::Paused);
        }
        QVERIFY(run.end());
    }

    void stopWakesAPausedJob() {
        SteppingRun run;
        QVERIFY(run.pause());
        QVERIFY(run.end());
        QCOMPARE(run.recorder.statesOf(run.id).back(), JobState::Finished);
    }

    void pauseWhilePreparingIsServedAtTheFirstStep() {
        Recorder recorder;
        Gate prepared;
        SteppingJob body;
        JobRunner runner(recorder.listener());
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) {
            prepared.pass();
            return body(context);
        }));
        recorder.waitFor(id, JobState::Preparing);
        QVERIFY(runner.pause(id).has_value());
        prepared.open();
        recorder.waitFor(id, JobState::Paused);
        QVERIFY(runner.stop(id).has_value());
        QVERIFY(runner.wait(id).has_value());
        QCOMPARE(recorder.statesOf(id), (States{JobState::Preparing, JobState::Running, JobState::Pausing,
                                                JobState::Paused, JobState::Stopping, JobState::Finished}));
    }

    void aTimedPauseComesBackStillPaused() {
        Recorder recorder;
        JobRunner runner(recorder.listener());
        int looks = 0;
        // Waits for something of its own, as training does for disk space, and goes on by itself.
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) -> Result<void> {
            context.stateChanged(JobState::Running);
            context.controls.requestPause();
            context.stateChanged(JobState::Pausing);
            for (; looks < 3; ++looks) {
                servePause(context, std::chrono::milliseconds(1));
                if (!context.controls.isPauseRequested())
                    return fail(ErrorCode::Internal, "The pause is gone");
            }
            context.controls.requestResume();
            context.stateChanged(JobState::Running);
            return {};
        }));
        QVERIFY(runner.wait(id).has_value());
        QCOMPARE(recorder.statesOf(id), (States{JobState::Preparing, JobState::Running, JobState::Pausing,
                                                JobState::Paused, JobState::Running, JobState::Finished}));
    }

    void resumeBeforeTheBoundaryIsNoPauseAtAll() {
        Recorder recorder;
        Gate inStep;
        Gate stepDone;
        JobRunner runner(recorder.listener());
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) -> Result<void> {
            context.stateChanged(JobState::Running);
            inStep.open();
            stepDone.pass();
            context.stateChanged(JobState::Paused); // as if it had seen the pause just before the resume
            servePause(context);
            return {};
        }));
        inStep.pass();
        QVERIFY(runner.pause(id).has_value());
        QVERIFY(runner.resume(id).has_value());
        stepDone.open();
        QVERIFY(runner.wait(id).has_value());
        QCOMPARE(recorder.statesOf(id), (States{JobState::Preparing, JobState::Running, JobState::Pausing,
                                                JobState::Running, JobState::Finished}));
    }

    void oneDeviceJobAtATimeWhilePlainJobsPass() {
        Recorder recorder;
        Gate release;
        std::atomic<int> onDevice{0};
        std::atomic<int> most{0};
        const auto deviceBody = [&](JobContext&) -> Result<void> {
            most = std::max(most.load(), ++onDevice);
            release.pass();
            --onDevice;
            return {};
        };
        JobRunner runner(recorder.listener());
        const JobId first = runner.submit(makeJob(DeviceUse::Exclusive, deviceBody, "first"));
        const JobId second = runner.submit(makeJob(DeviceUse::Exclusive, deviceBody, "second"));
        const JobId third = runner.submit(makeJob(DeviceUse::Exclusive, deviceBody, "third"));
        const JobId plain = runner.submit(makeJob(DeviceUse::None, doNothing, "plain"));
        QVERIFY(runner.wait(plain).has_value());
        QCOMPARE(runner.snapshot(second).value().queuePosition, std::optional<std::size_t>(0));
        QCOMPARE(runner.snapshot(third).value().queuePosition, std::optional<std::size_t>(1));

        const int before = recorder.queueChanges;
        QVERIFY(runner.moveInQueue(third, 0).has_value());
        QCOMPARE(recorder.queueChanges.load(), before + 1);
        const auto all = runner.snapshots();
        QCOMPARE(all.size(), std::size_t{4});
        QCOMPARE(all[0].id, first);
        QCOMPARE(all[1].id, third);
        QCOMPARE(all[2].id, second);
        QCOMPARE(all[3].id, plain);
        QCOMPARE(runner.moveInQueue(first, 0).error().code, ErrorCode::InvalidArgument);

        release.open();
        runner.waitUntilIdle();
        QCOMPARE(most.load(), 1);
        for (const JobId id : {first, second, third})
            QCOMPARE(recorder.statesOf(id).back(), JobState::Finished);
    }

    void waitingJobIsCancelledWithoutRunning() {
        Recorder recorder;
        Gate release;
        bool hasRun = false;
        JobRunner runner(recorder.listener());
        const JobId first = runner.submit(makeJob(DeviceUse::Exclusive, [&](JobContext&) -> Result<void> {
            release.pass();
            return {};
        }));
        const JobId second = runner.submit(makeJob(DeviceUse::Exclusive, [&](JobContext&) -> Result<void> {
            hasRun = true;
            return {};
        }));
        QCOMPARE(runner.pause(second).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(runner.forget(second).error().code, ErrorCode::InvalidArgument);
        QVERIFY(runner.stop(second).has_value());
        QCOMPARE(runner.wait(second).error().code, ErrorCode::Cancelled);
        release.open();
        QVERIFY(runner.wait(first).has_value());
        QVERIFY(!hasRun);
        QCOMPARE(recorder.statesOf(second), States{JobState::Cancelled});
        QCOMPARE(runner.stop(first).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(runner.resume(first).error().code, ErrorCode::InvalidArgument);
    }

    void cancelledRunIsNoFailure() {
        Recorder recorder;
        Gate isRunning;
        JobRunner runner(recorder.listener());
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) -> Result<void> {
            isRunning.open();
            while (!context.controls.stop().isRequested()) std::this_thread::yield();
            return context.controls.stop().check("Scanning");
        }));
        isRunning.pass();
        QVERIFY(runner.stop(id).has_value());
        QVERIFY(runner.stop(id).has_value() || isEnded(runner.snapshot(id).value().state));
        QCOMPARE(runner.wait(id).error().code, ErrorCode::Cancelled);
        QCOMPARE(recorder.statesOf(id),
                 (States{JobState::Preparing, JobState::Stopping, JobState::Cancelled}));
        QVERIFY(recorder.errors().empty());
    }

    void listenersMayGiveCommands() {
        JobRunner* self = nullptr;
        std::atomic<int> finished{0};
        JobListener listener;
        listener.stateChanged = [&](JobId, JobState state) {
            if (state != JobState::Finished) return;
            if (++finished < 3) self->submit(makeJob(DeviceUse::Exclusive, doNothing));
        };
        JobRunner runner(listener);
        self = &runner;
        runner.submit(makeJob(DeviceUse::Exclusive, doNothing));
        QTRY_COMPARE(finished.load(), 3);
        runner.waitUntilIdle();
        QCOMPARE(runner.snapshots().size(), std::size_t{3});
    }

    void throwingListenerIsLoggedAndForgiven() {
        JobListener listener;
        listener.stateChanged = [](JobId, JobState) { throw std::runtime_error("a careless window"); };
        JobRunner runner(listener);
        QVERIFY(runner.wait(runner.submit(makeJob(DeviceUse::None, doNothing))).has_value());
    }

    void progressIsKeptWholeAndToldSparsely() {
        Recorder recorder;
        Gate isSubmitted; // from then on only the job's own thread tells its progress
        JobRunnerOptions options;
        options.progressInterval = std::chrono::hours(1);
        JobRunner runner(recorder.listener(), options);
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) -> Result<void> {
            isSubmitted.pass();
            for (std::int64_t done = 0; done <= 1000; ++done)
                context.progress({"Encoding", done, 1000, "clips", {}});
            return {};
        }));
        isSubmitted.open();
        QVERIFY(runner.wait(id).has_value());
        const auto told = recorder.progress();
        QCOMPARE(told.size(), std::size_t{2}); // the first and the last
        QCOMPARE(told.back().done, std::int64_t{1000});
        QCOMPARE(runner.snapshot(id).value().progress.done, std::int64_t{1000});
    }

    void progressBehindABusyListenerIsToldOnceAndLatest() {
        Recorder recorder;
        Gate isReported;
        JobListener listener = recorder.listener();
        listener.stateChanged = [&](JobId, JobState state) {
            if (state == JobState::Preparing) isReported.pass();
        };
        JobRunnerOptions options;
        options.progressInterval = std::chrono::milliseconds(0);
        JobRunner runner(std::move(listener), options);
        const JobId id = runner.submit(makeJob(DeviceUse::None, [&](JobContext& context) -> Result<void> {
            for (std::int64_t done = 0; done <= 1000; ++done)
                context.progress({"Encoding", done, 1000, "clips", {}});
            isReported.open();
            return {};
        }));
        QVERIFY(runner.wait(id).has_value());
        QCOMPARE(recorder.progress().size(), std::size_t{1});
        QCOMPARE(recorder.progress().back().done, std::int64_t{1000});
    }

    void destructorStopsEverything() {
        Recorder recorder;
        SteppingJob body;
        JobId running;
        JobId waiting;
        {
            JobRunner runner(recorder.listener());
            running = runner.submit(makeJob(DeviceUse::Exclusive, std::ref(body)));
            waiting = runner.submit(makeJob(DeviceUse::Exclusive, doNothing));
            recorder.waitFor(running, JobState::Running);
        }
        QCOMPARE(recorder.statesOf(running).back(), JobState::Finished);
        QCOMPARE(recorder.statesOf(waiting), States{JobState::Cancelled});
    }

    void manyThreadsCommandAtOnce() {
        Recorder recorder;
        SteppingJob body;
        JobRunner runner(recorder.listener());
        const JobId id = runner.submit(makeJob(DeviceUse::Exclusive, std::ref(body)));
        recorder.waitFor(id, JobState::Running);
        {
            std::vector<std::jthread> users;
            for (int user = 0; user < 4; ++user)
                users.emplace_back([&, user] {
                    for (int round = 0; round < 200; ++round) {
                        const auto done = (round + user) % 2 == 0 ? runner.pause(id) : runner.resume(id);
                        if (!done) qFatal("a command was refused");
                        if (runner.snapshots().size() != 1) qFatal("a job was lost");
                    }
                });
        }
        QVERIFY(runner.stop(id).has_value());
        QVERIFY(runner.wait(id).has_value());
        const auto states = recorder.statesOf(id);
        JobState last = JobState::Idle;
        for (const JobState state : states) {
            QVERIFY2(isLegalTransition(last, state),
                     qPrintable(QString::fromStdString(std::string(jobStateName(last)))));
            last = state;
        }
        QCOMPARE(last, JobState::Finished);
    }

    void transitionTableIsClosed() {
        const std::vector<JobState> all{JobState::Idle,     JobState::Preparing, JobState::Running,
                                        JobState::Pausing,  JobState::Paused,    JobState::Stopping,
                                        JobState::Finished, JobState::Failed,    JobState::Cancelled};
        int legal = 0;
        for (const JobState from : all) {
            QVERIFY(!isLegalTransition(from, from));
            QVERIFY(!isLegalTransition(from, JobState::Idle));
            QVERIFY(jobStateName(from) != "unknown");
            for (const JobState to : all) {
                if (isEnded(from)) QVERIFY(!isLegalTransition(from, to));
                legal += isLegalTransition(from, to) ? 1 : 0;
            }
        }
        QCOMPARE(legal, 3 + 5 + 5 + 6 + 5 + 3);
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_JobRunner.moc"
