// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/tensor/SafeTensors.h"
#include "core/train/CheckpointStore.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <fstream>

using namespace attune;
using namespace attune::train;
namespace fs = std::filesystem;

namespace {

CheckpointContents contents(std::int64_t step, std::optional<double> loss = std::nullopt) {
    CheckpointContents c;
    c.progress.step = step;
    c.progress.microBatches = step * 2;
    c.progress.examples = step * 6;
    c.progress.skippedSteps = 1;
    c.progress.elapsedSeconds = 12.5;
    c.progress.cursor = {3, 1};
    c.progress.batchesPerEpoch = 4;
    c.progress.emaUpdates = step;
    c.progress.timestepSampler = {{"drawn", 5}};
    c.progress.scaler = {{"scale", 1024.0}};
    c.progress.heldOutLoss = loss;
    c.identity = {CheckpointKind::Full, "settings", "data", "base", "vae", "cpu"};
    c.model = {{"model.a", at::full({4, 5}, static_cast<float>(step))},
               {"conditioner.b", at::arange(3).to(at::kBFloat16)}};
    c.ema = {{"model.a", at::full({4, 5}, 0.5F)}};
    c.optimiser = {{"exp_avg/model.a", at::rand({4, 5})}, {"step/model.a", at::tensor({step})}};
    c.random = {{"host", at::arange(16).to(at::kByte)}};
    return c;
}

std::vector<std::int64_t> stepsOf(const CheckpointStore& store) {
    std::vector<std::int64_t> steps;
    for (const CheckpointInfo& info : store.list()) steps.push_back(info.step.value);
    return steps;
}

using Steps = std::vector<std::int64_t>;

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "checkpoints"));
        const CheckpointContents written = contents(500, 0.25);
        ATTUNE_ASSIGN_OK(const CheckpointInfo info, store.write(written, {}, 0));
        QCOMPARE(info.step.value, 500);
        QVERIFY(info.isResumable);
        QVERIFY(info.bytes > written.model.sizeBytes());
        QVERIFY(fs::exists(store.folder() / "step-000500" / "state.json"));
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint read, store.loadNewest());
        QVERIFY(read.progress == written.progress);
        QVERIFY(read.identity == written.identity);
        for (const auto& [name, tensor] : written.model) QVERIFY(at::equal(tensor, *read.model.find(name)));
        for (const auto& [name, tensor] : written.optimiser)
            QVERIFY(at::equal(tensor, *read.optimiser.find(name)));
        QVERIFY(at::equal(*written.random.find("host"), *read.random.find("host")));
        QCOMPARE(read.info.heldOutLoss.value_or(0.0), 0.25);
    }

    void weightsOpenAsAnyOtherFile() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(7), {}, 0));
        ATTUNE_ASSIGN_OK(const auto file,
                         tensor::SafeTensorsFile::open(store.folderOf(StepIndex{7}) / "model.safetensors"));
        QVERIFY(file.tensor("model.a").has_value());
        QVERIFY(std::any_of(file.metadata().begin(), file.metadata().end(),
                            [](const auto& m) { return m.first == "attune.step" && m.second == "7"; }));
    }

    void oldOnesGoOnceNewOnesAreSafe() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        RetentionPolicy policy;
        policy.keepLast = 2;
        policy.pinnedSteps = {200};
        const double losses[] = {0.5, 0.1, 0.3, 0.4, 0.6, 0.7};
        for (std::int64_t i = 0; i < 6; ++i) {
            ATTUNE_VERIFY_OK(store.write(contents((i + 1) * 100, losses[i]), policy, 0));
            QVERIFY(store.list().back().step.value == (i + 1) * 100);
        }
        QVERIFY(stepsOf(store) == (Steps{200, 500, 600})); // 200 is both pinned and the best
        policy.pinnedSteps = {};
        policy.keepBest = true;
        ATTUNE_VERIFY_OK(store.write(contents(700, 0.05), policy, 0));
        QVERIFY(stepsOf(store) == (Steps{600, 700}));
        policy.keepLast = 0;
        ATTUNE_VERIFY_OK(store.write(contents(800), policy, 0));
        QVERIFY(stepsOf(store) == (Steps{600, 700, 800}));
        QCOMPARE(QString::fromStdString(test::listing(store.folder())).count(QStringLiteral("attune-tmp")),
                 0);
    }

    void newestMeansWrittenLast() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        for (const std::int64_t step : {100, 200, 50}) ATTUNE_VERIFY_OK(store.write(contents(step), {}, 0));
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint newest, store.loadNewest());
        QCOMPARE(newest.progress.step, 50);                  // trained again from an earlier one
        ATTUNE_VERIFY_OK(store.write(contents(100), {}, 0)); // replaces its folder
        QVERIFY(stepsOf(store) == (Steps{50, 100, 200}));
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint again, store.loadNewest());
        QCOMPARE(again.progress.step, 100);
    }

    void damageIsNoticed_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("flipped byte") << 0;
        QTest::newRow("cut short") << 1;
        QTest::newRow("missing file") << 2;
        QTest::newRow("missing state") << 3;
        QTest::newRow("cut state") << 4;
        QTest::newRow("state without progress") << 5;
    }
    void damageIsNoticed() {
        QFETCH(int, kind);
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(100), {}, 0));
        ATTUNE_VERIFY_OK(store.write(contents(200), {}, 0));
        const fs::path broken = store.folderOf(StepIndex{200});
        const fs::path weights = broken / "optimiser.safetensors";
        switch (kind) {
        case 0: {
            std::string bytes = test::readBytes(weights);
            bytes.back() = static_cast<char>(bytes.back() ^ 1);
            test::writeBytes(weights, bytes);
            break;
        }
        case 1:
            test::cutFile(weights, static_cast<std::int64_t>(fs::file_size(weights)) - 3);
            break;
        case 2:
            fs::remove(weights);
            break;
        case 3:
            fs::remove(broken / "state.json");
            break;
        case 4:
            test::cutFile(broken / "state.json", 40);
            break;
        default:
            test::writeBytes(broken / "state.json", "{\"attune_checkpoint\": 1}\n");
            break;
        }
        ATTUNE_VERIFY_ERROR(store.load(StepIndex{200}), ErrorCode::Corrupt);
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint fallback, store.loadNewest());
        QCOMPARE(fallback.progress.step, 100);
    }

    void newerFormatsAreRefused() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(1), {}, 0));
        const fs::path file = store.folderOf(StepIndex{1}) / "state.json";
        ATTUNE_ASSIGN_OK(config::Json state, config::readJsonFile(file));
        state["attune_checkpoint"] = 99;
        ATTUNE_VERIFY_OK(config::writeJsonFile(file, state));
        ATTUNE_VERIFY_ERROR(store.load(StepIndex{1}), ErrorCode::VersionTooNew);
    }

    void nothingToContueFrom() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_ERROR(store.loadNewest(), ErrorCode::NotFound);
        ATTUNE_VERIFY_ERROR(store.load(StepIndex{3}), ErrorCode::NotFound);
        QVERIFY(CheckpointStore::view(folder / "absent").list().empty());
        QVERIFY(!fs::exists(folder / "absent"));
    }

    void whatACrashLeftIsSweptOrRecovered() {
        const test::TemporaryFolder folder;
        const fs::path place = folder / "c";
        {
            ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(place));
            ATTUNE_VERIFY_OK(store.write(contents(100), {}, 0));
            ATTUNE_VERIFY_OK(store.write(contents(200), {}, 0));
        }
        // Complete, but the last rename did not happen; and one that was half written.
        fs::rename(place / "step-000200", place / ".attune-tmp-2147483647-1");
        fs::create_directories(place / ".attune-tmp-2147483647-2");
        test::writeBytes(place / ".attune-tmp-2147483647-2" / "model.safetensors", "half");
        test::writeBytes(place / "step-000100" / ".attune-tmp-2147483647-3", "half");
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(place));
        QVERIFY(stepsOf(store) == (Steps{100, 200}));
        ATTUNE_VERIFY_OK(store.load(StepIndex{200}));
        QCOMPARE(QString::fromStdString(test::listing(place)).count(QStringLiteral("attune-tmp")), 0);
        QVERIFY(!fs::exists(place / "step-000100" / ".attune-tmp-2147483647-3"));
    }

    void aFullDiskStopsBeforeWriting() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(100), {1, false, {}}, 0));
        const auto refused = store.write(contents(200), {1, false, {}}, std::int64_t{1} << 60);
        ATTUNE_VERIFY_ERROR(refused, ErrorCode::DiskFull);
        QVERIFY(!refused.error().remedy.empty());
        QVERIFY(stepsOf(store) == (Steps{100}));
        ATTUNE_VERIFY_OK(store.load(StepIndex{100}));
    }

    void aDiskThatFillsUpLeavesTheOldOne() {
        const test::SmallDisk disk(3 << 20);
        if (!disk.isMounted()) QSKIP("a small disk cannot be mounted here");
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(disk.path() / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(100), {1, false, {}}, 0));
        CheckpointContents big = contents(200);
        big.model.set("model.big", at::zeros({1 << 20})); // 4 MiB
        // Written without asking first, as when another program fills the disk meanwhile.
        ATTUNE_VERIFY_ERROR(writeCheckpoint(store.folderOf(StepIndex{200}), big, 2), ErrorCode::DiskFull);
        QVERIFY(stepsOf(store) == (Steps{100}));
        ATTUNE_VERIFY_OK(store.loadNewest());
        QCOMPARE(QString::fromStdString(test::listing(store.folder())).count(QStringLiteral("attune-tmp")),
                 0);
    }

    void thinOnesCanBeHeardButNotResumed() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(100), {}, 0));
        ATTUNE_VERIFY_OK(store.write(contents(200), {}, 0));
        ATTUNE_VERIFY_OK(store.thin(StepIndex{200}));
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint thin, store.load(StepIndex{200}));
        QVERIFY(!thin.info.isResumable);
        QVERIFY(thin.optimiser.empty() && !thin.model.empty());
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint newest, store.loadNewest());
        QCOMPARE(newest.progress.step, 100);
    }

    void removingNeverTakesTheLastWayBack() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(100), {}, 0));
        ATTUNE_VERIFY_ERROR(store.remove(StepIndex{100}), ErrorCode::Refused);
        ATTUNE_VERIFY_ERROR(store.remove(StepIndex{300}), ErrorCode::NotFound);
        ATTUNE_VERIFY_OK(store.write(contents(200), {}, 0));
        ATTUNE_VERIFY_OK(store.remove(StepIndex{100}));
        QVERIFY(stepsOf(store) == (Steps{200}));
    }

    void loadingCanBeCancelled() {
        const test::TemporaryFolder folder;
        ATTUNE_ASSIGN_OK(CheckpointStore store, CheckpointStore::open(folder / "c"));
        ATTUNE_VERIFY_OK(store.write(contents(100), {}, 0));
        CancellationSource stop;
        stop.request();
        ATTUNE_VERIFY_ERROR(store.loadNewest(stop.cancellation()), ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_Checkpoint.moc"
