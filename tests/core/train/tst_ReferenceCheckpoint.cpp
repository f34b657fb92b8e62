// SPDX-License-Identifier: GPL-3.0-or-later
//
// A training checkpoint that the reference wrote, read, written by us and read again: everything comes back,
// under the same keys.
#include "core/base/Text.h"
#include "core/config/RunSettingsReference.h"
#include "core/model/CheckpointKeys.h"
#include "core/tensor/CheckpointFile.h"
#include "core/train/ReferenceCheckpoint.h"
#include "core/train/ReferenceCheckpointWriter.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/Functions.h>

#include <QtTest/QtTest>

#include <cstdlib>
#include <set>

using namespace attune;
using namespace attune::train;
using namespace attune::test;

namespace {

std::filesystem::path fixtures() {
    return attune::test::fixturesFolder();
}

std::filesystem::path originalFile() {
    return fixtures() / "ckpt_wrapped" / "epoch=0-step=6.ckpt";
}

std::set<std::string> keysOf(const std::filesystem::path& file) {
    std::set<std::string> keys;
    const tensor::CheckpointFile opened = tensor::CheckpointFile::open(file).value();
    for (const tensor::TensorInfo& info : opened.tensorInfos()) keys.insert(info.name);
    return keys;
}

bool areEqual(const tensor::NamedTensors& a, const tensor::NamedTensors& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [name, value] : a) {
        const at::Tensor* const other = b.find(name);
        if (other == nullptr || !at::equal(value, *other)) return false;
    }
    return true;
}

} // namespace

class TestReferenceCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheReferenceWroteIsWrittenTheSame();
    void namesCountEpochsAsLightningDoes();
    void adaptersAreRefused();
    void countersBelowNoneAreRefusedByName_data();
    void countersBelowNoneAreRefusedByName();
};

void TestReferenceCheckpoint::whatTheReferenceWroteIsWrittenTheSame() {
    ATTUNE_ASSIGN_OK(const config::ModelConfig config, configOfReferenceCheckpoint(originalFile()));
    ATTUNE_ASSIGN_OK(const LoadedCheckpoint loaded, readReferenceCheckpoint(originalFile(), config));
    ATTUNE_ASSIGN_OK(const tensor::NamedTensors all, tensor::readStateDict(originalFile()));
    ATTUNE_ASSIGN_OK(const tensor::NamedTensors model,
                     model::unwrappedDiffusion(all, model::WeightsOf::LastStep));
    ATTUNE_ASSIGN_OK(const config::ImportedRunSettings imported,
                     config::runSettingsFromReference(config.document, {}));

    const TemporaryFolder folder;
    const auto file = folder / "again.ckpt";
    ATTUNE_VERIFY_OK(writeReferenceCheckpoint(file, {loaded, model, config, imported.settings, "0001-run"}));
    QVERIFY(keysOf(file) == keysOf(originalFile()));
    ATTUNE_ASSIGN_OK(const config::ModelConfig embedded, configOfReferenceCheckpoint(file));
    QVERIFY(embedded.document == config.document);
    ATTUNE_ASSIGN_OK(const LoadedCheckpoint again, readReferenceCheckpoint(file, embedded));
    QVERIFY(areEqual(again.model, loaded.model));
    QVERIFY(areEqual(again.ema, loaded.ema));
    QVERIFY(areEqual(again.optimiser, loaded.optimiser));
    QCOMPARE(again.progress.step, std::int64_t{6});
    QCOMPARE(again.progress.microBatches, loaded.progress.microBatches);
    QCOMPARE(again.progress.emaUpdates, loaded.progress.emaUpdates);

    // The rate of the next step, where the reference had it.
    const auto rateOf = [](const std::filesystem::path& which) {
        const auto opened = tensor::CheckpointFile::open(which).value();
        return opened.root()
            ->find("optimizer_states")
            ->items[0]
            ->find("param_groups")
            ->items[0]
            ->find("lr")
            ->asNumber();
    };
    QVERIFY(std::abs(rateOf(file) - rateOf(originalFile())) < 1e-12);
    const auto opened = tensor::CheckpointFile::open(file).value();
    QCOMPARE(opened.root()->find(kAttuneRunKey)->text, std::string("0001-run"));
}

void TestReferenceCheckpoint::namesCountEpochsAsLightningDoes() {
    TrainingProgress progress;
    progress.step = 6;
    progress.microBatches = 6;
    progress.batchesPerEpoch = 6;
    QCOMPARE(referenceCheckpointName(progress),
             std::string("epoch=0-step=6.ckpt")); // an epoch's last batch belongs to it
    progress.step = 7;
    progress.microBatches = 7;
    QCOMPARE(referenceCheckpointName(progress), std::string("epoch=1-step=7.ckpt"));
}

void TestReferenceCheckpoint::adaptersAreRefused() {
    ATTUNE_ASSIGN_OK(const config::ModelConfig config, configOfReferenceCheckpoint(originalFile()));
    LoadedCheckpoint adapters;
    adapters.identity.kind = CheckpointKind::Lora;
    const TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(writeReferenceCheckpoint(folder / "x.ckpt", {adapters, {}, config, {}, {}}),
                        ErrorCode::Refused);
    QVERIFY(!std::filesystem::exists(folder / "x.ckpt"));
}

void TestReferenceCheckpoint::countersBelowNoneAreRefusedByName_data() {
    QTest::addColumn<qlonglong>("step");
    QTest::addColumn<qlonglong>("emaUpdates");
    QTest::addColumn<QString>("named");
    QTest::newRow("step") << -6LL << 6LL << QStringLiteral("global_step is -6");
    QTest::newRow("average") << 6LL << -8LL << QStringLiteral("number of averaged steps is -8");
}

void TestReferenceCheckpoint::countersBelowNoneAreRefusedByName() {
    QFETCH(qlonglong, step);
    QFETCH(qlonglong, emaUpdates);
    QFETCH(QString, named);
    ATTUNE_ASSIGN_OK(const config::ModelConfig config, configOfReferenceCheckpoint(originalFile()));
    ATTUNE_ASSIGN_OK(LoadedCheckpoint loaded, readReferenceCheckpoint(originalFile(), config));
    ATTUNE_ASSIGN_OK(const tensor::NamedTensors all, tensor::readStateDict(originalFile()));
    ATTUNE_ASSIGN_OK(const tensor::NamedTensors model,
                     model::unwrappedDiffusion(all, model::WeightsOf::LastStep));
    ATTUNE_ASSIGN_OK(const config::ImportedRunSettings imported,
                     config::runSettingsFromReference(config.document, {}));
    loaded.progress.step = step;
    loaded.progress.emaUpdates = emaUpdates;
    const TemporaryFolder folder;
    const auto file = folder / "odd.ckpt";
    ATTUNE_VERIFY_OK(writeReferenceCheckpoint(file, {loaded, model, config, imported.settings, "0001-run"}));
    const auto read = readReferenceCheckpoint(file, config);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Corrupt);
    QVERIFY2(read.error().message.find(named.toStdString()) != std::string::npos,
             read.error().message.c_str());
}

QTEST_APPLESS_MAIN(TestReferenceCheckpoint)
#include "tst_ReferenceCheckpoint.moc"
