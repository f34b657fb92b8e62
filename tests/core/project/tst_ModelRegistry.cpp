// SPDX-License-Identifier: GPL-3.0-or-later
//
// Registered models and rated demos: what is stored comes back, and nobody's edit is lost.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/project/DemoIndex.h"
#include "core/project/ModelRegistry.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <thread>

using namespace attune;
using namespace attune::project;
namespace fs = std::filesystem;
using config::Json;

namespace {

ModelCard fullCard(const fs::path& file) {
    ModelCard card;
    card.name = "Stable Audio Open Small";
    card.file = file;
    card.configFile = file.parent_path() / "model_config.json";
    card.textEncoderFolder = file.parent_path() / "t5";
    card.kind = ModelKind::Diffusion;
    card.family = "Stable Audio Open Small";
    card.objective = "rectified_flow";
    card.container = "safetensors";
    card.sampleRate = 44100;
    card.audioChannels = 2;
    card.sampleFrames = 524288;
    card.downsamplingRatio = 2048;
    card.latentChannels = 64;
    card.parts = {{"transformer", 341'000'000, 1'364'000'000, "fp32"},
                  {"autoencoder", 156'112'514, 312'225'028, "fp16"}};
    card.hasEma = true;
    card.canTrain = false;
    card.cannotTrainReason = "It was post-trained.";
    card.problems = {{ModelProblem::Severity::Blocking, "An ARC block", "Use the base model."},
                     {ModelProblem::Severity::Note, "fp16", ""}};
    card.hash = ContentHash{3, 4};
    return card;
}

DemoRecord demoOf(const std::string& file, std::int64_t step) {
    DemoRecord demo;
    demo.file = file;
    demo.prompt = "warm kick ♫";
    demo.seed = 1937401721;
    demo.step = step;
    demo.cfgScale = 7.0;
    demo.sampler = "dpmpp-3m-sde";
    demo.samplerSteps = 100;
    demo.secondsTotal = 11.0;
    demo.peak = 0.9;
    demo.loudnessLufs = -14.5;
    demo.settings = Json{{"sigma_max", 500}};
    return demo;
}

} // namespace

class TestModelRegistry : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()); }
    ModelRegistry registry() const { return ModelRegistry(root() / "data" / "models.json"); }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void cardsComeBackWhole() {
        QVERIFY(registry().list().value().empty());
        const ModelCard stored = registry().add(fullCard(root() / "a.safetensors")).value();
        QCOMPARE(stored.id, std::string("stable-audio-open-small"));
        QVERIFY(!stored.addedUtc.empty());
        const auto cards = registry().list().value();
        QCOMPARE(cards.size(), std::size_t{1});
        QVERIFY(cards[0].toJson() == stored.toJson());
        QCOMPARE(cards[0].parameterCount(), std::int64_t{497'112'514});
        QCOMPARE(cards[0].lengthSeconds(), 524288.0 / 44100.0);
        QCOMPARE(cards[0].problems[0].severity, ModelProblem::Severity::Blocking);
        QVERIFY(ModelCard::fromJson({cards[0].toJson(), "x"}).value().hash == (ContentHash{3, 4}));
        config::Json impossible = stored.toJson();
        impossible["parts"][0]["parameters"] = INT64_MAX;
        QCOMPARE(ModelCard::fromJson({impossible, "x"}).error().code, ErrorCode::InvalidConfig);
    }

    void idsAreUniqueAndFilesAreRegisteredOnce() {
        const ModelCard first = registry().add(fullCard(root() / "a.safetensors")).value();
        const ModelCard second = registry().add(fullCard(root() / "b.safetensors")).value();
        QCOMPARE(second.id, std::string("stable-audio-open-small-2"));
        ModelCard again = fullCard(root() / "x" / ".." / "a.safetensors");
        again.name = "Renamed";
        QCOMPARE(registry().add(again).value().id, first.id);
        QCOMPARE(registry().list().value().size(), std::size_t{2});
        QCOMPARE(registry().find(first.id).value().name, std::string("Renamed"));
        QCOMPARE(registry().find("Renamed").value().id, first.id);
        QCOMPARE(registry().find(utf8FromPath(root() / "b.safetensors")).value().id, second.id);
        const auto missing = registry().find("nothing");
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().remedy.find(second.id) != std::string::npos);

        QCOMPARE(registry()
                     .update(second.id, [](ModelCard& card) { card.textEncoderFolder = "/t5"; })
                     .value()
                     .textEncoderFolder,
                 fs::path("/t5"));
        QCOMPARE(registry().update("nothing", [](ModelCard&) {}).error().code, ErrorCode::NotFound);
        QVERIFY(registry().remove(first.id).has_value());
        QCOMPARE(registry().remove(first.id).error().code, ErrorCode::NotFound);
        QCOMPARE(registry().list().value()[0].textEncoderFolder, fs::path("/t5"));
        QCOMPARE(registry().add(ModelCard{}).error().code, ErrorCode::InvalidArgument);
    }

    void changedFilesAreNoticed() {
        const fs::path file = root() / "a.safetensors";
        QVERIFY(writeTextAtomically(file, "weights").has_value());
        ModelCard card = fullCard(file);
        const FileStamp stamp = fileStamp(file).value();
        card.fileBytes = stamp.bytes;
        card.modifiedNs = stamp.modifiedNs;
        QVERIFY(card.isCurrent());
        QVERIFY(writeTextAtomically(file, "other weights").has_value());
        QVERIFY(!card.isCurrent());
        fs::remove(file);
        QVERIFY(!card.isCurrent());
        QCOMPARE(fileStamp(file).error().code, ErrorCode::NotFound);
    }

    void manyWindowsAddAtOnce() {
        {
            std::vector<std::jthread> windows;
            for (int window = 0; window < 4; ++window)
                windows.emplace_back([this, window] {
                    for (int i = 0; i < 5; ++i)
                        if (!registry().add(fullCard(root() / concat(window, '-', i, ".ckpt"))))
                            qFatal("an addition was refused");
                });
        }
        QCOMPARE(registry().list().value().size(), std::size_t{20});
    }

    void damagedRegistriesAreNotOverwritten() {
        fs::create_directories(registry().file().parent_path());
        QVERIFY(writeTextAtomically(registry().file(),
                                    "{\"format\": \"attune-models\", \"version\": 1, \"models\": [{}]}")
                    .has_value());
        QCOMPARE(registry().list().error().code, ErrorCode::InvalidConfig);
        QCOMPARE(registry().add(fullCard("/a")).error().code, ErrorCode::InvalidConfig);
        QVERIFY(writeTextAtomically(registry().file(), "{\"format\": \"attune-models\", \"version\": 2}")
                    .has_value());
        QCOMPARE(registry().add(fullCard("/a")).error().code, ErrorCode::VersionTooNew);
        QVERIFY(readTextFile(registry().file()).value().find("\"version\": 2") != std::string::npos);
    }

    void demosAreRatedAndKeepTheirStars() {
        const fs::path folder = root() / "demos" / "step-000500";
        fs::create_directories(folder);
        DemoIndex index = DemoIndex::load(folder).value();
        QVERIFY(index.demos().empty());
        QVERIFY(index.add(demoOf("a.flac", 500)).has_value());
        QVERIFY(index.add(demoOf("b.flac", 500)).has_value());
        QVERIFY(index.rate("a.flac", 4).has_value());
        QVERIFY(index.annotate("a.flac", "the one").has_value());
        QVERIFY(index.add(demoOf("a.flac", 500)).has_value()); // made again
        QCOMPARE(index.rate("c.flac", 1).error().code, ErrorCode::NotFound);
        QCOMPARE(index.rate("a.flac", 6).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(index.annotate("c.flac", "").error().code, ErrorCode::NotFound);
        QCOMPARE(index.add(demoOf("../outside.flac", 1)).error().code, ErrorCode::InvalidArgument);

        const DemoIndex again = DemoIndex::load(folder).value();
        QCOMPARE(again.demos().size(), std::size_t{2});
        const DemoRecord& demo = again.demos()[0];
        QCOMPARE(demo.stars, 4);
        QCOMPARE(demo.notes, std::string("the one"));
        QCOMPARE(demo.prompt, std::string("warm kick ♫"));
        QCOMPARE(demo.seed, std::int64_t{1937401721});
        QCOMPARE(*demo.loudnessLufs, -14.5);
        QVERIFY(demo.settings == Json({{"sigma_max", 500}}));
        QVERIFY(!demo.createdUtc.empty());
        QCOMPARE(again.fileOf(demo), folder / "a.flac");
    }

    void demosOfARunAreInOrder() {
        for (const std::int64_t step : {1000, 0, 500}) {
            const fs::path folder = root() / "demos" / concat("step-", step);
            fs::create_directories(folder);
            QVERIFY(DemoIndex::load(folder).value().add(demoOf("x.flac", step)).has_value());
        }
        fs::create_directories(root() / "demos" / "step-000007");
        QVERIFY(writeTextAtomically(root() / "demos" / "step-000007" / "demos.json", "{}").has_value());
        QCOMPARE(DemoIndex::load(root() / "demos" / "step-000007").error().code, ErrorCode::InvalidConfig);
        const auto demos = demosBelow(root() / "demos");
        QCOMPARE(demos.size(), std::size_t{3});
        QCOMPARE(demos[0].demo.step, std::int64_t{0});
        QCOMPARE(demos[2].demo.step, std::int64_t{1000});
        QVERIFY(demosBelow(root() / "none").empty());
        // An index from elsewhere cannot point outside its folder.
        QVERIFY(writeTextAtomically(
                    root() / "demos" / "step-000007" / "demos.json",
                    "{\"format\":\"attune-demos\",\"version\":1,\"demos\":[{\"file\":\"../../x\"}]}")
                    .has_value());
        QCOMPARE(DemoIndex::load(root() / "demos" / "step-000007").error().code, ErrorCode::InvalidConfig);
    }
};

QTEST_APPLESS_MAIN(TestModelRegistry)
#include "tst_ModelRegistry.moc"
