// SPDX-License-Identifier: GPL-3.0-or-later
//
// The loop: what a run leaves behind when it goes well, is interrupted, killed or fails. Started with --child
// FOLDER STEPS the program trains in that folder until it is killed; the tests kill it.
#include "core/base/platform/Process.h"
#include "core/train/Trainer.h"

#include "core/tensor/ModuleLoading.h"
#include "core/train/TrainingData.h"
#include "tests/core/train/TinyRun.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/ATen.h>
#include <QProcess>

#include <cmath>
#include <cstdio>
#include <numeric>

using namespace attune;
using namespace attune::train;
using test::difference;
using test::TinyJob;
using test::TinyRun;
using test::tinySettings;

namespace {

// Everything that a run is: weights, averages, optimiser, random states, positions.
struct Whole {
    tensor::NamedTensors weights;
    tensor::NamedTensors averages;
    tensor::NamedTensors optimiser;
    tensor::NamedTensors random;
    TrainingProgress progress;
};

Whole wholeOf(Trainer& trainer) {
    CheckpointContents contents;
    trainer.optimiserStep().save(contents);
    Whole whole{test::cloned(trainer.trainable().weights()), test::cloned(trainer.trainable().averages()),
                test::cloned(contents.optimiser), test::cloned(contents.random), trainer.progress()};
    whole.progress.timestepSampler = contents.progress.timestepSampler;
    whole.progress.scaler = contents.progress.scaler;
    whole.progress.elapsedSeconds = 0.0;
    return whole;
}

std::string difference(const Whole& a, const Whole& b) {
    if (const auto d = test::difference(a.weights, b.weights); !d.empty()) return "weights: " + d;
    if (const auto d = test::difference(a.averages, b.averages); !d.empty()) return "averages: " + d;
    if (const auto d = test::difference(a.optimiser, b.optimiser); !d.empty()) return "optimiser: " + d;
    if (const auto d = test::difference(a.random, b.random); !d.empty()) return "random: " + d;
    return a.progress == b.progress ? std::string() : "progress differs";
}

struct Finished {
    TrainingOutcome outcome;
    Whole whole;
    std::vector<jobs::MetricPoint> metrics;
    std::vector<std::int64_t> readItems;
};

enum class Start { Anew, Resumed };

Result<Finished> trainIn(const std::filesystem::path& folder, const config::RunSettings& settings,
                         Start start = Start::Anew, const std::string& model = "train_v_sao10",
                         const std::function<void(TrainerInputs&, TinyJob&)>& prepare = {}) {
    TinyRun run(model, settings);
    TinyJob job;
    TrainerInputs in = run.inputs(folder);
    if (prepare) prepare(in, job);
    ATTUNE_TRY(const auto trainer, Trainer::create(std::move(in)));
    if (start == Start::Resumed) ATTUNE_CHECK(trainer->resume());
    ATTUNE_TRY(TrainingOutcome outcome, trainer->run(job.context));
    return Finished{outcome, wholeOf(*trainer), job.metrics.drain(), run.training.readItems()};
}

config::RunSettings richSettings(std::int64_t steps) {
    config::RunSettings s = tinySettings(steps);
    s.cfgDropout = 0.3;
    s.accumulation = 2; // 3 batches an epoch, so every other step is a partial one
    s.gradientClip = 1.0;
    s.maskPadding = true;
    s.maskPaddingDropout = 0.3;
    s.oneShotProbability = 0.1;
    return s;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lossFallsWhenOneBatchIsLearnt() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(250);
        s.cfgDropout = 0.0;
        s.schedule = {"Constant", config::Json::object()};
        s.optimiser.options["lr"] = 3e-3;
        TinyRun run("train_v_sao10", s, c10::kCPU, 3);
        TinyJob job;
        ATTUNE_ASSIGN_OK(const auto trainer, Trainer::create(run.inputs(folder / "c")));
        ATTUNE_ASSIGN_OK(const TrainingOutcome outcome, trainer->run(job.context));
        QCOMPARE(outcome.step.value, 250);
        const std::vector<double> losses = TinyJob::values(job.metrics.drain(), "train/loss");
        QCOMPARE(losses.size(), std::size_t{250});
        const double first = std::accumulate(losses.begin(), losses.begin() + 20, 0.0) / 20.0;
        const double last = std::accumulate(losses.end() - 20, losses.end(), 0.0) / 20.0;
        QVERIFY2(last < 0.75 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void equalSeedsGiveEqualRuns() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(const Finished a, trainIn(folder / "a", richSettings(6)));
        ATTUNE_ASSIGN_OK(const Finished b, trainIn(folder / "b", richSettings(6)));
        QCOMPARE(difference(a.whole, b.whole), std::string());
        QVERIFY(a.readItems == b.readItems);
        config::RunSettings other = richSettings(6);
        other.seed = 8;
        ATTUNE_ASSIGN_OK(const Finished c, trainIn(folder / "c", other));
        QVERIFY(!difference(a.whole, c.whole).empty());
    }

    // Train 6 = train 3, save, load, train 3; for every profile and optimiser that keeps state of its own
    // kind.
    void resumeIsExact_data() {
        QTest::addColumn<QString>("change");
        for (const char* change :
             {"plain", "rich", "bf16-mixed", "fp16-mixed", "bf16-weights", "adamw8bit", "prodigy", "lion",
              "sgd", "step-in-backward", "recompute", "ema-host", "no-ema", "lora", "lora-small-memory",
              "lora-in-backward", "lora-dropout", "full-in-backward"})
            QTest::newRow(change) << QString::fromUtf8(change);
    }
    void resumeIsExact() {
        QFETCH(QString, change);
        config::RunSettings s = change == QStringLiteral("rich") ? richSettings(6) : tinySettings(6);
        std::string model = "train_v_sao10";
        const auto is = [&](const char* name) { return change == QString::fromUtf8(name); };
        if (is("bf16-mixed")) s.precision = config::Precision::Bf16Mixed;
        if (is("fp16-mixed")) s.precision = config::Precision::Fp16Mixed;
        if (is("bf16-weights")) s.precision = config::Precision::Bf16Weights;
        if (is("adamw8bit")) s.optimiser = {"AdamW8bit", config::Json{{"lr", 1e-3}}};
        if (is("prodigy")) s.optimiser = {"Prodigy", config::Json{{"lr", 1.0}}};
        if (is("lion")) s.optimiser = {"Lion", config::Json{{"lr", 1e-4}}};
        if (is("sgd")) s.optimiser = {"SGD", config::Json{{"lr", 1e-2}, {"momentum", 0.9}}};
        if (is("step-in-backward")) s.stepInBackward = true;
        if (is("recompute")) s.activationCheckpointing = true;
        if (is("ema-host")) s.ema.place = config::EmaPlace::Host;
        if (is("no-ema")) s.ema.enabled = false;
        // The savings that the presets for small memory combine.
        if (change.startsWith(QStringLiteral("lora"))) s.parts = config::TrainedParts::Lora;
        if (is("lora-dropout")) s.lora.dropout = 0.5;
        if (is("lora-small-memory") || is("lora-in-backward") || is("full-in-backward")) {
            s.activationCheckpointing = true;
            s.ema.place = config::EmaPlace::Host;
            s.cfgDropout = 0.3;
            s.optimiser = {"AdamW8bit", config::Json{{"lr", 1e-3}, {"min_8bit_size", 256}}};
            s.stepInBackward = !is("lora-small-memory");
        }
        if (is("lora-small-memory")) {
            s.accumulation = 2;
            s.gradientClip = 1.0;
        }
        if (is("rich")) model = "train_rf_small";
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(const Finished whole, trainIn(folder / "whole", s, Start::Anew, model));
        config::RunSettings half = s;
        half.steps = 3;
        ATTUNE_VERIFY_OK(trainIn(folder / "parts", half, Start::Anew, model));
        ATTUNE_ASSIGN_OK(const Finished rest, trainIn(folder / "parts", s, Start::Resumed, model));
        QCOMPARE(difference(whole.whole, rest.whole), std::string());
        const std::vector<std::int64_t> tail(whole.readItems.end() -
                                                 static_cast<std::ptrdiff_t>(rest.readItems.size()),
                                             whole.readItems.end());
        QVERIFY(tail == rest.readItems);
    }

    void adapterDropoutIsRecomputedAsItWas() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(4);
        s.parts = config::TrainedParts::Lora;
        ATTUNE_ASSIGN_OK(const Finished none, trainIn(folder / "none", s));
        s.lora.dropout = 0.5;
        ATTUNE_ASSIGN_OK(const Finished kept, trainIn(folder / "kept", s));
        QVERIFY(!difference(none.whole, kept.whole).empty());
        s.activationCheckpointing = true;
        ATTUNE_ASSIGN_OK(const Finished recomputed, trainIn(folder / "recomputed", s));
        QCOMPARE(difference(kept.whole, recomputed.whole), std::string());
    }

    void memorySavingsChangeNoNumber() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(const Finished plain, trainIn(folder / "a", tinySettings(4)));
        config::RunSettings s = tinySettings(4);
        s.activationCheckpointing = true;
        ATTUNE_ASSIGN_OK(const Finished recomputed, trainIn(folder / "b", s));
        QCOMPARE(test::difference(plain.whole.weights, recomputed.whole.weights), std::string());
        s.stepInBackward = true;
        s.ema.place = config::EmaPlace::Host;
        ATTUNE_ASSIGN_OK(const Finished fused, trainIn(folder / "c", s));
        QCOMPARE(test::difference(plain.whole.weights, fused.whole.weights), std::string());
        QCOMPARE(test::difference(plain.whole.averages, fused.whole.averages), std::string());
    }

    void killedRunsGoOnExactly() {
        const test::TemporaryFolder folder;
        config::RunSettings s = richSettings(20);
        s.checkpoints.every = 5;
        ATTUNE_ASSIGN_OK(const Finished whole, trainIn(folder / "whole", s));
        // The child trains the same run and is killed after it reported step 12: step 10 is its last
        // checkpoint.
        QProcess child;
        child.start(
            QCoreApplication::applicationFilePath(),
            {QStringLiteral("--child"), test::qs(utf8FromPath(folder / "killed")), QStringLiteral("20")});
        QVERIFY(child.waitForStarted());
        QByteArray output;
        while (!output.contains("step 12\n")) {
            QVERIFY2(child.waitForReadyRead(60000), output.constData());
            output += child.readAllStandardOutput();
        }
        child.kill();
        QVERIFY(child.waitForFinished());
        QVERIFY(child.exitStatus() == QProcess::CrashExit);
        ATTUNE_ASSIGN_OK(const Finished rest, trainIn(folder / "killed", s, Start::Resumed));
        QCOMPARE(rest.outcome.step.value, 20);
        QCOMPARE(difference(whole.whole, rest.whole), std::string());
    }

    void killsAtAnyMomentLoseNothing() {
        const test::TemporaryFolder folder;
        const std::filesystem::path place = folder / "killed";
        std::int64_t reached = 0;
        for (int round = 0; round < 6; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--child"), test::qs(utf8FromPath(place)), QStringLiteral("1000"),
                         QStringLiteral("every-step")});
            QVERIFY(child.waitForStarted());
            QByteArray output;
            while (output.count('\n') < 3 + round * 2) {
                QVERIFY2(child.waitForReadyRead(60000), output.constData());
                output += child.readAllStandardOutput();
            }
            child.kill(); // it may be in a step, in a write, in a rename or in a deletion
            QVERIFY(child.waitForFinished());
            ATTUNE_ASSIGN_OK(const CheckpointStore store, CheckpointStore::open(place));
            ATTUNE_ASSIGN_OK(const LoadedCheckpoint newest, store.loadNewest());
            QVERIFY2(newest.progress.step >= reached, qPrintable(QString::number(newest.progress.step)));
            reached = newest.progress.step;
            for (const CheckpointInfo& info : store.list()) ATTUNE_VERIFY_OK(store.load(info.step));
            QVERIFY(store.list().size() <= 4); // three kept, one perhaps not yet deleted
        }
        QVERIFY(reached > 0);
    }

    void stopSavesAndCanGoOn() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(const Finished whole, trainIn(folder / "whole", tinySettings(5)));
        ATTUNE_ASSIGN_OK(const Finished stopped,
                         trainIn(folder / "c", tinySettings(5), Start::Anew, "train_v_sao10",
                                 [](TrainerInputs&, TinyJob& job) {
                                     job.context.progress = [&job](const Progress& progress) {
                                         if (progress.done == 3) job.controls.requestStop();
                                     };
                                 }));
        QVERIFY(stopped.outcome.reason == TrainingOutcome::Reason::Stopped);
        QCOMPARE(stopped.outcome.lastCheckpoint.value().step.value, 3);
        ATTUNE_ASSIGN_OK(const Finished rest, trainIn(folder / "c", tinySettings(5), Start::Resumed));
        QCOMPARE(difference(whole.whole, rest.whole), std::string());
    }

    void stopBeforeTheFirstStepIsCancelled() {
        const test::TemporaryFolder folder;
        ATTUNE_VERIFY_ERROR(trainIn(folder / "c", tinySettings(5), Start::Anew, "train_v_sao10",
                                    [](TrainerInputs&, TinyJob& job) { job.controls.requestStop(); }),
                            ErrorCode::Cancelled);
        QVERIFY(CheckpointStore::view(folder / "c").list().empty());
    }

    void requestsAreServedAtTheNextBoundary() {
        const test::TemporaryFolder folder;
        std::vector<std::int64_t> demos;
        std::vector<jobs::JobState> states;
        ATTUNE_ASSIGN_OK(const Finished run,
                         trainIn(folder / "c", tinySettings(6), Start::Anew, "train_v_sao10",
                                 [&](TrainerInputs& in, TinyJob& job) {
                                     in.renderDemos = [&](const DemoOccasion& occasion) -> Result<void> {
                                         demos.push_back(occasion.step.value);
                                         return {};
                                     };
                                     job.context.stateChanged = [&](jobs::JobState state) {
                                         states.push_back(state);
                                         if (state == jobs::JobState::Paused) job.controls.requestResume();
                                     };
                                     job.context.progress = [&job](const Progress& progress) {
                                         if (progress.stage != "Training") return;
                                         if (progress.done == 2) job.controls.requestCheckpoint();
                                         if (progress.done == 3) job.controls.requestDemo();
                                         if (progress.done == 4) job.controls.requestPause();
                                     };
                                 }));
        const CheckpointStore store = CheckpointStore::view(folder / "c");
        QCOMPARE(store.list().front().step.value, 2);
        QVERIFY(demos == std::vector<std::int64_t>{3});
        const std::vector<jobs::JobState> expected = {jobs::JobState::Running, jobs::JobState::Pausing,
                                                      jobs::JobState::Paused, jobs::JobState::Running};
        QVERIFY(states == expected);
        ATTUNE_ASSIGN_OK(const Finished plain, trainIn(folder / "plain", tinySettings(6)));
        QCOMPARE(difference(run.whole, plain.whole), std::string()); // none of it changed a number
    }

    void demosHearTheAverageAndMayFail() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(4);
        s.demos.every = 2;
        std::vector<std::int64_t> steps;
        tensor::NamedTensors heard;
        ATTUNE_ASSIGN_OK(
            const Finished run,
            trainIn(folder / "c", s, Start::Anew, "train_v_sao10", [&](TrainerInputs& in, TinyJob&) {
                in.renderDemos = [&](const DemoOccasion& occasion) -> Result<void> {
                    steps.push_back(occasion.step.value);
                    if (occasion.step.value == 2) throw std::runtime_error("no sound today");
                    heard = {};
                    for (const auto& item : occasion.model.named_parameters())
                        if (item.key().starts_with("model."))
                            heard.set(item.key(), item.value().detach().clone());
                    return {};
                };
            }));
        QVERIFY(steps == (std::vector<std::int64_t>{0, 2, 4}));
        QCOMPARE(TinyJob::values(run.metrics, "demo/failed").size(), std::size_t{1});
        QCOMPARE(run.outcome.step.value, 4);
        QVERIFY(!heard.empty());
        bool differs = false; // or the average would not be told from the weights
        for (const auto& [name, tensor] : heard) {
            QVERIFY2(at::equal(tensor, *run.whole.averages.find(name)), name.c_str());
            differs = differs || !at::equal(tensor, *run.whole.weights.find(name));
        }
        QVERIFY(differs);
        ATTUNE_ASSIGN_OK(const Finished plain, trainIn(folder / "plain", tinySettings(4)));
        QCOMPARE(test::difference(run.whole.weights, plain.whole.weights), std::string());
    }

    void validationLeavesTheRunAlone() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(6);
        ATTUNE_ASSIGN_OK(const Finished without, trainIn(folder / "a", s));
        s.validation = {2, 3, 4, true};
        ATTUNE_ASSIGN_OK(const Finished with, trainIn(folder / "b", s));
        std::vector<double> losses = TinyJob::values(with.metrics, "val/loss");
        QCOMPARE(losses.size(), std::size_t{4}); // steps 0, 2, 4, 6
        QCOMPARE(TinyJob::values(with.metrics, "val/loss_0.125").size(), std::size_t{4});
        Whole compared = with.whole;
        compared.progress.heldOutLoss.reset();
        QCOMPARE(difference(without.whole, compared), std::string());
        QVERIFY(losses[1] != losses[0]);
    }

    // What `sat train` does with a validation set and no --val-every.
    void validatesAtTheEndOfEpochs() {
        const test::TemporaryFolder folder;
        const auto eachEpoch = [](TrainerInputs& in, TinyJob&) { in.validatesEachEpoch = true; };
        ATTUNE_ASSIGN_OK(const Finished run,
                         trainIn(folder / "r", tinySettings(7), Start::Anew, "train_v_sao10", eachEpoch));
        std::vector<std::int64_t> steps; // three batches an epoch
        for (const jobs::MetricPoint& point : run.metrics)
            if (point.name == "val/loss") steps.push_back(point.step);
        QVERIFY(steps == (std::vector<std::int64_t>{0, 3, 6}));
    }

    void checkpointsCarryTheHeldOutLoss() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(6);
        s.validation = {4, 3, 4, false};
        s.checkpoints.every = 3; // not a multiple: the loss is measured for the checkpoint
        ATTUNE_VERIFY_OK(trainIn(folder / "c", s));
        const auto list = CheckpointStore::view(folder / "c").list();
        QCOMPARE(list.size(), std::size_t{2});
        for (const CheckpointInfo& info : list) QVERIFY(info.heldOutLoss.has_value());
    }

    void aLossThatIsNoNumberEndsTheRun() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(10);
        s.checkpoints.every = 2;
        TinyRun run("train_v_sao10", s);
        run.training.poisonAfter(3 * 5 + 1); // in step 6
        TinyJob job;
        ATTUNE_ASSIGN_OK(const auto trainer, Trainer::create(run.inputs(folder / "c")));
        const auto outcome = trainer->run(job.context);
        ATTUNE_VERIFY_ERROR(outcome, ErrorCode::NonFinite);
        QVERIFY(!outcome.error().remedy.empty());
        QVERIFY(outcome.error().message.find("Step 4 is saved") != std::string::npos);
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint good, CheckpointStore::view(folder / "c").loadNewest());
        QCOMPARE(good.progress.step, 4);
        for (const auto& [name, tensor] : good.model)
            QVERIFY2(at::isfinite(tensor).all().item<bool>(), name.c_str());
    }

    void exhaustedMemorySavesTheLastBoundary() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(10);
        ATTUNE_ASSIGN_OK(const Finished whole, trainIn(folder / "whole", s));
        TinyRun run("train_v_sao10", s);
        run.training.failAfter(
            3 * 6 + 2,
            Error{ErrorCode::DeviceOutOfMemory, "Not enough memory on the device", {}, {}}); // within step 7
        TinyJob job;
        ATTUNE_ASSIGN_OK(const auto trainer, Trainer::create(run.inputs(folder / "c")));
        const auto outcome = trainer->run(job.context);
        ATTUNE_VERIFY_ERROR(outcome, ErrorCode::DeviceOutOfMemory);
        QVERIFY(outcome.error().remedy.find("recompute activations") != std::string::npos);
        QVERIFY(outcome.error().remedy.find("batch of 1") != std::string::npos);
        ATTUNE_ASSIGN_OK(const Finished rest, trainIn(folder / "c", s, Start::Resumed));
        QCOMPARE(difference(whole.whole, rest.whole), std::string());
    }

    void aFullDiskPausesTheRun() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(3);
        s.checkpoints.every = 2;
        s.lowDiskBytes = 1'000'000'000'000'000;
        int pauses = 0;
        // There is never room: after the second pause the user stops, and what was kept free is used for
        // saving.
        const auto prepare = [&](TrainerInputs&, TinyJob& job) {
            job.context.stateChanged = [&](jobs::JobState state) {
                if (state != jobs::JobState::Paused) return;
                if (++pauses == 1)
                    job.controls.requestResume();
                else
                    job.controls.requestStop();
            };
        };
        ATTUNE_ASSIGN_OK(const Finished run, trainIn(folder / "c", s, Start::Anew, "train_v_sao10", prepare));
        QCOMPARE(pauses, 2);
        QVERIFY(run.outcome.reason == TrainingOutcome::Reason::Stopped);
        QCOMPARE(run.outcome.lastCheckpoint.value().step.value, 2);
    }

    void spaceMadeDuringThePauseIsUsed() {
        const test::SmallDisk disk(16
                                   << 20); // room for two checkpoints of 4.2 MB, beside the filler for none
        if (!disk.isMounted()) QSKIP("a small disk cannot be mounted here");
        const std::filesystem::path filler = disk.path() / "filler";
        test::writeBytes(filler, std::string(13 << 20, 'x'));
        config::RunSettings s = tinySettings(3);
        s.checkpoints.every = 2;
        int pauses = 0;
        ATTUNE_ASSIGN_OK(
            const Finished run,
            trainIn(disk.path() / "c", s, Start::Anew, "train_v_sao10", [&](TrainerInputs&, TinyJob& job) {
                job.context.stateChanged = [&](jobs::JobState state) {
                    if (state != jobs::JobState::Paused) return;
                    std::filesystem::remove(filler);
                    if (++pauses < 3)
                        job.controls.requestResume();
                    else
                        job.controls.requestStop();
                };
            }));
        QCOMPARE(pauses, 1);
        QCOMPARE(run.outcome.step.value, 3);
        QVERIFY(!CheckpointStore::view(disk.path() / "c").list().empty());
    }

    void changedSettingsOrClipsAreAdaptedTo() {
        const test::TemporaryFolder folder;
        ATTUNE_VERIFY_OK(trainIn(folder / "c", tinySettings(4)));
        config::RunSettings s = tinySettings(6);
        s.batchSize = 5; // another number of batches an epoch
        ATTUNE_ASSIGN_OK(const Finished rest, trainIn(folder / "c", s, Start::Resumed));
        QCOMPARE(rest.outcome.step.value, 6);
        QVERIFY(rest.whole.progress.cursor.epoch >= 2);
        // A checkpoint of the other kind is refused.
        s.parts = config::TrainedParts::Lora;
        ATTUNE_VERIFY_ERROR(trainIn(folder / "c", s, Start::Resumed), ErrorCode::Refused);
        ATTUNE_VERIFY_ERROR(trainIn(folder / "empty", tinySettings(2), Start::Resumed), ErrorCode::NotFound);
    }

    void loraTrainsAdaptersAlone() {
        const test::TemporaryFolder folder;
        config::RunSettings s = tinySettings(3);
        s.parts = config::TrainedParts::Lora;
        s.lora.rank = 2;
        TinyRun run("train_v_sao10", s);
        const tensor::NamedTensors before = test::cloned(tensor::stateDictOf(*run.model));
        TinyJob job;
        ATTUNE_ASSIGN_OK(const auto trainer, Trainer::create(run.inputs(folder / "c")));
        ATTUNE_VERIFY_OK(trainer->run(job.context));
        QCOMPARE(test::difference(before, tensor::stateDictOf(*run.model)), std::string());
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint saved, CheckpointStore::view(folder / "c").loadNewest());
        QVERIFY(saved.identity.kind == CheckpointKind::Lora);
        bool hasMoved = false;
        for (const auto& [name, tensor] : saved.model) {
            QVERIFY2(name.ends_with("lora_A") || name.ends_with("lora_B"), name.c_str());
            hasMoved = hasMoved || (name.ends_with("lora_B") && tensor.abs().max().item<double>() > 0.0);
        }
        QVERIFY(hasMoved);
        s.lora.targets = {"no such layer"};
        TinyRun other("train_v_sao10", s);
        QVERIFY(!Trainer::create(other.inputs(folder / "d")).has_value());
    }

    void metricsTellTheStory() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(const Finished run, trainIn(folder / "c", tinySettings(4)));
        for (const char* name : {"train/loss", "train/grad_norm", "train/lr", "train/epoch",
                                 "train/step_seconds", "train/examples_per_second", "memory/host_bytes"}) {
            const std::vector<double> values = TinyJob::values(run.metrics, name);
            QVERIFY2(values.size() == 4, name);
            for (const double value : values) QVERIFY(std::isfinite(value) && value >= 0.0);
        }
        double byNoise = 0.0;
        for (const jobs::MetricPoint& point : run.metrics)
            if (point.name.starts_with("train/loss_0.")) byNoise += 1.0;
        QVERIFY(byNoise >= 4.0);
        // The rate is that of InverseLR with warm-up 0.5: half, three quarters, …
        const std::vector<double> rates = TinyJob::values(run.metrics, "train/lr");
        QVERIFY(std::abs(rates[0] - 0.5e-3) < 1e-9 &&
                std::abs(rates[1] - 0.75e-3 * std::pow(1.001, -0.5)) < 1e-9);
    }

    // A parameter without a gradient would be left out of the training without a word.
    void everyParameterLearns_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("parts");
        for (const char* model : {"train_v_sao10", "train_rf_small"})
            for (const int parts : {0, 1})
                QTest::addRow("%s-%s", model, parts == 0 ? "full" : "lora")
                    << QString::fromUtf8(model) << parts;
    }
    void everyParameterLearns() {
        QFETCH(QString, model);
        QFETCH(int, parts);
        config::RunSettings s = tinySettings(1);
        s.parts = parts == 0 ? config::TrainedParts::Full : config::TrainedParts::Lora;
        s.activationCheckpointing = true;
        TinyRun run(model.toStdString(), s, c10::kCPU);
        ATTUNE_ASSIGN_OK(const TrainableModel trainable, TrainableModel::create(run.model, s));
        ATTUNE_ASSIGN_OK(StepRandomness randomness,
                         StepRandomness::seeded({0.1, true, 0.0, {}}, {}, 1, c10::kCPU));
        ATTUNE_ASSIGN_OK(const ExampleBatch read, readBatch(run.training, {{0, 1, 0.0}, {1, 2, 0.0}}));
        StepBatch batch;
        batch.latents = read.latents.to(c10::kCPU);
        batch.paddingMask = read.paddingMask.to(c10::kCPU);
        for (std::size_t i = 0; i < 2; ++i)
            batch.clips.push_back({{"prompt", read.prompts[i]},
                                   {"seconds_start", read.numbers[i].at("seconds_start")},
                                   {"seconds_total", read.numbers[i].at("seconds_total")}});
        TrainingStep step(*run.model, precisionProfile(s.precision));
        ATTUNE_ASSIGN_OK(const StepLoss loss,
                         step.loss(batch, randomness.draw(batch.latents.sizes(), c10::kCPU), &run.text));
        loss.loss.backward();
        for (const NamedParameter& parameter : trainable.parameters())
            QVERIFY2(parameter.value.grad().defined(), parameter.name.c_str());
        ATTUNE_ASSIGN_OK(const auto optimiser, makeOptimiser({}, trainable.parameters()));
        optimiser->step();
        const at::Tensor t = at::full({2}, 0.3);
        ATTUNE_ASSIGN_OK(const at::Tensor heldOut,
                         step.heldOutLosses(batch, t, at::zeros_like(batch.latents), &run.text));
        QVERIFY(heldOut.isfinite().all().item<bool>());
    }
};

namespace {

// Trains until killed, telling each step.
int child(const std::string& folder, const std::string& steps, bool everyStep) {
    config::RunSettings s = everyStep ? tinySettings(std::stoll(steps)) : richSettings(std::stoll(steps));
    s.checkpoints.every = everyStep ? 1 : 5;
    TinyRun run("train_v_sao10", s);
    TinyJob job;
    job.context.progress = [](const Progress& progress) {
        if (progress.stage != "Training") return;
        std::printf("step %lld\n", static_cast<long long>(progress.done));
        std::fflush(stdout);
    };
    auto trainer = Trainer::create(run.inputs(pathFromUtf8(folder)));
    if (!trainer) return 2;
    const auto resumed = (*trainer)->resume();
    if (!resumed && resumed.error().code != ErrorCode::NotFound) return 3;
    return (*trainer)->run(job.context) ? 0 : 4;
}

} // namespace

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() >= 3 && arguments[0] == "--child")
        return child(arguments[1], arguments[2], arguments.size() > 3);
    QCoreApplication application(argc, argv);
    TestTrainer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_Trainer.moc"
