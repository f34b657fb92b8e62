// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs: made, begun, ended, killed, found, removed; and what of them may be cleaned.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Process.h"
#include "core/project/DiskUse.h"
#include "core/project/RunStore.h"
#include "tests/support/Sanitizers.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtTest/QtTest>

#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <thread>

using namespace attune;
using namespace attune::project;
namespace fs = std::filesystem;
using config::Json;

namespace {

RunDescription descriptionOf(const std::string& name) {
    RunDescription description;
    description.name = name;
    description.settings = Json{{"seed", 42}, {"steps", 2000}};
    description.model = Json{{"id", "toy"}};
    description.versions = Json{{"attune", "0.1.0"}};
    return description;
}

void makeCheckpoint(const RunRecord& run, std::int64_t step, std::size_t bytes, bool isComplete = true) {
    const fs::path folder = run.checkpointFolder(step);
    fs::create_directories(folder);
    if (!writeTextAtomically(folder / "model.safetensors", std::string(bytes, 'w'))) qFatal("cannot write");
    if (isComplete && !writeTextAtomically(folder / "state.json", "{}")) qFatal("cannot write");
}

// The other process of killedRunsCountAsInterrupted: trains until it is killed.
int trainForever(const std::string& folder) {
    auto run = RunStore::load(pathFromUtf8(folder));
    if (!run) return 1;
    auto session = RunSession::begin(*run);
    if (!session) return 2;
    for (std::int64_t step = 1;; ++step) {
        if (!session->noteProgress(step, static_cast<double>(step))) return 3;
        std::printf("%lld\n", static_cast<long long>(step));
        std::fflush(stdout);
    }
}

} // namespace

class TestRunStore : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()); }
    RunStore store() const { return RunStore(root() / "runs"); }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void runsAreNumberedAndFrozen() {
        QVERIFY(store().list().empty());
        const RunRecord first = store().create(descriptionOf("Warm kicks")).value();
        const RunRecord second = store().create(descriptionOf("Warm kicks")).value();
        QCOMPARE(first.folderName(), std::string("0001-warm-kicks"));
        QCOMPARE(second.folderName(), std::string("0002-warm-kicks"));
        const auto runs = store().list();
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[1].description().number, std::int64_t{2});
        QVERIFY(runs[0].description().settings == descriptionOf("").settings);
        QVERIFY(runs[0].description().dataset.is_null());
        QCOMPARE(runs[0].state().status, RunStatus::Created);
        fs::rename(root() / "runs", root() / "moved"); // nothing in a run knows where it lies
        QCOMPARE(RunStore(root() / "moved").list().size(), std::size_t{2});
    }

    void numbersAreTakenOnceFromManyThreads() {
        {
            std::vector<std::jthread> makers;
            for (int maker = 0; maker < 4; ++maker)
                makers.emplace_back([this] {
                    for (int i = 0; i < 5; ++i)
                        if (!store().create(descriptionOf("x"))) qFatal("a run was not made");
                });
        }
        const auto runs = store().list();
        QCOMPARE(runs.size(), std::size_t{20});
        for (std::size_t i = 0; i < runs.size(); ++i)
            QCOMPARE(runs[i].description().number, static_cast<std::int64_t>(i + 1));
    }

    void numbersAreTakenOnceUnderManyNames() {
        {
            std::vector<std::jthread> makers;
            for (int maker = 0; maker < 4; ++maker)
                makers.emplace_back([this, maker] {
                    for (int i = 0; i < 10; ++i)
                        if (!store().create(descriptionOf(concat("maker ", maker))))
                            qFatal("a run was not made");
                });
        }
        std::set<std::int64_t> numbers;
        for (const RunRecord& run : store().list()) numbers.insert(run.description().number);
        QCOMPARE(numbers.size(), std::size_t{40});
    }

    void foreignNumbersAreNoNumbers() {
        fs::create_directories(root() / "runs" / "9223372036854775807-not-ours");
        QCOMPARE(store().create(descriptionOf("Kicks")).value().description().number, std::int64_t{1});
        QCOMPARE(store().list().size(), std::size_t{1});
    }

    void stateIsTold() {
        RunRecord run = store().create(descriptionOf("a")).value();
        {
            RunSession session = RunSession::begin(run).value();
            QCOMPARE(run.state().status, RunStatus::Running);
            QCOMPARE(store().find("a").value().state().status, RunStatus::Running);
            QCOMPARE(RunSession::begin(run).error().code, ErrorCode::Locked);
            QCOMPARE(store().remove(run).error().code, ErrorCode::Locked);
            // Notes made in the window meanwhile are not overwritten by the trainer.
            RunRecord other = store().find("a").value();
            RunState edited = other.state();
            edited.notes = "promising";
            edited.pinnedSteps = {100};
            edited.bestStep = 50;
            edited.takenTo = 400;
            QVERIFY(other.saveState(edited).has_value());
            QVERIFY(session.noteProgress(120, 60.5).has_value());
            QVERIFY(session
                        .end(RunStatus::Failed,
                             Error{ErrorCode::DeviceOutOfMemory, "Too big", "step 120", "Halve the batch."})
                        .has_value());
        }
        const RunState state = store().find("1").value().state();
        QCOMPARE(state.status, RunStatus::Failed);
        QCOMPARE(state.step, std::int64_t{120});
        QCOMPARE(state.trainedSeconds, 60.5);
        QCOMPARE(state.notes, std::string("promising"));
        QCOMPARE(state.pinnedSteps, std::vector<std::int64_t>{100});
        QCOMPARE(state.bestStep, std::optional<std::int64_t>(50));
        QCOMPARE(state.takenTo, std::optional<std::int64_t>(400));
        QCOMPARE(state.error->code, ErrorCode::DeviceOutOfMemory);
        QCOMPARE(state.error->remedy, std::string("Halve the batch."));
        QVERIFY(!state.startedUtc.empty() && !state.endedUtc.empty());
        // Begun again, the old end is forgotten.
        QVERIFY(RunSession::begin(run).has_value());
        QVERIFY(!run.state().error && run.state().endedUtc.empty());
    }

    void killedRunsCountAsInterrupted() {
        if (attune::test::kCannotStartPrograms)
            QSKIP("ThreadSanitizer does not survive the way in which Qt starts a program");
        const RunRecord run = store().create(descriptionOf("a")).value();
        QProcess trainer;
        trainer.start(
            QCoreApplication::applicationFilePath(),
            {QStringLiteral("--train-forever"), QString::fromStdString(utf8FromPath(run.folder()))});
        QVERIFY(trainer.waitForStarted());
        std::int64_t told = 0;
        while (told < 5) {
            while (!trainer.canReadLine()) QVERIFY(trainer.waitForReadyRead());
            told = trainer.readLine().trimmed().toLongLong();
        }
        QCOMPARE(store().list()[0].state().status, RunStatus::Running);
        trainer.kill();
        QVERIFY(trainer.waitForFinished());
        const RunRecord found = store().list()[0];
        QCOMPARE(found.state().status, RunStatus::Interrupted);
        QVERIFY(found.state().step >= 5);
        // It may be taken up again.
        RunRecord again = found;
        RunSession session = RunSession::begin(again).value();
        QVERIFY(session.end(RunStatus::Finished).has_value());
        QCOMPARE(store().list()[0].state().status, RunStatus::Finished);
    }

    void runsAreFoundByWhatPeopleCallThem() {
        QVERIFY(store().create(descriptionOf("Pads")).has_value());
        QVERIFY(store().create(descriptionOf("Kicks")).has_value());
        QVERIFY(store().create(descriptionOf("Kicks")).has_value());
        QCOMPARE(store().find("0001-pads").value().description().number, std::int64_t{1});
        QCOMPARE(store().find("2").value().description().number, std::int64_t{2});
        QCOMPARE(store().find("Kicks").value().description().number, std::int64_t{3});
        QCOMPARE(store().find("kicks").value().description().number, std::int64_t{3}); // as in its folder
        QCOMPARE(store().find("Snares").error().code, ErrorCode::NotFound);
    }

    void damagedRunsAreNamedAndDoNotHideOthers() {
        const RunRecord good = store().create(descriptionOf("good")).value();
        const RunRecord bad = store().create(descriptionOf("bad")).value();
        QVERIFY(writeTextAtomically(bad.settingsFile(), "{\"format\": \"attune-run\", \"version\": 1}")
                    .has_value());
        fs::create_directories(root() / "runs" / "0009-empty");
        fs::create_directories(root() / "runs" / "not a run");
        QCOMPARE(store().list().size(), std::size_t{1});
        QCOMPARE(RunStore::load(bad.folder()).error().code, ErrorCode::InvalidConfig);
        QVERIFY(writeTextAtomically(bad.settingsFile(), "{\"format\": \"attune-run\", \"version\": 9}")
                    .has_value());
        QCOMPARE(RunStore::load(bad.folder()).error().code, ErrorCode::VersionTooNew);
        QVERIFY(writeTextAtomically(
                    good.statusFile(),
                    "{\"format\": \"attune-run-status\", \"version\": 1, \"status\": \"dancing\"}")
                    .has_value());
        QCOMPARE(RunStore::load(good.folder()).error().code, ErrorCode::InvalidConfig);
        fs::remove(good.statusFile()); // killed between the two files
        QCOMPARE(RunStore::load(good.folder()).value().state().status, RunStatus::Created);
        QCOMPARE(store().create(descriptionOf("next")).value().description().number, std::int64_t{10});
    }

    void stepsHaveFolders() {
        QCOMPARE(stepFolderName(500), std::string("step-000500"));
        QCOMPARE(stepFolderName(12345678), std::string("step-12345678"));
        QCOMPARE(stepFromFolderName("step-000500"), std::optional<std::int64_t>(500));
        for (const char* name : {"step-", "step-x", "step-1x", "step--1", "500", "step-99999999999999999999"})
            QVERIFY(!stepFromFolderName(name));
        const RunRecord run = store().create(descriptionOf("a")).value();
        QVERIFY(run.checkpointSteps().empty());
        makeCheckpoint(run, 500, 1);
        makeCheckpoint(run, 1500, 1);
        makeCheckpoint(run, 1000, 1, false); // not complete
        QCOMPARE(run.checkpointSteps(), (std::vector<std::int64_t>{500, 1500}));
    }

    void diskUseProtectsWhatMatters() {
        RunRecord run = store().create(descriptionOf("a")).value();
        for (const std::int64_t step : {100, 200, 300, 400}) makeCheckpoint(run, step, 1000);
        fs::create_directories(run.demoFolder(100));
        QVERIFY(writeTextAtomically(run.demoFolder(100) / "x.flac", std::string(70, 'd')).has_value());
        fs::create_directories(root() / "latents" / "k");
        QVERIFY(writeTextAtomically(root() / "latents" / "k" / "1.shard", std::string(33, 'l')).has_value());
        RunState state = run.state();
        state.pinnedSteps = {100};
        state.bestStep = 300;
        QVERIFY(run.saveState(state).has_value());

        const ProjectUse use = measureProject(root()).value();
        QCOMPARE(use.runs.size(), std::size_t{1});
        QCOMPARE(use.latentBytes, std::int64_t{33});
        QCOMPARE(use.runs[0].checkpointBytes, std::int64_t{4 * 1002});
        QCOMPARE(use.runs[0].demoBytes, std::int64_t{70});
        QCOMPARE(use.runs[0].cleanableBytes(), std::int64_t{1002});
        QCOMPARE(use.totalBytes(), bytesBelow(root()));
        QVERIFY(use.freeBytes > 0);
        const std::vector<KeptBecause> expected{KeptBecause::PinnedCheckpoint, KeptBecause::Nothing,
                                                KeptBecause::BestCheckpoint, KeptBecause::LastCheckpoint};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(use.runs[0].checkpoints[i].kept, expected[i]);

        for (const std::int64_t step : {100, 300, 400})
            QCOMPARE(removeCheckpoint(run, step).error().code, ErrorCode::Refused);
        QCOMPARE(removeCheckpoint(run, 250).error().code, ErrorCode::NotFound);
        QCOMPARE(removeCheckpoint(run, 200).value(), std::int64_t{1002});
        QCOMPARE(run.checkpointSteps(), (std::vector<std::int64_t>{100, 300, 400}));
        QCOMPARE(measureRun(run).value().cleanableBytes(), std::int64_t{0});
        for (const auto& entry : fs::directory_iterator(run.checkpointsFolder()))
            QVERIFY(!isTemporaryName(entry.path()));

        state.pinnedSteps.clear();
        QVERIFY(run.saveState(state).has_value());
        {
            RunSession session = RunSession::begin(run).value();
            QCOMPARE(removeCheckpoint(run, 100).error().code, ErrorCode::Refused);
            QVERIFY(session.end(RunStatus::Stopped).has_value());
        }
        state = run.state();
        state.isPinned = true;
        QVERIFY(run.saveState(state).has_value());
        QCOMPARE(removeCheckpoint(run, 100).error().code, ErrorCode::Refused);
        QCOMPARE(store().remove(run).error().code, ErrorCode::Refused);
        state.isPinned = false;
        QVERIFY(run.saveState(state).has_value());
        QVERIFY(store().remove(run).has_value());
        QVERIFY(store().list().empty());
        QVERIFY(fs::is_empty(root() / "runs"));

        CancellationSource stop;
        stop.request();
        QCOMPARE(measureProject(root(), stop.cancellation()).error().code, ErrorCode::Cancelled);
        QCOMPARE(measureProject(root() / "none").error().code, ErrorCode::NotFound);
    }
};

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() == 2 && arguments[0] == "--train-forever") return trainForever(arguments[1]);
    QCoreApplication application(argc, argv);
    TestRunStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_RunStore.moc"
