// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/CheckpointKeys.h"
#include "core/model/ModelExport.h"
#include "core/model/ModelInspection.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/SafeTensors.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

#include <ATen/Functions.h>

using namespace attune;
using namespace attune::model;
using tensor::NamedTensors;

namespace {

namespace fs = std::filesystem;

fs::path fixtures() {
    return attune::test::fixturesFolder();
}
fs::path wrappedFile() {
    return fixtures() / "ckpt_wrapped/epoch=0-step=6.ckpt";
}
config::ModelConfig wrappedConfig() {
    return *config::ModelConfig::read(fixtures() / "ckpt_wrapped/model.json");
}

bool equals(const NamedTensors& a, const NamedTensors& b) {
    if (a.size() != b.size()) return false;
    return std::all_of(a.begin(), a.end(), [&](const NamedTensors::Entry& entry) {
        const at::Tensor* other = b.find(entry.name);
        return other != nullptr && other->scalar_type() == entry.tensor.scalar_type() &&
               at::equal(*other, entry.tensor);
    });
}

} // namespace

class TestModelExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unwrapsAsTheReferenceDoes_data();
    void unwrapsAsTheReferenceDoes();
    void lastStepIsNotTheAverage();
    void convertsPrecision();
    void restoresWeightNormAndFrequencies();
    void keepsTheReferencesOrder();
    void refusesIncompleteModels();
    void refusesAnAverageThatIsNotThere();
    void neverOverwritesUnasked();
    void keepsAnotherModelsConfiguration();
    void keepsAnotherModelsOwnConfiguration();
    void isNotHiddenByAConfigurationOfItsName();
    void takesAutoencodersOut();
    void stopsWhenAsked();
};

void TestModelExport::unwrapsAsTheReferenceDoes_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("safetensors") << static_cast<int>(ModelFileKind::SafeTensors)
                                 << QStringLiteral("out.safetensors");
    QTest::newRow("ckpt") << static_cast<int>(ModelFileKind::TorchCheckpoint) << QStringLiteral("out.ckpt");
}

void TestModelExport::unwrapsAsTheReferenceDoes() {
    QFETCH(const int, kind);
    QFETCH(const QString, name);
    const test::TemporaryFolder folder;
    const fs::path target = folder / name.toUtf8().constData();
    std::int64_t seen = 0;
    ExportOptions options;
    options.kind = static_cast<ModelFileKind>(kind);
    options.progress = [&](const Progress& progress) { seen = progress.total; };
    ATTUNE_ASSIGN_OK(const ExportReport report,
                     convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, target, options));
    ATTUNE_ASSIGN_OK(const NamedTensors expected,
                     tensor::readSafeTensors(fixtures() / "ckpt_unwrapped/exported_model.safetensors"));
    ATTUNE_ASSIGN_OK(const NamedTensors written, tensor::readStateDict(target));
    QVERIFY(equals(written, expected));
    QCOMPARE(seen, static_cast<std::int64_t>(expected.size()));
    QCOMPARE(report.weights, target);
    QCOMPARE(report.bytes, static_cast<std::int64_t>(fs::file_size(target)));
    QCOMPARE(report.config, folder / "model_config.json");
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(target));
    QVERIFY(inspection.canTrain && inspection.keys->isExact());
    QCOMPARE(inspection.config->document, wrappedConfig().document);
}

void TestModelExport::lastStepIsNotTheAverage() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(
        convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::LastStep, folder / "o.safetensors"));
    ATTUNE_ASSIGN_OK(const NamedTensors written, tensor::readStateDict(folder / "o.safetensors"));
    ATTUNE_ASSIGN_OK(const NamedTensors wrapped, tensor::readStateDict(wrappedFile()));
    for (const auto& [name, value] : written)
        QVERIFY2(at::equal(*wrapped.find("diffusion." + name), value), name.c_str());
}

void TestModelExport::convertsPrecision() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const NamedTensors original,
                     tensor::readSafeTensors(fixtures() / "ckpt_unwrapped/exported_model.safetensors"));
    for (const auto kind : {ModelFileKind::SafeTensors, ModelFileKind::TorchCheckpoint})
        for (const auto type : {at::kHalf, at::kBFloat16, at::kFloat}) {
            ExportOptions options;
            options.kind = kind;
            options.floatType = type;
            options.whenExists = WhenExists::Replace;
            ATTUNE_VERIFY_OK(writeModelFile(folder / "m", wrappedConfig(), original, options));
            ATTUNE_ASSIGN_OK(const NamedTensors written, tensor::readStateDict(folder / "m"));
            for (const auto& [name, value] : original) {
                QCOMPARE(written.find(name)->scalar_type(), type);
                QVERIFY2(at::equal(*written.find(name), value.to(type)), name.c_str());
            }
        }
}

void TestModelExport::restoresWeightNormAndFrequencies() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const NamedTensors original,
                     tensor::readSafeTensors(fixtures() / "ckpt_unwrapped/exported_model.safetensors"));
    NamedTensors folded;
    for (const auto& [name, value] : original) {
        if (name.ends_with("inv_freq") || name.ends_with(".weight_g")) continue;
        if (!name.ends_with(".weight_v")) {
            folded.set(name, value);
            continue;
        }
        const std::string stem = name.substr(0, name.size() - 2);
        at::Tensor weight = at::_weight_norm(value, *original.find(stem + "_g"), 0).clone();
        if (stem.ends_with("encoder.layers.0.weight")) weight[0].zero_(); // a filter that was pruned away
        folded.set(stem, weight);
    }
    ATTUNE_ASSIGN_OK(const ExportReport report,
                     writeModelFile(folder / "m.safetensors", wrappedConfig(), folded));
    QVERIFY(!report.keys.rebuilt.empty() && report.keys.unexpected.empty());
    ATTUNE_ASSIGN_OK(const NamedTensors written, tensor::readStateDict(folder / "m.safetensors"));
    QCOMPARE(written.size(), original.size());
    for (const auto& [name, value] : original) {
        if (name.ends_with("inv_freq")) QVERIFY(at::allclose(*written.find(name), value));
        if (!name.ends_with(".weight_v")) continue;
        const std::string stem = name.substr(0, name.size() - 2);
        const at::Tensor again = at::_weight_norm(*written.find(name), *written.find(stem + "_g"), 0);
        QVERIFY2(at::allclose(again, *folded.find(stem), 1e-5, 1e-7), stem.c_str());
    }
}

void TestModelExport::keepsTheReferencesOrder() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const NamedTensors original,
                     tensor::readStateDict(fixtures() / "ckpt_unwrapped/exported_model.ckpt"));
    NamedTensors shuffled;
    for (auto it = original.end(); it != original.begin();) {
        --it;
        shuffled.set(it->name, it->tensor);
    }
    ATTUNE_VERIFY_OK(writeModelFile(folder / "m.safetensors", wrappedConfig(), shuffled));
    ATTUNE_ASSIGN_OK(const auto file, tensor::CheckpointFile::open(folder / "m.safetensors"));
    auto expected = original.begin();
    for (const tensor::TensorInfo& info : file.tensorInfos()) QCOMPARE(info.name, (expected++)->name);
}

void TestModelExport::refusesIncompleteModels() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(NamedTensors weights,
                     tensor::readStateDict(fixtures() / "ckpt_unwrapped/exported_model.ckpt"));
    weights.erase("model.model.preprocess_conv.weight");
    const auto missing = writeModelFile(folder / "m.safetensors", wrappedConfig(), weights);
    ATTUNE_VERIFY_ERROR(missing, ErrorCode::MissingKey);
    QVERIFY(missing.error().message.find("preprocess_conv") != std::string::npos);
    weights.set("model.model.preprocess_conv.weight", at::ones({1}));
    ATTUNE_VERIFY_ERROR(writeModelFile(folder / "m.safetensors", wrappedConfig(), weights),
                        ErrorCode::ShapeMismatch);
    QCOMPARE(test::listing(folder.path()), std::string());
}

void TestModelExport::refusesAnAverageThatIsNotThere() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const NamedTensors wrapped, tensor::readStateDict(wrappedFile()));
    NamedTensors withoutAverage;
    for (const auto& [name, value] : wrapped)
        if (!name.starts_with("diffusion_ema.")) withoutAverage.set(name, value);
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "w.safetensors", withoutAverage));
    ATTUNE_VERIFY_ERROR(convertModelFile(folder / "w.safetensors", wrappedConfig(), WeightsOf::Average,
                                         folder / "o.safetensors"),
                        ErrorCode::MissingKey);
    ATTUNE_VERIFY_OK(convertModelFile(folder / "w.safetensors", wrappedConfig(), WeightsOf::LastStep,
                                      folder / "o.safetensors"));
}

void TestModelExport::neverOverwritesUnasked() {
    const test::TemporaryFolder folder;
    test::writeBytes(folder / "m.safetensors", "precious");
    const auto source = fixtures() / "ckpt_unwrapped/exported_model.ckpt";
    ATTUNE_VERIFY_ERROR(
        convertModelFile(source, wrappedConfig(), WeightsOf::LastStep, folder / "m.safetensors"),
        ErrorCode::AlreadyExists);
    QCOMPARE(test::readBytes(folder / "m.safetensors"), std::string("precious"));
    ExportOptions replace;
    replace.whenExists = WhenExists::Replace;
    ATTUNE_VERIFY_OK(
        convertModelFile(source, wrappedConfig(), WeightsOf::LastStep, folder / "m.safetensors", replace));
    // In place, over the file that is being read.
    ATTUNE_VERIFY_OK(convertModelFile(folder / "m.safetensors", wrappedConfig(), WeightsOf::LastStep,
                                      folder / "m.safetensors", replace));
    ATTUNE_VERIFY_ERROR(convertModelFile(folder / "none.ckpt", wrappedConfig(), WeightsOf::LastStep,
                                         folder / "x.safetensors"),
                        ErrorCode::NotFound);
}

void TestModelExport::keepsAnotherModelsConfiguration() {
    const test::TemporaryFolder folder;
    test::writeBytes(folder / "model_config.json", "{\"model_type\":\"autoencoder\"}");
    ATTUNE_ASSIGN_OK(
        const ExportReport report,
        convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, folder / "m.safetensors"));
    QCOMPARE(report.config, folder / "m_config.json");
    QCOMPARE(test::readBytes(folder / "model_config.json"), std::string("{\"model_type\":\"autoencoder\"}"));
    QCOMPARE(findModelConfig(folder / "m.safetensors"), folder / "m_config.json");
}

void TestModelExport::keepsAnotherModelsOwnConfiguration() {
    const test::TemporaryFolder folder;
    const fs::path target = folder / "m.safetensors";
    const std::string theirs = "{\"model_type\":\"autoencoder\"}";
    test::writeBytes(folder / "m_config.json", theirs); // of m.ckpt, say
    const auto refused = convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, target);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
    QVERIFY(refused.error().context.ends_with("m_config.json") && !refused.error().remedy.empty());
    QCOMPARE(test::readBytes(folder / "m_config.json"), theirs);
    QVERIFY2(!fs::exists(target) && !fs::exists(folder / "model_config.json"), "nothing may be written");

    ExportOptions options;
    options.whenExists = WhenExists::Replace;
    ATTUNE_ASSIGN_OK(const ExportReport replaced,
                     convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, target, options));
    QCOMPARE(replaced.config, folder / "m_config.json");
    QCOMPARE(findModelConfig(target), replaced.config);
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(target));
    QCOMPARE(inspection.config->document, wrappedConfig().document);
    // The same configuration again is no conflict.
    fs::remove(target);
    ATTUNE_VERIFY_OK(convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, target));
}

void TestModelExport::isNotHiddenByAConfigurationOfItsName() {
    const test::TemporaryFolder folder;
    const std::string theirs = "{\"model_type\":\"autoencoder\"}";
    test::writeBytes(folder / "m.json", theirs); // would be found before model_config.json
    ATTUNE_ASSIGN_OK(
        const ExportReport report,
        convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, folder / "m.safetensors"));
    QCOMPARE(findModelConfig(folder / "m.safetensors"), report.config);
    QCOMPARE(test::readBytes(folder / "m.json"), theirs);
}

void TestModelExport::takesAutoencodersOut() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const config::ModelConfig config,
                     config::ModelConfig::read(fixtures() / "vae_snake/model.json"));
    ATTUNE_ASSIGN_OK(const NamedTensors weights,
                     tensor::readStateDict(fixtures() / "vae_snake/weights.safetensors"));
    // As a training checkpoint of the reference holds it, average included.
    NamedTensors wrapped = weights.withPrefix("autoencoder.");
    for (const auto& [name, value] : weights) wrapped.set("autoencoder_ema.ema_model." + name, value + 1);
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "w.safetensors", wrapped));
    ATTUNE_VERIFY_OK(convertModelFile(folder / "w.safetensors", config, WeightsOf::LastStep,
                                      folder / "last.ckpt", {ModelFileKind::TorchCheckpoint, {}}));
    ATTUNE_ASSIGN_OK(const NamedTensors last, tensor::readStateDict(folder / "last.ckpt"));
    QVERIFY(equals(last, weights));
    ATTUNE_VERIFY_OK(convertModelFile(folder / "w.safetensors", config, WeightsOf::Average,
                                      folder / "average.safetensors"));
    ATTUNE_ASSIGN_OK(const NamedTensors average, tensor::readStateDict(folder / "average.safetensors"));
    QVERIFY(at::equal(average.begin()->tensor, weights.find(average.begin()->name)->add(1)));
}

void TestModelExport::stopsWhenAsked() {
    const test::TemporaryFolder folder;
    CancellationSource stop;
    ExportOptions options;
    options.cancellation = stop.cancellation();
    options.progress = [&](const Progress& progress) {
        if (progress.done == 3) stop.request();
    };
    for (const auto kind : {ModelFileKind::SafeTensors, ModelFileKind::TorchCheckpoint}) {
        options.kind = kind;
        ATTUNE_VERIFY_ERROR(
            convertModelFile(wrappedFile(), wrappedConfig(), WeightsOf::Average, folder / "m", options),
            ErrorCode::Cancelled);
        QCOMPARE(test::listing(folder.path()), std::string());
    }
}

QTEST_APPLESS_MAIN(TestModelExport)
#include "tst_ModelExport.moc"
