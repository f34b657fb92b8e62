// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ClipMetadata.h"
#include "core/config/ModelConfig.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <functional>

using namespace attune;
using namespace attune::config;

namespace {

Json realDocument(const char* name) {
    const std::filesystem::path folder = attune::test::sourceFolder();
    return readJsonFile(folder / "tests/core/model/data" / name).value();
}

Json sao10() {
    return realDocument("sao10_config.json");
}
Json small() {
    return realDocument("small_config.json");
}

Json& transformerOf(Json& document) {
    return document["model"]["diffusion"]["config"];
}
Json& encoderOf(Json& document) {
    return document["model"]["pretransform"]["config"]["encoder"]["config"];
}

} // namespace

class TestModelConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsStableAudioOpen10();
    void readsStableAudioOpenSmall();
    void fillsInTheReferencesDefaults();
    void keepsTheDocument();
    void refusesImpossibleDocuments_data();
    void refusesImpossibleDocuments();
    void keepsUnknownKeysWhereTheReferenceDoes();
    void recognisesArc();
    void readsTrainingDefaults();
    void fileErrorsNameTheFile();
    void metadataUnwrapsOneElementLists();
};

void TestModelConfig::readsStableAudioOpen10() {
    ATTUNE_ASSIGN_OK(const ModelConfig config, ModelConfig::fromJson(sao10()));
    QCOMPARE(config.kind, ModelKind::DiffusionCond);
    QCOMPARE(config.sampleSize.value(), std::int64_t{2097152});
    QCOMPARE(config.objective().value(), Objective::V);
    QCOMPARE(config.downsamplingRatio(), std::int64_t{2048});
    QCOMPARE(config.minInputSamples(), std::int64_t{2048});
    QCOMPARE(config.latentFramesFromSamples(2097152), std::int64_t{1024});
    QCOMPARE(config.latentFramesFromSamples(2047), std::int64_t{0});
    QCOMPARE(config.latentChannels(), std::int64_t{64});
    QCOMPARE(config.promptMaxLength().value(), std::int64_t{128});
    QCOMPARE(config.numberRange("seconds_start")->max, 512.0);
    QVERIFY(!config.numberRange("prompt"));
    QVERIFY(!config.numberRange("seconds_end"));
    QVERIFY(!config.isArc());
    QVERIFY(!config.diffusion->distributionShift);
    const TransformerConfig& transformer = config.diffusion->transformer;
    QCOMPARE(transformer.headDim(), std::int64_t{64});
    QCOMPARE(transformer.contextDim(), std::int64_t{768});
    QCOMPARE(transformer.qkNorm, QkNorm::None);
    QVERIFY(config.diffusion->pretransform->iterateBatch);
    QVERIFY(!config.diffusion->pretransform->modelHalf);
}

void TestModelConfig::readsStableAudioOpenSmall() {
    ATTUNE_ASSIGN_OK(const ModelConfig config, ModelConfig::fromJson(small()));
    QCOMPARE(config.objective().value(), Objective::RectifiedFlow);
    QCOMPARE(config.diffusion->distributionShift->maxShift, 1.15);
    QCOMPARE(config.diffusion->transformer.contextDim(), std::int64_t{1024});
    QCOMPARE(config.diffusion->transformer.qkNorm, QkNorm::LayerNorm);
    QVERIFY(config.diffusion->pretransform->modelHalf);
    QCOMPARE(config.training->timestepSampler, std::string("trunc_logit_normal"));
    QCOMPARE(config.training->optimizer->type, std::string("AdamW"));
    QCOMPARE(config.training->scheduler->options.at("warmup").get<double>(), 0.995);
    QCOMPARE(config.training->demo->guidanceScales.size(), std::size_t{4});
}

void TestModelConfig::fillsInTheReferencesDefaults() {
    Json document =
        Json::parse(R"({"model_type": "diffusion_cond", "sample_rate": 44100, "model": {"io_channels": 32,
        "diffusion": {"type": "dit", "config": {}}}})");
    ATTUNE_ASSIGN_OK(const ModelConfig config, ModelConfig::fromJson(std::move(document)));
    const TransformerConfig& transformer = config.diffusion->transformer;
    QCOMPARE(transformer.embedDim, std::int64_t{768});
    QCOMPARE(transformer.depth, std::int64_t{12});
    QCOMPARE(transformer.heads, std::int64_t{8});
    QVERIFY(transformer.projectCondTokens);
    QVERIFY(transformer.projectGlobalCond);
    QCOMPARE(config.downsamplingRatio(), std::int64_t{1});
    QCOMPARE(config.audioChannels, std::int64_t{2});
    QVERIFY(!config.sampleSize);
    QVERIFY(!config.training);
    QVERIFY(config.anyAutoencoder() == nullptr);

    const Json autoencoder = Json::parse(R"({"latent_dim": 32, "downsampling_ratio": 512, "io_channels": 2,
        "encoder": {"type": "oobleck", "config": {}}, "decoder": {"type": "oobleck", "config": {}}})");
    ATTUNE_ASSIGN_OK(const AutoencoderConfig plain, readAutoencoderConfig(JsonView(autoencoder, "model")));
    QVERIFY(plain.decoder.finalTanh);
    QVERIFY(!plain.encoder.useSnake);
    QCOMPARE(plain.bottleneck, BottleneckKind::None);
}

void TestModelConfig::keepsTheDocument() {
    const Json document = sao10();
    ATTUNE_ASSIGN_OK(const ModelConfig config, ModelConfig::fromJson(document));
    QCOMPARE(config.document.dump(), document.dump());
}

void TestModelConfig::refusesImpossibleDocuments_data() {
    using Change = std::function<void(Json&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("path");
    const auto row = [](const char* path, Change change) {
        QTest::newRow(path) << std::move(change) << QString::fromLatin1(path);
    };
    row("model_type", [](Json& d) { d["model_type"] = "lm"; });
    row("sample_rate", [](Json& d) { d.erase("sample_rate"); });
    // Sizes that would overflow what is calculated from them.
    row("sample_size", [](Json& d) { d["sample_size"] = INT64_MAX; });
    row("audio_channels", [](Json& d) { d["audio_channels"] = 1 << 20; });
    row("model.diffusion.config.io_channels", [](Json& d) { transformerOf(d)["io_channels"] = INT64_MAX; });
    row("model.diffusion.config.ff_kwargs.mult", [](Json& d) {
        transformerOf(d)["ff_kwargs"] = {{"mult", 1e300}};
    });
    row("model.pretransform.config.decoder.config.channels",
        [](Json& d) { d["model"]["pretransform"]["config"]["decoder"]["config"]["channels"] = INT64_MAX; });
    row("model.pretransform.config.latent_dim",
        [](Json& d) { d["model"]["pretransform"]["config"]["latent_dim"] = INT64_MAX / 2 + 1; });
    row("model.pretransform.config.encoder.config.c_mults", [](Json& d) {
        encoderOf(d)["c_mults"] = {1, 2, 4, 8, INT64_MAX};
    });
    row("model.conditioning.configs[0].config.max_length",
        [](Json& d) { d["model"]["conditioning"]["configs"][0]["config"]["max_length"] = INT64_MAX; });
    row("model.diffusion.type", [](Json& d) { d["model"]["diffusion"]["type"] = "adp_1d"; });
    row("model.diffusion.diffusion_objective",
        [](Json& d) { d["model"]["diffusion"]["diffusion_objective"] = "x0"; });
    row("model.diffusion.prepend_cond_ids",
        [](Json& d) { d["model"]["diffusion"]["prepend_cond_ids"] = {"prompt"}; });
    row("model.diffusion.global_cond_ids",
        [](Json& d) { d["model"]["diffusion"]["global_cond_ids"] = {"tempo"}; });
    row("model.diffusion.config.embed_dims", [](Json& d) { transformerOf(d)["embed_dims"] = 3; });
    row("model.diffusion.config.embed_dim", [](Json& d) { transformerOf(d)["embed_dim"] = 1537; });
    row("model.diffusion.config.depth", [](Json& d) { transformerOf(d)["depth"] = 2.5; });
    row("model.diffusion.config.conformer", [](Json& d) { transformerOf(d)["conformer"] = true; });
    row("model.diffusion.config.sliding_window", [](Json& d) {
        transformerOf(d)["sliding_window"] = {63, 64};
    });
    row("model.diffusion.config.transformer_type",
        [](Json& d) { transformerOf(d)["transformer_type"] = "x-transformers"; });
    row("model.diffusion.config.num_heads",
        [](Json& d) { transformerOf(d)["num_heads"] = 96; }); // heads of 16
    row("model.diffusion.config.attn_kwargs.qk_norm", [](Json& d) {
        transformerOf(d)["attn_kwargs"] = {{"qk_norm", true}};
    });
    row("model.diffusion.config.attn_kwargs.differential", [](Json& d) {
        transformerOf(d)["attn_kwargs"] = {{"differential", true}};
    });
    row("model.diffusion.config.ff_kwargs.multiple", [](Json& d) {
        transformerOf(d)["ff_kwargs"] = {{"multiple", 2}};
    });
    row("model.io_channels", [](Json& d) { d["model"]["io_channels"] = 32; });
    row("model.pretransform.scale", [](Json& d) { d["model"]["pretransform"]["scale"] = 0; });
    row("model.pretransform.type", [](Json& d) { d["model"]["pretransform"]["type"] = "dac_pretrained"; });
    row("model.pretransform.config.downsampling_ratio",
        [](Json& d) { d["model"]["pretransform"]["config"]["downsampling_ratio"] = 1024; });
    row("model.pretransform.config.encoder.config.stride", [](Json& d) { encoderOf(d)["stride"] = 3; });
    row("model.pretransform.config.encoder.config.strides", [](Json& d) {
        encoderOf(d)["strides"] = {2, 4};
    });
    row("model.pretransform.config.encoder.config.latent_dim",
        [](Json& d) { encoderOf(d)["latent_dim"] = 64; });
    row("model.pretransform.config.encoder.config.antialias_activation",
        [](Json& d) { encoderOf(d)["antialias_activation"] = true; });
    row("model.pretransform.config.bottleneck.type",
        [](Json& d) { d["model"]["pretransform"]["config"]["bottleneck"]["type"] = "rvq"; });
    row("model.conditioning.configs[0].type",
        [](Json& d) { d["model"]["conditioning"]["configs"][0]["type"] = "clap_text"; });
    row("model.conditioning.configs[0].config.max_len",
        [](Json& d) { d["model"]["conditioning"]["configs"][0]["config"]["max_len"] = 5; });
    row("model.conditioning.configs[0].config.enable_grad",
        [](Json& d) { d["model"]["conditioning"]["configs"][0]["config"]["enable_grad"] = true; });
    row("model.conditioning.configs[1].config.max_val",
        [](Json& d) { d["model"]["conditioning"]["configs"][1]["config"]["max_val"] = 0; });
    row("model.conditioning.configs[2].id",
        [](Json& d) { d["model"]["conditioning"]["configs"][2]["id"] = "prompt"; });
    row("training.optimizer_configs.diffusion.optimizer.type",
        [](Json& d) { d["training"]["optimizer_configs"]["diffusion"]["optimizer"].erase("type"); });
    row("training.demo.demo_cond[0]", [](Json& d) { d["training"]["demo"]["demo_cond"] = {"a prompt"}; });
}

void TestModelConfig::refusesImpossibleDocuments() {
    QFETCH(std::function<void(Json&)>, change);
    QFETCH(QString, path);
    Json document = sao10();
    change(document);
    const auto config = ModelConfig::fromJson(std::move(document));
    ATTUNE_VERIFY_ERROR(config, ErrorCode::InvalidConfig);
    QCOMPARE(test::qs(config.error().context), path);
    QVERIFY2(test::qs(config.error().message).contains(path.section(QLatin1Char('.'), -1)),
             config.error().message.c_str());
}

void TestModelConfig::keepsUnknownKeysWhereTheReferenceDoes() {
    Json document = sao10();
    document["note"] = "mine";
    document["model"]["note"] = 1;
    document["model"]["diffusion"]["note"] = true;
    document["model"]["pretransform"]["note"] = {1, 2};
    document["training"]["note"] = "x";
    encoderOf(document)["strides"] = {2, 4, 4, 8, 8, 16}; // the reference ignores surplus strides
    ATTUNE_ASSIGN_OK(const ModelConfig config, ModelConfig::fromJson(document));
    QCOMPARE(config.diffusion->pretransform->autoencoder.encoder.strides.size(), std::size_t{5});
    QCOMPARE(config.document.at("note").get<std::string>(), std::string("mine"));
}

void TestModelConfig::recognisesArc() {
    Json denoiser = small();
    denoiser["model"]["diffusion"]["diffusion_objective"] = "rf_denoiser";
    ATTUNE_ASSIGN_OK(const ModelConfig first, ModelConfig::fromJson(denoiser));
    QVERIFY(first.isArc());
    Json block = small();
    block["training"]["arc"] = Json::object();
    ATTUNE_ASSIGN_OK(const ModelConfig second, ModelConfig::fromJson(block));
    QVERIFY(second.isArc());
}

void TestModelConfig::readsTrainingDefaults() {
    Json document = sao10();
    document["training"] = {{"learning_rate", 1e-4}};
    ATTUNE_ASSIGN_OK(const ModelConfig config, ModelConfig::fromJson(document));
    QVERIFY(config.training->useEma);
    QCOMPARE(config.training->promptDropout, 0.1);
    QCOMPARE(config.training->timestepSampler, std::string("uniform"));
    QCOMPARE(config.training->learningRate.value(), 1e-4);
    QVERIFY(!config.training->optimizer);
    Json autoencoder = {{"model_type", "autoencoder"},
                        {"sample_rate", 44100},
                        {"model", document["model"]["pretransform"]["config"]},
                        {"training", Json::object()}};
    ATTUNE_ASSIGN_OK(const ModelConfig other, ModelConfig::fromJson(autoencoder));
    QVERIFY(!other.training->useEma);
    QCOMPARE(other.latentChannels(), std::int64_t{64});
    QVERIFY(!other.objective());
    QVERIFY(!other.promptMaxLength());
}

void TestModelConfig::fileErrorsNameTheFile() {
    const test::TemporaryFolder folder;
    Json document = sao10();
    document.erase("model");
    ATTUNE_VERIFY_OK(writeJsonFile(folder / "model_config.json", document));
    const auto config = ModelConfig::read(folder / "model_config.json");
    ATTUNE_VERIFY_ERROR(config, ErrorCode::InvalidConfig);
    QVERIFY(test::qs(config.error().context).contains(QLatin1String("model_config.json")));
    ATTUNE_VERIFY_ERROR(ModelConfig::read(folder / "none.json"), ErrorCode::NotFound);
}

void TestModelConfig::metadataUnwrapsOneElementLists() {
    const Json document = Json::parse(
        R"({"prompt": ["a kick"], "seconds_total": [3], "loop": true, "tags": ["a", "b"], "none": null, "x": {"y": 1}})");
    ATTUNE_ASSIGN_OK(const ClipMetadata metadata, metadataFromJson(JsonView(document, "")));
    QCOMPARE(std::get<std::string>(metadata.at("prompt")), std::string("a kick"));
    QCOMPARE(std::get<double>(metadata.at("seconds_total")), 3.0);
    QCOMPARE(std::get<double>(metadata.at("loop")), 1.0);
    QCOMPARE(metadata.size(), std::size_t{3});
    QCOMPARE(jsonFromMetadata(metadata).at("prompt").get<std::string>(), std::string("a kick"));
    const Json list = Json::array();
    ATTUNE_VERIFY_ERROR(metadataFromJson(JsonView(list, "metadata")), ErrorCode::InvalidConfig);
}

QTEST_APPLESS_MAIN(TestModelConfig)
#include "tst_ModelConfig.moc"
