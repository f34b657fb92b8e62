// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/CheckpointKeys.h"
#include "core/model/ExpectedTensors.h"
#include "core/model/ModelInspection.h"
#include "core/tensor/PickleJson.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/format/SafeTensorsHeader.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

using namespace attune;
using namespace attune::model;
using tensor::NamedTensors;

namespace {

namespace fs = std::filesystem;

fs::path fixtures() {
    return attune::test::fixturesFolder();
}

// The header of a model of real size, and a hole where 5 GB of weights would be.
void writeHollowModel(const fs::path& file, const config::ModelConfig& config) {
    const auto expected = expectedTensors(config, 768);
    QVERIFY(expected.has_value());
    std::vector<tensor::format::TensorRecord> records;
    std::uint64_t bytes = 0;
    for (const auto& [name, value] : *expected) {
        records.push_back({name, tensor::format::ElementType::F32, value.sizes().vec(), 0, 0});
        bytes += static_cast<std::uint64_t>(value.numel()) * 4;
    }
    const std::string front = tensor::format::layOutSafeTensors(records, {}).front;
    test::writeBytes(file, front);
    fs::resize_file(file, front.size() + bytes);
}

// A folder with a fixture's weights under `name` and, if wanted, its configuration.
void copyModel(const fs::path& from, const fs::path& config, const fs::path& to) {
    fs::copy_file(from, to);
    if (!config.empty()) fs::copy_file(config, to.parent_path() / "model_config.json");
}

config::Json configOf(const fs::path& file) {
    return *config::readJsonFile(file);
}

bool hasFinding(const ModelInspection& inspection, Finding::Severity severity, const char* text) {
    return std::any_of(inspection.findings.begin(), inspection.findings.end(), [&](const Finding& finding) {
        return finding.severity == severity && finding.message.find(text) != std::string::npos;
    });
}

} // namespace

class TestModelInspection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void describesUnwrappedModels_data();
    void describesUnwrappedModels();
    void describesTrainingCheckpoints();
    void describesRealModels_data();
    void describesRealModels();
    void describesAutoencodersAndTextEncoders();
    void saysThatTheConfigurationIsMissing();
    void namesTheKeysThatDoNotFit();
    void refusesArcModelsForTraining();
    void noticesDamage_data();
    void noticesDamage();
    void findsTheConfigurationThatBelongsToAFile();
    void errorsAreThoseOfTheFile();
    void countsPartsAndPrecisions();
    void readsPlainValuesAsJson();
    void unwrapsEveryForm();
    void numbersInNamesMayBeAnything();
    void bufferKeysAreToldFromParameters();
};

void TestModelInspection::describesUnwrappedModels_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("config");
    QTest::newRow("safetensors") << QStringLiteral("ckpt_unwrapped/exported_model.safetensors")
                                 << QStringLiteral("ckpt_unwrapped/model.json");
    QTest::newRow("ckpt") << QStringLiteral("ckpt_unwrapped/exported_model.ckpt")
                          << QStringLiteral("ckpt_unwrapped/model.json");
    QTest::newRow("legacy") << QStringLiteral("ckpt_unwrapped/legacy_format.ckpt")
                            << QStringLiteral("ckpt_unwrapped/model.json");
    QTest::newRow("sao10") << QStringLiteral("model_sao10_full/model.safetensors")
                           << QStringLiteral("model_sao10_full/model.json");
    QTest::newRow("small") << QStringLiteral("model_small_full/model.safetensors")
                           << QStringLiteral("model_small_full/model.json");
}

void TestModelInspection::describesUnwrappedModels() {
    QFETCH(const QString, file);
    QFETCH(const QString, config);
    const fs::path path = fixtures() / file.toStdString();
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(path));
    QCOMPARE(inspection.survey.form, CheckpointForm::Diffusion);
    QVERIFY(inspection.survey.hasTransformer && inspection.survey.hasConditioner &&
            inspection.survey.hasAutoencoder);
    QVERIFY(!inspection.survey.hasEma && !inspection.isArc && !inspection.training);
    QCOMPARE(inspection.configFile, fixtures() / config.toStdString());
    QVERIFY(inspection.keys && inspection.keys->isExact());
    QVERIFY2(inspection.canTrain, inspection.cannotTrainReason.c_str());
    QVERIFY(inspection.cannotTrainReason.empty());
    QCOMPARE(inspection.precision, std::string("fp32"));
    QCOMPARE(inspection.kindText, std::string("diffusion model, base"));
    ATTUNE_ASSIGN_OK(const NamedTensors weights, tensor::readStateDict(path));
    std::int64_t numbers = 0;
    std::int64_t tensors = 0;
    for (const PartFacts& part : inspection.parts) {
        numbers += part.parameters + part.buffers;
        tensors += part.tensors;
    }
    QCOMPARE(numbers, weights.elementCount());
    QCOMPARE(tensors, static_cast<std::int64_t>(weights.size()));
}

void TestModelInspection::describesTrainingCheckpoints() {
    ATTUNE_ASSIGN_OK(const ModelInspection inspection,
                     inspectModel(fixtures() / "ckpt_wrapped/epoch=0-step=6.ckpt"));
    QCOMPARE(inspection.survey.form, CheckpointForm::WrappedDiffusion);
    QVERIFY(inspection.survey.hasEma);
    QVERIFY(inspection.config.has_value());
    QVERIFY(inspection.configFile.empty()); // it was in the checkpoint
    QVERIFY(inspection.keys && inspection.keys->isComplete());
    QVERIFY(inspection.training.has_value());
    QCOMPARE(inspection.training->globalStep, std::optional<std::int64_t>(6));
    QCOMPARE(inspection.training->lightningVersion, std::string("2.6.6"));
    QVERIFY2(inspection.canTrain, inspection.cannotTrainReason.c_str());
    const PartFacts* transformer = inspection.part("transformer");
    const PartFacts* ema = inspection.part("ema");
    const PartFacts* optimiser = inspection.part("optimiser");
    const PartFacts* conditioner = inspection.part("conditioner");
    QVERIFY(transformer && ema && optimiser && conditioner);
    QCOMPARE(ema->parameters, transformer->parameters); // its counter and flag are no parameters
    // Two moments and a counter for every trained tensor.
    QCOMPARE(optimiser->parameters,
             2 * (transformer->parameters + conditioner->parameters) + optimiser->tensors / 3);
    QVERIFY(hasFinding(inspection, Finding::Severity::Note, "training checkpoint"));
}

void TestModelInspection::describesRealModels_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("family");
    QTest::addColumn<qint64>("tensors");
    QTest::addColumn<qint64>("transformer");
    QTest::newRow("1.0") << QStringLiteral("sao10") << QStringLiteral("Stable Audio Open 1.0") << qint64{745}
                         << qint64{1056828544};
    QTest::newRow("small") << QStringLiteral("small") << QStringLiteral("Stable Audio Open Small")
                           << qint64{750} << qint64{340879488};
}

void TestModelInspection::describesRealModels() {
    QFETCH(const QString, name);
    QFETCH(const QString, family);
    QFETCH(const qint64, tensors);
    QFETCH(const qint64, transformer);
    const test::TemporaryFolder folder;
    const config::ModelConfig config = test::realConfig(name.toUtf8().constData());
    writeHollowModel(folder / "model.safetensors", config);
    ATTUNE_VERIFY_OK(config::writeJsonFile(folder / "model_config.json", config.document));
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(folder / "model.safetensors"));
    QCOMPARE(test::qs(inspection.family), family);
    QVERIFY(inspection.keys && inspection.keys->isExact());
    QCOMPARE(static_cast<qint64>(inspection.keys->matched.size()), tensors);
    QCOMPARE(static_cast<qint64>(inspection.part("transformer")->parameters), transformer);
    QCOMPARE(inspection.part("autoencoder")->parameters, std::int64_t{156112514});
    QVERIFY2(inspection.canTrain, inspection.cannotTrainReason.c_str());
    QVERIFY(test::qs(inspection.kindText).startsWith(family));
}

void TestModelInspection::describesAutoencodersAndTextEncoders() {
    ATTUNE_ASSIGN_OK(const ModelInspection autoencoder,
                     inspectModel(fixtures() / "vae_snake/weights.safetensors"));
    QCOMPARE(autoencoder.survey.form, CheckpointForm::Autoencoder);
    QVERIFY(autoencoder.config && autoencoder.config->autoencoder);
    QVERIFY(autoencoder.keys && autoencoder.keys->isExact());
    QVERIFY(!autoencoder.canTrain);
    QVERIFY(autoencoder.cannotTrainReason.find("autoencoder alone") != std::string::npos);
    QCOMPARE(autoencoder.parts.size(), std::size_t{1});

    ATTUNE_ASSIGN_OK(const ModelInspection text, inspectModel(fixtures() / "t5_relu/model.safetensors"));
    QCOMPARE(text.survey.form, CheckpointForm::TextEncoder);
    QVERIFY(text.cannotTrainReason.find("T5") != std::string::npos);

    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "x.safetensors", {{"layer.weight", at::ones({2})}}));
    ATTUNE_ASSIGN_OK(const ModelInspection other, inspectModel(folder / "x.safetensors"));
    QCOMPARE(other.survey.form, CheckpointForm::Other);
    QVERIFY(!other.canTrain);
}

void TestModelInspection::saysThatTheConfigurationIsMissing() {
    const test::TemporaryFolder folder;
    copyModel(fixtures() / "ckpt_unwrapped/exported_model.ckpt", {}, folder / "x.ckpt");
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(folder / "x.ckpt"));
    QVERIFY(!inspection.config && !inspection.keys && !inspection.canTrain);
    QVERIFY(hasFinding(inspection, Finding::Severity::Blocking, "no model_config.json"));
    QCOMPARE(inspection.findings.size(), std::size_t{1});
}

void TestModelInspection::namesTheKeysThatDoNotFit() {
    const test::TemporaryFolder folder;
    copyModel(fixtures() / "ckpt_unwrapped/exported_model.safetensors", {}, folder / "m.safetensors");
    config::Json document = configOf(fixtures() / "ckpt_unwrapped/model.json");
    document["model"]["diffusion"]["config"]["depth"] = 2;
    ATTUNE_VERIFY_OK(config::writeJsonFile(folder / "model_config.json", document));
    ATTUNE_ASSIGN_OK(const ModelInspection deeper, inspectModel(folder / "m.safetensors"));
    QVERIFY(!deeper.canTrain);
    QVERIFY2(deeper.cannotTrainReason.find("model.model.transformer.layers.1.pre_norm.gamma") !=
                 std::string::npos,
             deeper.cannotTrainReason.c_str());

    // An autoencoder's configuration for a diffusion model.
    ATTUNE_ASSIGN_OK(const ModelInspection otherKind,
                     inspectModel(folder / "m.safetensors", fixtures() / "vae_snake/model.json"));
    QVERIFY(hasFinding(otherKind, Finding::Severity::Blocking, "describes an autoencoder"));

    // A configuration that is no good.
    document["model"]["diffusion"]["config"]["embed_dim"] = "wide";
    ATTUNE_VERIFY_OK(config::writeJsonFile(folder / "model_config.json", document));
    ATTUNE_ASSIGN_OK(const ModelInspection invalid, inspectModel(folder / "m.safetensors"));
    QVERIFY(hasFinding(invalid, Finding::Severity::Blocking, "cannot be used"));
    QVERIFY(hasFinding(invalid, Finding::Severity::Blocking, "embed_dim"));
}

void TestModelInspection::refusesArcModelsForTraining() {
    const test::TemporaryFolder folder;
    copyModel(fixtures() / "model_small_full/model.safetensors", {}, folder / "m.safetensors");
    config::Json document = configOf(fixtures() / "model_small_full/model.json");
    document["model"]["diffusion"]["diffusion_objective"] = "rf_denoiser";
    ATTUNE_VERIFY_OK(config::writeJsonFile(folder / "model_config.json", document));
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(folder / "m.safetensors"));
    QVERIFY(inspection.isArc);
    QVERIFY(!inspection.canTrain);
    QVERIFY2(inspection.cannotTrainReason.find("ARC") != std::string::npos,
             inspection.cannotTrainReason.c_str());
    QCOMPARE(inspection.kindText, std::string("diffusion model, ARC"));
    QVERIFY(inspection.keys && inspection.keys->isExact()); // nothing else is wrong with it
}

void TestModelInspection::noticesDamage_data() {
    QTest::addColumn<QString>("what");
    QTest::newRow("transformer only") << QStringLiteral("autoencoder");
    QTest::newRow("tensor missing") << QStringLiteral("missing");
    QTest::newRow("tensor strange") << QStringLiteral("strange");
    QTest::newRow("frequencies absent") << QStringLiteral("frequencies");
    QTest::newRow("plain weights") << QStringLiteral("plain");
}

void TestModelInspection::noticesDamage() {
    QFETCH(const QString, what);
    const test::TemporaryFolder folder;
    const fs::path source = fixtures() / "ckpt_unwrapped";
    ATTUNE_ASSIGN_OK(const NamedTensors original,
                     tensor::readStateDict(source / "exported_model.safetensors"));
    NamedTensors changed;
    for (const auto& [name, value] : original) {
        if (what == QStringLiteral("autoencoder") && name.starts_with(kPretransformKeys)) continue;
        if (what == QStringLiteral("missing") && name == "model.model.to_timestep_embed.0.bias") continue;
        if (what == QStringLiteral("frequencies") && name.ends_with("inv_freq")) continue;
        if (what == QStringLiteral("plain") && name.ends_with(".weight_g")) continue;
        const bool isFolded = what == QStringLiteral("plain") && name.ends_with(".weight_v");
        changed.set(isFolded ? name.substr(0, name.size() - 2) : name, value);
    }
    if (what == QStringLiteral("strange")) changed.set("model.model.surprise", at::ones({1}));
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "m.safetensors", changed));
    fs::copy_file(source / "model.json", folder / "model_config.json");
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(folder / "m.safetensors"));
    using Severity = Finding::Severity;
    if (what == QStringLiteral("autoencoder")) {
        QVERIFY(!inspection.canTrain && hasFinding(inspection, Severity::Blocking, "not its autoencoder"));
        QCOMPARE(inspection.findings.size(), std::size_t{1}); // said once, not once more for each key
    } else if (what == QStringLiteral("missing")) {
        QVERIFY(!inspection.canTrain &&
                hasFinding(inspection, Severity::Blocking, "to_timestep_embed.0.bias"));
    } else if (what == QStringLiteral("strange")) {
        QVERIFY(inspection.canTrain && hasFinding(inspection, Severity::Warning, "surprise"));
    } else if (what == QStringLiteral("frequencies")) {
        QVERIFY(inspection.canTrain && hasFinding(inspection, Severity::Note, "Rotary"));
    } else {
        QVERIFY2(inspection.canTrain, inspection.cannotTrainReason.c_str());
        QVERIFY(hasFinding(inspection, Severity::Note, "without weight normalisation"));
    }
}

void TestModelInspection::findsTheConfigurationThatBelongsToAFile() {
    const test::TemporaryFolder folder;
    const auto weights = folder / "base_model.ckpt";
    QVERIFY(findModelConfig(weights).empty());
    const config::Json model = {{"model_type", "diffusion_cond"}};
    ATTUNE_VERIFY_OK(
        config::writeJsonFile(folder / "base_model.json", config::Json{{"vocab", 3}})); // some other JSON
    ATTUNE_VERIFY_OK(config::writeJsonFile(folder / "model_config.json", model));
    QCOMPARE(findModelConfig(weights), folder / "model_config.json");
    ATTUNE_VERIFY_OK(config::writeJsonFile(folder / "base_model_config.json", model));
    QCOMPARE(findModelConfig(weights), folder / "base_model_config.json");
    QCOMPARE(findModelConfig(folder / "model.ckpt"), folder / "model_config.json");
}

void TestModelInspection::errorsAreThoseOfTheFile() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(inspectModel(folder / "nothing.ckpt"), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(inspectModel(fixtures() / "ckpt_unwrapped/truncated.ckpt"), ErrorCode::Corrupt);
    ATTUNE_VERIFY_ERROR(inspectModel(fixtures() / "ckpt_malicious/eval_in_metadata.ckpt"),
                        ErrorCode::Refused);
    ATTUNE_VERIFY_ERROR(inspectModel(fixtures() / "ckpt_unwrapped/exported_model.ckpt", folder / "none.json"),
                        ErrorCode::NotFound);
}

void TestModelInspection::countsPartsAndPrecisions() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const NamedTensors original,
                     tensor::readStateDict(fixtures() / "ckpt_unwrapped/exported_model.safetensors"));
    NamedTensors halved;
    for (const auto& [name, value] : original)
        halved.set(name, name.starts_with(kPretransformKeys) ? value.to(at::kHalf) : value);
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "m.safetensors", halved));
    fs::copy_file(fixtures() / "ckpt_unwrapped/model.json", folder / "model.json");
    ATTUNE_ASSIGN_OK(const ModelInspection inspection, inspectModel(folder / "m.safetensors"));
    QCOMPARE(inspection.precision, std::string("mixed"));
    QCOMPARE(inspection.part("autoencoder")->precision, std::string("fp16"));
    QCOMPARE(inspection.part("transformer")->precision, std::string("fp32"));
    QCOMPARE(inspection.part("autoencoder")->bytes, 2 * inspection.part("autoencoder")->parameters);
    QVERIFY(inspection.part("ema") == nullptr);
    QCOMPARE(inspection.parameterCount(), inspection.part("transformer")->parameters +
                                              inspection.part("conditioner")->parameters +
                                              inspection.part("autoencoder")->parameters);
}

void TestModelInspection::readsPlainValuesAsJson() {
    ATTUNE_ASSIGN_OK(const auto file,
                     tensor::CheckpointFile::open(fixtures() / "ckpt_wrapped/epoch=0-step=6.ckpt"));
    ATTUNE_ASSIGN_OK(const config::Json schedulers,
                     tensor::jsonFromPickle(*file.root()->find("lr_schedulers")));
    QCOMPARE(schedulers.at(0).at("last_epoch").get<int>(), 6);
    QCOMPARE(schedulers.at(0).at("_is_initial").get<bool>(), false);
    ATTUNE_VERIFY_ERROR(tensor::jsonFromPickle(*file.root()->find("state_dict")),
                        ErrorCode::UnsupportedFormat);
}

void TestModelInspection::unwrapsEveryForm() {
    ATTUNE_ASSIGN_OK(const NamedTensors wrapped,
                     tensor::readStateDict(fixtures() / "ckpt_wrapped/epoch=0-step=6.ckpt"));
    ATTUNE_ASSIGN_OK(const NamedTensors exported,
                     tensor::readStateDict(fixtures() / "ckpt_unwrapped/exported_model.safetensors"));
    ATTUNE_ASSIGN_OK(const NamedTensors average, unwrappedDiffusion(wrapped, WeightsOf::Average));
    ATTUNE_ASSIGN_OK(const NamedTensors online, unwrappedDiffusion(wrapped, WeightsOf::LastStep));
    bool averageDiffers = false;
    for (const auto& [name, value] : exported) {
        QVERIFY2(average.contains(name) && at::equal(*average.find(name), value), name.c_str());
        averageDiffers = averageDiffers || !at::equal(*online.find(name), value);
    }
    QVERIFY(averageDiffers);
    ATTUNE_ASSIGN_OK(const NamedTensors same, unwrappedDiffusion(exported, WeightsOf::LastStep));
    QCOMPARE(same.size(), exported.size());
    ATTUNE_VERIFY_ERROR(unwrappedDiffusion(online.withPrefix("diffusion."), WeightsOf::Average),
                        ErrorCode::MissingKey);
    ATTUNE_ASSIGN_OK(const NamedTensors inner, bareAutoencoder(wrapped, WeightsOf::Average));
    QVERIFY(inner.contains("encoder.layers.0.weight_v") && inner.contains("decoder.layers.0.weight_v"));
    ATTUNE_VERIFY_ERROR(unwrappedDiffusion(inner, WeightsOf::LastStep), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(bareAutoencoder({{"a", at::ones({1})}}, WeightsOf::LastStep),
                        ErrorCode::InvalidArgument);
    ATTUNE_ASSIGN_OK(const NamedTensors again,
                     bareAutoencoder(inner.withPrefix("autoencoder."), WeightsOf::LastStep));
    QCOMPARE(again.size(), inner.size());
}

void TestModelInspection::numbersInNamesMayBeAnything() {
    std::vector<tensor::TensorInfo> infos;
    for (const char* number : {"0", "2", "9223372036854775807", "99999999999999999999", "x"})
        infos.push_back({concat("model.model.transformer.layers.", number, ".ff.weight"), "F32", {1}});
    const KeySurvey survey = surveyKeys(infos);
    QCOMPARE(survey.transformer->depth, 3);
}

void TestModelInspection::bufferKeysAreToldFromParameters() {
    for (const char* name : {"sao10", "small"}) {
        const config::ModelConfig config = test::realConfig(name);
        ATTUNE_ASSIGN_OK(const NamedTensors expected, expectedTensors(config, 768));
        ATTUNE_ASSIGN_OK(const std::vector<std::string> parameters, parameterNames(config, expected));
        for (const auto& [key, value] : expected)
            QCOMPARE(isBufferKey(key),
                     std::find(parameters.begin(), parameters.end(), key) == parameters.end());
    }
}

QTEST_APPLESS_MAIN(TestModelInspection)
#include "tst_ModelInspection.moc"
