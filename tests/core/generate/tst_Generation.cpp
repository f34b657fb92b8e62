// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/generate/DemoMaker.h"
#include "core/generate/DemoStore.h"
#include "core/generate/Generation.h"
#include "core/generate/ItemNoise.h"

#include "core/audio/AudioReader.h"
#include "core/config/ModelConfig.h"
#include "core/model/DiffusionModel.h"
#include "core/model/TextSource.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <set>

using namespace attune;
using namespace attune::generate;

namespace {

std::filesystem::path fixture(const std::string& name) {
    return attune::test::fixturesFolder() / name;
}

class MadeUpText final : public model::TextSource {
public:
    Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                         std::int64_t maxLength) override {
        std::vector<at::Tensor> hidden;
        for (const std::string& prompt : prompts) {
            asked.insert(prompt);
            hidden.push_back(at::randn({maxLength, 32},
                                       tensor::makeCpuGenerator(tensor::deriveSeed(3, prompt)),
                                       at::TensorOptions(at::kFloat)));
        }
        return model::TextFeatures{
            at::stack(hidden), at::ones({static_cast<std::int64_t>(prompts.size()), maxLength}, at::kBool)};
    }
    std::int64_t width() const override { return 32; }
    std::set<std::string> asked;
};

// The tiny model of a training fixture, with its autoencoder.
struct Tiny {
    explicit Tiny(const std::string& name, const model::LayerOptions& layers = {}) {
        config = *config::ModelConfig::read(fixture(name) / "model.json");
        model =
            std::make_shared<model::DiffusionModel>(*config.diffusion, model::kAllParts, 32,
                                                    model::DiffusionModel::Placement{layers, layers, layers});
        if (layers.device.is_meta()) return;
        const auto weights = tensor::readSafeTensors(fixture(name) / "weights.safetensors");
        loaded = weights && tensor::loadInto(*model, *weights, "").has_value();
        model->eval();
    }
    config::ModelConfig config;
    std::shared_ptr<model::DiffusionModel> model;
    MadeUpText text;
    bool loaded{false};
};

GenerationItem item(const std::string& prompt, std::uint64_t seed) {
    GenerationItem made;
    made.metadata = {{"prompt", prompt}, {"seconds_start", 0.0}, {"seconds_total", 1.0}};
    made.seed = seed;
    return made;
}

GenerationOptions quick(const std::string& sampler) {
    GenerationOptions options;
    options.latentFrames = 24;
    options.sampler = sampler;
    options.steps = 5;
    options.cfgScale = 3.0;
    return options;
}

} // namespace

class TestGeneration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itemsDoNotDependOnTheirBatch_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("sampler");
        for (const char* sampler : {"dpmpp-3m-sde", "dpmpp-2m-sde", "dpmpp-2m", "k-dpmpp-2s-ancestral",
                                    "v-ddim", "v-ddim-cfgpp", "k-dpm-adaptive"})
            QTest::addRow("v %s", sampler) << QStringLiteral("train_v_sao10") << QString::fromUtf8(sampler);
        for (const char* sampler : {"euler", "rk4", "dpmpp", "pingpong"})
            QTest::addRow("flow %s", sampler)
                << QStringLiteral("train_rf_small") << QString::fromUtf8(sampler);
    }
    void itemsDoNotDependOnTheirBatch() {
        QFETCH(QString, model);
        QFETCH(QString, sampler);
        Tiny tiny(model.toStdString());
        QVERIFY(tiny.loaded);
        Generation generation(*tiny.model, &tiny.text);
        GenerationOptions options = quick(sampler.toStdString());
        const std::vector<GenerationItem> items = {item("a kick", 1), item("a snare", 2), item("", 3)};
        options.batchSize = 3;
        ATTUNE_ASSIGN_OK(const at::Tensor together, generation.latents(items, options));
        QVERIFY(together.sizes() == at::IntArrayRef({3, 8, 24}));
        options.batchSize = 1;
        ATTUNE_ASSIGN_OK(const at::Tensor apart, generation.latents(items, options));
        const double scale = together.abs().max().item<double>();
        QVERIFY2((together - apart).abs().max().item<double>() < 2e-4 * scale,
                 qPrintable(QString::number((together - apart).abs().max().item<double>())));
        ATTUNE_ASSIGN_OK(const at::Tensor again, generation.latents(items, options));
        QVERIFY(at::equal(apart, again)); // same seed, same sound
        ATTUNE_ASSIGN_OK(const at::Tensor reseeded, generation.latents({item("a kick", 4)}, options));
        QVERIFY(!at::equal(reseeded[0], apart[0]));
    }

    // Kernels of the meta device throw where a tensor of another device is mixed in.
    void wholeGenerationStaysOnItsDevice_data() { itemsDoNotDependOnTheirBatch_data(); }
    void wholeGenerationStaysOnItsDevice() {
        QFETCH(QString, model);
        QFETCH(QString, sampler);
        if (sampler == QStringLiteral("k-dpm-adaptive"))
            QSKIP("It steers by numbers, which meta tensors do not have.");
        for (const c10::ScalarType type : {c10::kFloat, c10::kBFloat16}) {
            Tiny tiny(model.toStdString(), {c10::kMeta, type});
            Generation generation(*tiny.model, &tiny.text);
            GenerationOptions options = quick(sampler.toStdString());
            GenerationItem negative = item("a snare", 2);
            negative.negativePrompt = "hiss";
            ATTUNE_ASSIGN_OK(const at::Tensor made,
                             generation.latents({item("a kick", 1), negative}, options));
            QVERIFY(made.is_meta() && made.sizes() == at::IntArrayRef({2, 8, 24}));
            options.init = at::zeros({8, 24});
            options.initNoiseLevel = 0.8;
            ATTUNE_VERIFY_OK(generation.latents({item("a kick", 1)}, options));
        }
    }

    void guidanceAndNegativePromptsAct() {
        Tiny tiny("train_rf_small");
        Generation generation(*tiny.model, &tiny.text);
        GenerationOptions options = quick("euler");
        ATTUNE_ASSIGN_OK(const at::Tensor guided, generation.latents({item("a kick", 1)}, options));
        options.cfgScale = 1.0;
        ATTUNE_ASSIGN_OK(const at::Tensor plain, generation.latents({item("a kick", 1)}, options));
        QVERIFY(!at::allclose(guided, plain));
        options.cfgScale = 3.0;
        options.rescale = 0.7;
        ATTUNE_ASSIGN_OK(const at::Tensor rescaled, generation.latents({item("a kick", 1)}, options));
        QVERIFY(!at::allclose(guided, rescaled));
        options.rescale = 0.0;
        GenerationItem negative = item("a kick", 1);
        negative.negativePrompt = "hiss";
        ATTUNE_ASSIGN_OK(const at::Tensor without, generation.latents({negative}, options));
        QVERIFY(!at::allclose(guided, without));
        QVERIFY(tiny.text.asked.contains("hiss"));
        // Beside one with a negative prompt, an item without one is as it is alone.
        ATTUNE_ASSIGN_OK(const at::Tensor both, generation.latents({item("a kick", 1), negative}, options));
        QVERIFY((both[0] - guided[0]).abs().max().item<double>() < 2e-4 * guided.abs().max().item<double>());
        QVERIFY((both[1] - without[0]).abs().max().item<double>() <
                2e-4 * without.abs().max().item<double>());
    }

    void variationsKeepWhatLittleNoiseLeaves() {
        Tiny tiny("train_rf_small");
        Generation generation(*tiny.model, &tiny.text);
        GenerationOptions options = quick("euler");
        options.cfgScale = 1.0;
        const at::Tensor init =
            at::randn({8, 24}, tensor::makeCpuGenerator(9), at::TensorOptions(at::kFloat));
        options.init = init;
        options.initNoiseLevel = 0.15;
        ATTUNE_ASSIGN_OK(const at::Tensor close, generation.latents({item("a kick", 1)}, options));
        options.initNoiseLevel = 0.9;
        ATTUNE_ASSIGN_OK(const at::Tensor far, generation.latents({item("a kick", 1)}, options));
        QVERIFY((close[0] - init).norm().item<double>() < (far[0] - init).norm().item<double>());
        options.init = init.slice(1, 0, 10);
        ATTUNE_VERIFY_ERROR(generation.latents({item("a kick", 1)}, options), ErrorCode::InvalidArgument);
    }

    void littleNoiseVariesWithVModelsToo() {
        Tiny tiny("train_v_sao10");
        Generation generation(*tiny.model, &tiny.text);
        GenerationOptions options = quick("dpmpp-2m");
        options.cfgScale = 1.0;
        const at::Tensor noise =
            at::randn({8, 24}, tensor::makeCpuGenerator(9), at::TensorOptions(at::kFloat));
        options.init = noise;
        double before = 0.0;
        for (const double level : {0.1, 0.3, 20.0}) { // up to sigmaMin 0.3, and far above it
            options.initNoiseLevel = level;
            ATTUNE_ASSIGN_OK(const at::Tensor varied, generation.latents({item("a kick", 1)}, options));
            const double distance = (varied[0] - noise).norm().item<double>();
            QVERIFY2(distance > before, qPrintable(QString::number(level)));
            before = distance;
        }
    }

    void networkCallsAreWrappedAndCounted() {
        Tiny tiny("train_rf_small");
        Generation generation(*tiny.model, &tiny.text);
        GenerationOptions options = quick("euler");
        int calls = 0;
        options.aroundNetwork = [&](const std::function<at::Tensor()>& call) {
            ++calls;
            return call();
        };
        std::vector<std::int64_t> done;
        const auto progress = [&](const Progress& p) { done.push_back(p.done); };
        options.batchSize = 1;
        ATTUNE_VERIFY_OK(generation.latents({item("a", 1), item("b", 2)}, options, {}, progress));
        QCOMPARE(calls, 10);
        QVERIFY(std::is_sorted(done.begin(), done.end()));
        QCOMPARE(done.back(), 10);
    }

    void stopsAndRefuses() {
        Tiny tiny("train_rf_small");
        Generation generation(*tiny.model, &tiny.text);
        CancellationSource stop;
        stop.request();
        ATTUNE_VERIFY_ERROR(generation.latents({item("a", 1)}, quick("euler"), stop.cancellation()),
                            ErrorCode::Cancelled);
        ATTUNE_VERIFY_ERROR(generation.latents({}, quick("euler")), ErrorCode::InvalidArgument);
        ATTUNE_VERIFY_ERROR(generation.latents({item("a", 1)}, quick("dpmpp-3m-sde")),
                            ErrorCode::InvalidArgument); // of the other kind
        GenerationOptions options = quick("euler");
        options.latentFrames = 0;
        ATTUNE_VERIFY_ERROR(generation.latents({item("a", 1)}, options), ErrorCode::InvalidArgument);
    }

    void soundsGoThroughTheAutoencoder() {
        Tiny tiny("train_v_sao10");
        audio::AudioBuffer mono(1, 500, SampleRate{44100});
        for (std::size_t i = 0; i < 500; ++i)
            mono.channel(0)[i] = 0.5F * std::sin(0.05F * static_cast<float>(i));
        ATTUNE_ASSIGN_OK(const at::Tensor latents, encodeSound(*tiny.model->pretransform(), mono, 24));
        QVERIFY(latents.sizes() == at::IntArrayRef({8, 24}));
        ATTUNE_ASSIGN_OK(const audio::AudioBuffer whole,
                         decodeSound(*tiny.model->pretransform(), latents, SampleRate{44100}));
        QCOMPARE(whole.frameCount(), 768);
        QCOMPARE(whole.channelCount(), 2);
        ATTUNE_ASSIGN_OK(const audio::AudioBuffer cut,
                         decodeSound(*tiny.model->pretransform(), latents, SampleRate{44100}, 0.01));
        QCOMPARE(cut.frameCount(), 441);
        const at::Tensor broken = at::full({8, 24}, std::nan(""), at::TensorOptions(at::kFloat));
        ATTUNE_VERIFY_ERROR(decodeSound(*tiny.model->pretransform(), broken, SampleRate{44100}),
                            ErrorCode::NonFinite);
        ATTUNE_VERIFY_ERROR(encodeSound(*tiny.model->pretransform(), audio::AudioBuffer(), 24),
                            ErrorCode::InvalidArgument);
    }

    // --- demos ---

    void demosAreTheSameEveryTime() {
        Tiny tiny("train_v_sao10");
        config::DemoSettings settings;
        settings.prompts = {{"a kick", "hiss", 7, 0.0, 0.0}, {"", "", 8, 0.0, 0.01}};
        settings.cfgScales = {1.0, 4.0, 1.0}; // the same guidance twice is one demo
        settings.steps = 4;
        ATTUNE_ASSIGN_OK(const DemoMaker maker, DemoMaker::create(settings, tiny.config, 0.0));
        QCOMPARE(maker.count(), std::size_t{4});
        QCOMPARE(maker.latentFrames(), 24);
        int asked = 0;
        const DecoderProvider decoder = [&]() -> Result<std::shared_ptr<model::Pretransform>> {
            ++asked;
            return tiny.model->pretransform();
        };
        ATTUNE_ASSIGN_OK(const auto first, maker.render(*tiny.model, &tiny.text, decoder));
        ATTUNE_ASSIGN_OK(const auto second, maker.render(*tiny.model, &tiny.text, decoder));
        QCOMPARE(asked, 2);
        QCOMPARE(first.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i) QVERIFY(first[i].sound == second[i].sound);
        QVERIFY(!(first[0].sound == first[1].sound)); // another guidance
        QCOMPARE(first[1].facts.cfgScale, 4.0);
        QCOMPARE(first[2].facts.prompt, std::string());
        QCOMPARE(first[2].sound.frameCount(),
                 441); // a sound of 10 ms is not followed by silence of the window
        QCOMPARE(first[0].facts.sampler, std::string("dpmpp-3m-sde"));
        for (const RenderedDemo& demo : first)
            for (const float sample : demo.sound.samples()) QVERIFY(std::abs(sample) <= 1.0F);
        const std::vector<std::string> texts = maker.texts();
        for (const std::string& text : tiny.text.asked)
            QVERIFY2(std::find(texts.begin(), texts.end(), text) != texts.end(), text.c_str());
    }

    void unsuitableSamplersAreReplaced() {
        Tiny tiny("train_rf_small");
        config::DemoSettings settings;
        settings.prompts = {{"a kick", "", 7, 0.0, 0.0}};
        settings.sampler = "dpmpp-3m-sde"; // of the other kind of model
        settings.steps = 2;
        ATTUNE_ASSIGN_OK(const DemoMaker maker, DemoMaker::create(settings, tiny.config, 0.0));
        ATTUNE_ASSIGN_OK(
            const auto demos,
            maker.render(*tiny.model, &tiny.text, [&]() -> Result<std::shared_ptr<model::Pretransform>> {
                return tiny.model->pretransform();
            }));
        QCOMPARE(demos.front().facts.sampler, std::string("euler"));
        // Without prompts nothing is asked of anyone.
        settings.prompts.clear();
        ATTUNE_ASSIGN_OK(const DemoMaker none, DemoMaker::create(settings, tiny.config, 0.0));
        ATTUNE_ASSIGN_OK(const auto nothing, none.render(*tiny.model, nullptr, {}));
        QVERIFY(nothing.empty());
    }

    void decoderErrorsAreHandedOn() {
        Tiny tiny("train_rf_small");
        config::DemoSettings settings;
        settings.prompts = {{"a kick", "", 7, 0.0, 0.0}};
        settings.steps = 2;
        ATTUNE_ASSIGN_OK(const DemoMaker maker, DemoMaker::create(settings, tiny.config, 0.0));
        const DecoderProvider broken = []() -> Result<std::shared_ptr<model::Pretransform>> {
            return fail(ErrorCode::NotFound, "no autoencoder");
        };
        ATTUNE_VERIFY_ERROR(maker.render(*tiny.model, &tiny.text, broken), ErrorCode::NotFound);
    }

    void demosAreWrittenAllOrNothing() {
        const test::TemporaryFolder folder;
        std::vector<RenderedDemo> demos(2);
        for (std::size_t i = 0; i < 2; ++i) {
            demos[i].sound = audio::AudioBuffer(2, 1000, SampleRate{44100});
            demos[i].sound.channel(0)[5] = 0.5F;
            demos[i].facts.file = concat("demo-0", i + 1, "-cfg-7.flac");
            demos[i].facts.prompt = "ein Klang, \xC3\xBC";
            demos[i].facts.seed = 40 + static_cast<std::int64_t>(i);
            demos[i].facts.sampler = "euler";
        }
        const auto target = folder / "demos/step-000500";
        int indexed = 0;
        const DemoIndexWriter index = [&](const std::filesystem::path& place,
                                          const std::vector<RenderedDemo>& all) -> Result<void> {
            indexed += static_cast<int>(all.size());
            test::writeBytes(place / "demos.json", "{}");
            return {};
        };
        ATTUNE_VERIFY_OK(writeDemos(target, StepIndex{500}, demos, index));
        QCOMPARE(indexed, 2);
        QVERIFY(std::filesystem::exists(target / "demos.json"));
        ATTUNE_ASSIGN_OK(const auto read, audio::readAudio(target / "demo-01-cfg-7.flac"));
        QCOMPARE(read.frameCount(), 1000);
        const std::string bytes = test::readBytes(target / "demo-02-cfg-7.flac");
        for (const char* tag : {"SEED=41", "STEP=500", "PROMPT=ein Klang, \xC3\xBC"})
            QVERIFY2(bytes.find(tag) != std::string::npos, tag);
        // A failing index leaves the old folder.
        const DemoIndexWriter failing = [](const auto&, const auto&) -> Result<void> {
            return fail(ErrorCode::DiskFull, "full");
        };
        demos.resize(1);
        ATTUNE_VERIFY_ERROR(writeDemos(target, StepIndex{500}, demos, failing), ErrorCode::DiskFull);
        QVERIFY(std::filesystem::exists(target / "demo-02-cfg-7.flac"));
        QCOMPARE(
            QString::fromStdString(test::listing(target.parent_path())).count(QStringLiteral("attune-tmp")),
            0);
    }
};

QTEST_GUILESS_MAIN(TestGeneration)
#include "tst_Generation.moc"
