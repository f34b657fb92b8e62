// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelFactory and Adapters: models from files and back.
#include "core/model/Adapters.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

namespace {

config::ModelConfig smallModel() {
    config::ModelConfig config;
    config.diffusion.emplace();
    config.diffusion->transformer = smallTransformer();
    config.diffusion->transformer.ioChannels = 4;
    config.diffusion->ioChannels = 4;
    config.diffusion->pretransform.emplace();
    config.diffusion->pretransform->autoencoder = smallAutoencoder();
    config.diffusion->conditioning.emplace();
    config.diffusion->conditioning->condDim = 24;
    config.diffusion->conditioning->conditioners = {
        {.id = "seconds_total", .kind = config::ConditionerKind::Number, .outputDim = 24}};
    config.diffusion->crossAttentionIds = {"seconds_total"};
    return config;
}

tensor::NamedTensors smallWeights(const config::ModelConfig& config) {
    const auto built = ModelFactory::build(config).value();
    fillRandomly(*built, 3);
    return tensor::stateDictOf(*built);
}

at::Tensor predict(DiffusionTransformer& transformer) {
    const at::NoGradGuard noGrad;
    const auto& config = transformer.config();
    return transformer.forward(
        randomTensor({2, config.ioChannels, 8}, 1), at::tensor({0.3F, 0.8F}),
        {randomTensor({2, 3, config.condTokenDim}, 2), {}, randomTensor({2, config.globalCondDim}, 3)});
}

std::shared_ptr<DiffusionTransformer> smallDit() {
    auto transformer = std::make_shared<DiffusionTransformer>(smallTransformer(), LayerOptions{});
    fillRandomly(*transformer, 11);
    return transformer;
}

} // namespace

class TestModelLoading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysOfTheRealModels_data();
    void keysOfTheRealModels();
    void loadsWholeFiles();
    void loadsPartsAlone();
    void loadsWrappedCheckpoints();
    void namesWhatDoesNotFit();
    void saysWhatKindOfFileItIs();
    void loadsAutoencodersFromEveryKindOfFile();
    void foldsInFullPrecision();
    void initialValuesFollowTheSeed();
    void theWholeModelInHalfPrecision();

    void patternsMatch();
    void adaptersStartAsNothing();
    void adaptersMergeExactly();
    void adaptersTrainAlone();
    void adaptersSurviveTheirFile();
    void adaptersComeOffAgain();
    void adapterDropoutFollowsItsGenerator();
    void adaptersRefuseBadOptions();
};

void TestModelLoading::keysOfTheRealModels_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("Stable Audio Open 1.0") << QStringLiteral("sao10");
    QTest::newRow("Stable Audio Open Small") << QStringLiteral("small");
}

// Names, shapes and order of the reference's state dicts, recorded from it with the real configurations.
void TestModelLoading::keysOfTheRealModels() {
    QFETCH(QString, name);
    const std::string text = name.toStdString();
    LoadOptions options;
    options.device = c10::kMeta;
    ATTUNE_ASSIGN_OK(const auto built, ModelFactory::build(realConfig(text.c_str()), options));
    const KeyList ours = keysOf(*built);
    const KeyList reference = recordedKeys(text.c_str());
    QVERIFY(reference.size() > 700);
    QCOMPARE(ours.size(), reference.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        QCOMPARE(qs(ours[i].first), qs(reference[i].first));
        QVERIFY2(ours[i].second == reference[i].second, ours[i].first.c_str());
    }
    std::int64_t trainable = 0;
    for (const at::Tensor& parameter : built->trainableParameters()) trainable += parameter.numel();
    QCOMPARE(trainable, name == QStringLiteral("sao10") ? std::int64_t{1057225088} : std::int64_t{341077760});
    for (const at::Tensor& parameter : built->pretransform()->parameters())
        QVERIFY(!parameter.requires_grad());
}

void TestModelLoading::loadsWholeFiles() {
    const TemporaryFolder folder;
    const config::ModelConfig config = smallModel();
    const tensor::NamedTensors weights = smallWeights(config);
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "model.safetensors", weights));
    ATTUNE_ASSIGN_OK(const LoadedModel loaded, ModelFactory::load(config, folder / "model.safetensors",
                                                                  {.fold = LoadOptions::Fold::No}));
    QVERIFY(loaded.report.isExact());
    QCOMPARE(loaded.report.matched.size(), weights.size());
    const tensor::NamedTensors state = tensor::stateDictOf(*loaded.model);
    for (const auto& [name, value] : weights) QVERIFY2(at::equal(*state.find(name), value), name.c_str());
    ATTUNE_VERIFY_ERROR(ModelFactory::load(config, folder / "none.safetensors"), ErrorCode::NotFound);
}

void TestModelLoading::loadsPartsAlone() {
    const config::ModelConfig config = smallModel();
    const tensor::NamedTensors weights = smallWeights(config);
    ATTUNE_ASSIGN_OK(const LoadedModel training,
                     ModelFactory::loadFrom(config, weights, {.parts = kTrainingParts}));
    QVERIFY(training.model->transformer() && training.model->conditioner() &&
            !training.model->pretransform());
    QVERIFY(training.report.isExact());
    ATTUNE_ASSIGN_OK(const LoadedModel encoding,
                     ModelFactory::loadFrom(config, weights, {.parts = ModelPart::Autoencoder}));
    QVERIFY(!encoding.model->transformer() && encoding.model->pretransform());
    QVERIFY(encoding.model->pretransform()->autoencoder().isFolded());
}

void TestModelLoading::loadsWrappedCheckpoints() {
    const config::ModelConfig config = smallModel();
    const tensor::NamedTensors weights = smallWeights(config);
    tensor::NamedTensors wrapped = weights.withPrefix("diffusion.");
    ATTUNE_VERIFY_ERROR(ModelFactory::loadFrom(config, wrapped, {.weights = WeightsOf::Average}),
                        ErrorCode::MissingKey);
    for (const auto& [name, value] : weights.withoutPrefix("model."))
        wrapped.set("diffusion_ema.ema_model." + name, value.detach() * 2);
    wrapped.set("diffusion_ema.initted", at::ones({1}));
    ATTUNE_ASSIGN_OK(const LoadedModel online, ModelFactory::loadFrom(config, wrapped));
    ATTUNE_ASSIGN_OK(const LoadedModel averaged,
                     ModelFactory::loadFrom(config, wrapped, {.weights = WeightsOf::Average}));
    const char* key = "model.model.preprocess_conv.weight";
    const at::Tensor original = *weights.find(key);
    QVERIFY(at::equal(tensor::stateDictOf(*online.model).at(key).value(), original));
    QVERIFY(at::equal(tensor::stateDictOf(*averaged.model).at(key).value(), original * 2));
    const char* embedder =
        "conditioner.conditioners.seconds_total.embedder.embedding.1.bias"; // has no average
    QVERIFY(at::equal(tensor::stateDictOf(*averaged.model).at(embedder).value(), *weights.find(embedder)));
}

void TestModelLoading::namesWhatDoesNotFit() {
    const config::ModelConfig config = smallModel();
    tensor::NamedTensors weights = smallWeights(config);
    const std::string key = "model.model.transformer.layers.1.ff.ff.2.bias";
    weights.set(key, at::zeros({3}));
    const auto mismatched = ModelFactory::loadFrom(config, weights);
    ATTUNE_VERIFY_ERROR(mismatched, ErrorCode::ShapeMismatch);
    QVERIFY(qs(mismatched.error().describe()).contains(qs(key)));
    weights.erase(key);
    const auto missing = ModelFactory::loadFrom(config, weights);
    ATTUNE_VERIFY_ERROR(missing, ErrorCode::MissingKey);
    QVERIFY(qs(missing.error().describe()).contains(qs(key)));
    // Only the frequencies may be absent, since they follow from the configuration.
    weights = smallWeights(config);
    weights.erase("model.model.transformer.rotary_pos_emb.inv_freq");
    ATTUNE_ASSIGN_OK(const LoadedModel loaded, ModelFactory::loadFrom(config, weights));
    QCOMPARE(loaded.report.rebuilt.size(), std::size_t{1});
    weights.set("model.model.transformer.layers.9.ff.ff.2.bias", at::zeros({3}));
    QVERIFY(!ModelFactory::loadFrom(config, weights).has_value());
    weights = smallWeights(config);
    weights.set("something.else", at::zeros({3}));
    ATTUNE_ASSIGN_OK(const LoadedModel extra, ModelFactory::loadFrom(config, weights));
    QCOMPARE(extra.report.unexpected, std::vector<std::string>{"something.else"});
}

void TestModelLoading::saysWhatKindOfFileItIs() {
    const config::ModelConfig config = smallModel();
    const auto error = [&](const char* key) {
        return ModelFactory::loadFrom(config, {{key, at::zeros({1})}});
    };
    for (const auto& [key, word] :
         {std::pair("encoder.layers.0.bias", "autoencoder"), std::pair("encoder.block.0.x", "T5"),
          std::pair("unet.x", "model.model.")}) {
        const auto result = error(key);
        ATTUNE_VERIFY_ERROR(result, ErrorCode::InvalidArgument);
        QVERIFY2(qs(result.error().message).contains(QLatin1String(word)), result.error().message.c_str());
    }
    config::ModelConfig autoencoder;
    autoencoder.kind = config::ModelKind::Autoencoder;
    ATTUNE_VERIFY_ERROR(ModelFactory::build(autoencoder), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(ModelFactory::loadAutoencoderFrom(smallAutoencoder(), {{"unet.x", at::zeros({1})}}),
                        ErrorCode::InvalidArgument);
}

void TestModelLoading::loadsAutoencodersFromEveryKindOfFile() {
    OobleckAutoencoder original(smallAutoencoder(), {});
    fillRandomly(original, 5);
    const tensor::NamedTensors bare = tensor::stateDictOf(original);
    const at::Tensor audio = randomTensor({1, 2, 96}, 1);
    const at::NoGradGuard noGrad;
    const at::Tensor expected = original.encodeRaw(audio);
    for (const char* prefix : {"", "autoencoder.", "pretransform.model.", "diffusion.pretransform.model."}) {
        ATTUNE_ASSIGN_OK(const LoadedAutoencoder loaded,
                         ModelFactory::loadAutoencoderFrom(smallAutoencoder(), bare.withPrefix(prefix)));
        QVERIFY(loaded.report.isExact());
        QVERIFY(maxDifference(loaded.autoencoder->encodeRaw(audio), expected) < 1e-5);
    }
    // The averaged copy of an autoencoder's own training, and files whose weight norm was removed.
    tensor::NamedTensors wrapped = bare.withPrefix("autoencoder.");
    for (const auto& [name, value] : bare)
        wrapped.set("autoencoder_ema.ema_model." + name, at::zeros_like(value));
    ATTUNE_ASSIGN_OK(
        const LoadedAutoencoder averaged,
        ModelFactory::loadAutoencoderFrom(smallAutoencoder(), wrapped,
                                          {.weights = WeightsOf::Average, .fold = LoadOptions::Fold::No}));
    QCOMPARE(tensor::stateDictOf(*averaged.autoencoder)
                 .at("encoder.layers.0.weight_g")
                 .value()
                 .abs()
                 .max()
                 .item<float>(),
             0.0F);
    original.foldWeightNorm();
    ATTUNE_ASSIGN_OK(const LoadedAutoencoder plain,
                     ModelFactory::loadAutoencoderFrom(smallAutoencoder(), tensor::stateDictOf(original)));
    QVERIFY(maxDifference(plain.autoencoder->encodeRaw(audio), expected) < 1e-5);
}

void TestModelLoading::foldsInFullPrecision() {
    OobleckAutoencoder original(smallAutoencoder(), {});
    fillRandomly(original, 5);
    const tensor::NamedTensors bare = tensor::stateDictOf(original);
    ATTUNE_ASSIGN_OK(
        const LoadedAutoencoder half,
        ModelFactory::loadAutoencoderFrom(smallAutoencoder(), bare, {.autoencoderDtype = c10::kHalf}));
    const at::Tensor folded = tensor::stateDictOf(*half.autoencoder).at("encoder.layers.0.weight").value();
    QCOMPARE(folded.scalar_type(), at::kHalf);
    original.foldWeightNorm();
    QVERIFY(
        at::equal(folded, tensor::stateDictOf(original).at("encoder.layers.0.weight").value().to(at::kHalf)));
}

void TestModelLoading::initialValuesFollowTheSeed() {
    const config::ModelConfig config = smallModel();
    ATTUNE_ASSIGN_OK(const auto first, ModelFactory::buildInitialized(config, 1));
    ATTUNE_ASSIGN_OK(const auto again, ModelFactory::buildInitialized(config, 1));
    ATTUNE_ASSIGN_OK(const auto other, ModelFactory::buildInitialized(config, 2));
    const tensor::NamedTensors a = tensor::stateDictOf(*first);
    const tensor::NamedTensors b = tensor::stateDictOf(*again);
    for (const auto& [name, value] : a) {
        QVERIFY2(at::isfinite(value).all().item<bool>(), name.c_str());
        QVERIFY2(at::equal(value, *b.find(name)), name.c_str());
    }
    const char* key = "model.model.timestep_features.weight";
    QVERIFY(!at::equal(*a.find(key), tensor::stateDictOf(*other).at(key).value()));
}

void TestModelLoading::theWholeModelInHalfPrecision() {
    const config::ModelConfig config = smallModel();
    LoadOptions options;
    options.dtype = c10::kBFloat16;
    ATTUNE_ASSIGN_OK(const auto built, ModelFactory::build(config, options));
    const std::vector<config::ClipMetadata> clips{{{"seconds_total", 0.5}}, {{"seconds_total", 0.7}}};
    ATTUNE_ASSIGN_OK(const DiffusionCondition condition, built->condition(clips, nullptr));
    const at::Tensor latents = built->pretransform()->encode(at::zeros({2, 2, 32 * 8}), at::zeros({2, 4, 8}));
    const at::Tensor output = built->predict(latents, at::full({2}, 0.5), condition, {}, {.scale = 3.0});
    QCOMPARE(output.sizes().vec(), latents.sizes().vec());
    QCOMPARE(built->pretransform()->decode(output).sizes().vec(), (std::vector<std::int64_t>{2, 2, 256}));
}

void TestModelLoading::patternsMatch() {
    QVERIFY(matchesPattern("a.b.c", "a.b.c"));
    QVERIFY(matchesPattern("layers.0.self_attn.to_qkv", "*.self_attn.to_*"));
    QVERIFY(matchesPattern("abcabc", "*abc"));
    QVERIFY(matchesPattern("", "*"));
    QVERIFY(matchesPattern("x", "**x*"));
    QVERIFY(!matchesPattern("a.b", "a.*.b"));
    QVERIFY(!matchesPattern("a.b.c", "a.b"));
    QVERIFY(!matchesPattern("a", ""));
}

void TestModelLoading::adaptersStartAsNothing() {
    const auto transformer = smallDit();
    const at::Tensor before = predict(*transformer);
    ATTUNE_ASSIGN_OK(const auto adapters,
                     LoraAdapters::attach(transformer, {.rank = 4}, tensor::makeCpuGenerator(1)));
    QCOMPARE(adapters->layerNames().size(), std::size_t{2 * 7});
    QVERIFY(adapters->parameterCount() > 0);
    // Not bit for bit: LibTorch multiplies frozen weights along another path.
    QVERIFY(maxDifference(predict(*transformer), before) < 1e-6);
    // The base keeps its names; the adapters have their own.
    QVERIFY(!tensor::stateDictOf(*transformer).contains("transformer.layers.0.self_attn.to_qkv.lora_A"));
    QCOMPARE(tensor::stateDictOf(*adapters)
                 .at("transformer.layers.0.self_attn.to_qkv.lora_A")
                 .value()
                 .sizes()
                 .vec(),
             (std::vector<std::int64_t>{4, 64}));
}

void TestModelLoading::adaptersMergeExactly() {
    const auto transformer = smallDit();
    const at::Tensor before = predict(*transformer);
    ATTUNE_ASSIGN_OK(const auto adapters, LoraAdapters::attach(transformer, {.rank = 4, .alpha = 8.0},
                                                               tensor::makeCpuGenerator(1)));
    fillRandomly(*adapters, 9);
    const at::Tensor adapted = predict(*transformer);
    QVERIFY(maxDifference(adapted, before) > 1e-3);
    const tensor::NamedTensors merged = adapters->mergedWeights();
    QCOMPARE(merged.size(), std::size_t{14});
    const tensor::NamedTensors own = tensor::stateDictOf(*adapters);
    const std::string layer = "transformer.layers.1.ff.ff.2";
    const at::Tensor expected = tensor::stateDictOf(*transformer).at(layer + ".weight").value() +
                                2.0 * at::mm(*own.find(layer + ".lora_B"), *own.find(layer + ".lora_A"));
    QVERIFY(maxDifference(*merged.find(layer + ".weight"), expected) < 1e-6);
    QCOMPARE(maxDifference(predict(*transformer), adapted), 0.0); // mergedWeights() changed nothing
    adapters->mergeIntoLayers();
    QVERIFY(adapters->layerNames().empty());
    QVERIFY(maxDifference(predict(*transformer), adapted) < 1e-5);
}

void TestModelLoading::adaptersTrainAlone() {
    const auto transformer = smallDit();
    ATTUNE_ASSIGN_OK(const auto adapters,
                     LoraAdapters::attach(transformer, {.rank = 2}, tensor::makeCpuGenerator(1)));
    fillRandomly(*adapters, 9);
    transformer->setActivationMemory(ActivationMemory::Recompute);
    const auto& config = transformer->config();
    const auto loss = [&] {
        return transformer
            ->forward(randomTensor({1, config.ioChannels, 4}, 1), at::tensor({0.3F}),
                      {randomTensor({1, 3, config.condTokenDim}, 2), {}, {}})
            .square()
            .mean();
    };
    loss().backward();
    for (const at::Tensor& parameter : transformer->parameters()) QVERIFY(!parameter.grad().defined());
    std::vector<at::Tensor> recomputed;
    for (const auto& item : adapters->named_parameters()) {
        QVERIFY2(item.value().grad().defined() && item.value().grad().abs().max().item<float>() > 0.0F,
                 item.key().c_str());
        recomputed.push_back(item.value().grad().clone());
    }
    adapters->zero_grad();
    transformer->setActivationMemory(ActivationMemory::Keep);
    loss().backward();
    const std::vector<at::Tensor> parameters = adapters->parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        QVERIFY(at::equal(parameters[i].grad(), recomputed[i]));
}

void TestModelLoading::adaptersSurviveTheirFile() {
    const TemporaryFolder folder;
    const auto transformer = smallDit();
    at::Tensor adapted;
    {
        ATTUNE_ASSIGN_OK(const auto adapters,
                         LoraAdapters::attach(transformer, {.rank = 3, .alpha = 6.0, .targets = {"*.to_out"}},
                                              tensor::makeCpuGenerator(1)));
        fillRandomly(*adapters, 9);
        adapted = predict(*transformer);
        ATTUNE_VERIFY_OK(adapters->saveFile(folder / "adapters.safetensors"));
    }
    QVERIFY(maxDifference(predict(*transformer), adapted) > 1e-3);
    ATTUNE_ASSIGN_OK(const auto loaded, LoraAdapters::loadFile(transformer, folder / "adapters.safetensors"));
    QCOMPARE(loaded->options().rank, std::int64_t{3});
    QCOMPARE(maxDifference(predict(*transformer), adapted), 0.0);
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "other.safetensors", {{"a", at::zeros({1})}}));
    ATTUNE_VERIFY_ERROR(LoraAdapters::loadFile(transformer, folder / "other.safetensors"),
                        ErrorCode::UnsupportedFormat);
}

void TestModelLoading::adaptersComeOffAgain() {
    const auto transformer = smallDit();
    const at::Tensor before = predict(*transformer);
    {
        ATTUNE_ASSIGN_OK(const auto adapters,
                         LoraAdapters::attach(transformer, {}, tensor::makeCpuGenerator(1)));
        fillRandomly(*adapters, 9);
        QVERIFY(maxDifference(predict(*transformer), before) > 1e-3);
    }
    // Not bit for bit: LibTorch multiplies frozen weights along another path.
    QVERIFY(maxDifference(predict(*transformer), before) < 1e-6);
}

void TestModelLoading::adapterDropoutFollowsItsGenerator() {
    const auto transformer = smallDit();
    ATTUNE_ASSIGN_OK(const auto adapters, LoraAdapters::attach(transformer, {.rank = 2, .dropout = 0.5},
                                                               tensor::makeCpuGenerator(1)));
    fillRandomly(*adapters, 9);
    const auto predictWith = [&](std::uint64_t seed) {
        adapters->setDropoutGenerator(tensor::makeCpuGenerator(seed));
        return predict(*transformer);
    };
    QVERIFY(at::equal(predictWith(1), predictWith(1)));
    QVERIFY(!at::equal(predictWith(1), predictWith(2)));
    adapters->eval();
    QVERIFY(at::equal(predictWith(1), predictWith(2)));
}

void TestModelLoading::adaptersRefuseBadOptions() {
    const auto transformer = smallDit();
    const auto attach = [&](const AdapterOptions& options) {
        return LoraAdapters::attach(transformer, options, tensor::makeCpuGenerator(1));
    };
    ATTUNE_VERIFY_ERROR(attach({.rank = 0}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(attach({.alpha = 0.0}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(attach({.dropout = 1.0}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(attach({.targets = {}}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(attach({.targets = {"*.to_out", "*.to_nothing"}}), ErrorCode::InvalidArgument);
    QVERIFY(at::isfinite(predict(*transformer)).all().item<bool>()); // what had been attached came off
}

QTEST_APPLESS_MAIN(TestModelLoading)
#include "tst_ModelLoading.moc"
