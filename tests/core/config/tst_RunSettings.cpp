// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ParameterDescription.h"
#include "core/config/RunSettings.h"
#include "core/config/RunSettingsReference.h"
#include "core/config/RunSettingsTypes.h"
#include "tests/support/Files.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

using namespace attune;
using namespace attune::config;

namespace {

std::filesystem::path sourceFolder() {
    return attune::test::sourceFolder();
}

Json freshDocument() {
    return jsonFromRunSettings(RunSettings{});
}

RunSettings unusualSettings() {
    RunSettings s;
    s.name = "warm kicks \xC3\xBC";
    s.comments = "a note";
    s.model = "sao-small";
    s.baseCheckpoint = "x.safetensors";
    s.device = "cuda:1";
    s.clipSeconds = 11.5;
    s.crop = CropPlace::Start;
    s.batchSize = 3;
    s.accumulation = 5;
    s.steps = 0;
    s.seed = 1937401721;
    s.optimiser = {"Prodigy", Json{{"lr", 1.0}, {"d_coef", 0.8}, {"safeguard_warmup", true}}};
    s.schedule = {"CosineAnnealingWarmRestarts", Json{{"T_0", 10}, {"T_mult", 2}}};
    s.gradientClip = 0.5;
    s.precision = Precision::Bf16Weights;
    s.ema = {false, EmaPlace::Host, 0.999, 0.5};
    s.cfgDropout = 0.2;
    s.timesteps = {"log_snr", Json{{"mean_logsnr", -1.0}}};
    s.oneShotProbability = 0.25;
    s.maskPadding = true;
    s.maskPaddingDropout = 0.125;
    s.parts = TrainedParts::Lora;
    s.lora = {4, 8.0, 0.05, {"to_qkv"}};
    s.activationCheckpointing = false;
    s.validation = {7, 3, 5, false};
    s.checkpoints = {9, 0, false, {10, 20}};
    s.demos.every = 11;
    s.demos.prompts = {{"a kick", "noise", 7, 1.0, 2.5}, {"", "", 8, 0.0, 0.0}};
    s.demos.cfgScales = {1.0, 4.5};
    s.demos.sampler = "k-heun";
    s.demos.steps = 12;
    s.demos.rescale = 0.5;
    s.lowDiskBytes = 123;
    return s;
}

std::string pathOfFirstProblem(const Json& document) {
    const auto problems = runSettingsProblems(document);
    return problems.empty() ? std::string() : problems.front().context;
}

} // namespace

class TestRunSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesThroughJsonUnchanged() {
        for (const RunSettings& settings : {RunSettings{}, unusualSettings()}) {
            const Json document = jsonFromRunSettings(settings);
            const auto back = runSettingsFromJson(document);
            QVERIFY2(back.has_value(), back ? "" : back.error().describe().c_str());
            QVERIFY(*back == settings);
            QCOMPARE(jsonFromRunSettings(*back).dump(), document.dump());
        }
    }

    void fieldsLeftOutTakeDefaults() {
        const auto settings = runSettingsFromJson(Json{{"batch_size", 7}, {"ema", {{"place", "host"}}}});
        QVERIFY(settings.has_value());
        QCOMPARE(settings->batchSize, 7);
        QVERIFY(settings->ema.place == EmaPlace::Host);
        QVERIFY(settings->ema.enabled);
        QCOMPARE(settings->ema.beta, RunSettings{}.ema.beta);
        // Options of an optimiser that are left out are that optimiser's own, not those of ours.
        const auto other = runSettingsFromJson(Json{{"optimiser", {{"type", "Lion"}}}});
        QVERIFY(other.has_value());
        QVERIFY(other->optimiser.options.empty());
        QCOMPARE(learningRateOf(other->optimiser), 1e-4);
    }

    void errorsNameTheField_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("unknown") << "batchsize"
                                 << "4";
        QTest::newRow("nested unknown") << "ema.betta"
                                        << "0.9";
        QTest::newRow("too small") << "batch_size"
                                   << "0";
        QTest::newRow("fraction") << "batch_size"
                                  << "2.5";
        QTest::newRow("text for number") << "steps"
                                         << "\"many\"";
        QTest::newRow("probability") << "cfg_dropout"
                                     << "1.5";
        QTest::newRow("zero rate") << "optimiser.config.lr"
                                   << "0";
        QTest::newRow("optimiser") << "optimiser.type"
                                   << "\"Adagrad2\"";
        QTest::newRow("option") << "optimiser.config.momentum"
                                << "0.9";
        QTest::newRow("beta") << "optimiser.config.betas"
                              << "[0.9, 1.5]";
        QTest::newRow("beta count") << "optimiser.config.betas"
                                    << "[0.9]";
        QTest::newRow("schedule option") << "schedule.config.T_max"
                                         << "9";
        QTest::newRow("precision") << "precision"
                                   << "\"fp8\"";
        QTest::newRow("timesteps") << "timesteps.options.mean_logsnr"
                                   << "1";
        QTest::newRow("prompt member") << "demos.prompts[0].promt"
                                       << "x";
        QTest::newRow("prompt seed") << "demos.prompts[0].seed"
                                     << "x";
        QTest::newRow("object expected") << "demos"
                                         << "3";
    }
    void errorsNameTheField() {
        QFETCH(QString, path);
        QFETCH(QString, value);
        Json document = freshDocument();
        if (path == QStringLiteral("demos.prompts[0].promt"))
            document["demos"]["prompts"] = Json::array({Json{{"promt", "kick"}}});
        else if (path == QStringLiteral("demos.prompts[0].seed"))
            document["demos"]["prompts"] = Json::array({Json{{"seed", 1.5}}});
        else
            setValueAt(document, path.toStdString(), Json::parse(value.toStdString()));
        QCOMPARE(QString::fromStdString(pathOfFirstProblem(document)), path);
        const auto settings = runSettingsFromJson(document);
        QVERIFY(!settings.has_value());
        QVERIFY(settings.error().code == ErrorCode::InvalidConfig);
        QVERIFY(settings.error().message.find(path.section(QLatin1Char('.'), -1).toStdString()) !=
                    std::string::npos ||
                !settings.error().remedy.empty());
    }

    void contradictionsAreFound() {
        const auto refused = [](auto change) {
            RunSettings s;
            change(s);
            return !validateRunSettings(s).has_value() &&
                   !runSettingsFromJson(jsonFromRunSettings(s)).has_value();
        };
        QVERIFY(!refused([](RunSettings&) {}));
        QVERIFY(!refused([](RunSettings& s) { s.stepInBackward = true; }));
        QVERIFY(refused([](RunSettings& s) {
            s.stepInBackward = true;
            s.accumulation = 2;
        }));
        QVERIFY(refused([](RunSettings& s) {
            s.stepInBackward = true;
            s.gradientClip = 1.0;
        }));
        QVERIFY(refused([](RunSettings& s) {
            s.stepInBackward = true;
            s.precision = Precision::Fp16Mixed;
        }));
        QVERIFY(refused([](RunSettings& s) {
            s.demos.sigmaMin = 10.0;
            s.demos.sigmaMax = 1.0;
        }));
        QVERIFY(refused([](RunSettings& s) {
            s.parts = TrainedParts::Lora;
            s.lora.targets.clear();
        }));
    }

    void newerVersionsAreRefused() {
        Json document = freshDocument();
        document["attune_run_settings"] = kRunSettingsVersion + 1;
        const auto settings = runSettingsFromJson(document);
        QVERIFY(!settings.has_value());
        QVERIFY(settings.error().code == ErrorCode::VersionTooNew);
    }

    void presetsAreValid() {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(sourceFolder() / "configs")) {
            if (entry.path().extension() != ".json") continue;
            const auto settings = readRunSettings(entry.path());
            QVERIFY2(settings.has_value(), settings ? "" : settings.error().describe().c_str());
            QVERIFY(!settings->comments.empty());
            QVERIFY2(adviseOnRunSettings(*settings, 0).empty(), settings->name.c_str());
            ++count;
        }
        QVERIFY(count >= 5);
    }

    void adviceSpeaksOfWhatIsUnusual() {
        const auto about = [](const RunSettings& s, std::int64_t clips, const char* path) {
            const auto advice = adviseOnRunSettings(s, clips);
            return std::any_of(advice.begin(), advice.end(),
                               [&](const RunAdvice& a) { return a.path == path; });
        };
        RunSettings s;
        QVERIFY(!about(s, 1000, "batch_size"));
        s.batchSize = 1;
        QVERIFY(about(s, 1000, "batch_size"));
        s.batchSize = 64;
        QVERIFY(about(s, 10, "batch_size"));
        s.optimiser.options["lr"] = 1e-2;
        QVERIFY(about(s, 1000, "optimiser.config.lr"));
        s.batchSize = 1;
        s.steps = 10;
        QVERIFY(about(s, 1000, "steps"));
        s.steps = 100000;
        QVERIFY(about(s, 100, "steps"));
    }

    void lengthsBecomeWholeFrames() {
        QCOMPARE(latentFramesFromSeconds(0.0, 44100, 2048, 256), 256);
        QCOMPARE(latentFramesFromSeconds(64.0 * 2048 / 44100, 44100, 2048, 256), 64);
        QCOMPARE(latentFramesFromSeconds(0.001, 44100, 2048, 256), 1);
        QCOMPARE(latentFramesFromSeconds(900.0, 44100, 2048, 256), 256);
    }

    void demoPromptsAreTheFrequentOnes() {
        const auto prompts = suggestDemoPrompts({"a", "b", "b", "c", "", "c", "c"}, 2);
        QCOMPARE(prompts.size(), std::size_t{3});
        QCOMPARE(prompts[0].prompt, std::string("c"));
        QCOMPARE(prompts[1].prompt, std::string("b"));
        QVERIFY(prompts[2].prompt.empty());
        QCOMPARE(prompts[2].seed, 3);
    }

    // --- the reference's training block ---

    void importsTheReferencesBlocks() {
        for (const char* name :
             {"train_v_sao10", "train_rf_small", "train_v_accum", "train_v_clip", "train_rf_mask"}) {
            const auto config = readJsonFile(attune::test::fixturesFolder() / name / "model.json");
            QVERIFY(config.has_value());
            const auto imported = runSettingsFromReference(*config, RunSettings{});
            QVERIFY2(imported.has_value(), imported ? "" : imported.error().describe().c_str());
            const RunSettings& s = imported->settings;
            const Json& training = (*config)["training"];
            QCOMPARE(s.optimiser.options.dump(),
                     training["optimizer_configs"]["diffusion"]["optimizer"]["config"].dump());
            QCOMPARE(s.timesteps.type, training["timestep_sampler"].get<std::string>());
            QCOMPARE(s.cfgDropout, training["cfg_dropout_prob"].get<double>());
            QCOMPARE(s.demos.prompts.size(), std::size_t{1});
            QCOMPARE(s.demos.cfgScales.size(), std::size_t{2});
            // And out again: what trains there is what came in.
            const Json block = referenceTrainingBlock(s);
            QCOMPARE(block["optimizer_configs"].dump(), training["optimizer_configs"].dump());
            QVERIFY(block["timestep_sampler"] == training["timestep_sampler"]);
            QCOMPARE(block.value("p_one_shot", 0.0), training.value("p_one_shot", 0.0));
            QCOMPARE(block.value("mask_padding", false), training.value("mask_padding", false));
            QCOMPARE(block.value("mask_padding_dropout", 0.0), training.value("mask_padding_dropout", 0.0));
            Json again = *config;
            again["training"] = block;
            const auto second = runSettingsFromReference(again, RunSettings{});
            QVERIFY(second.has_value());
            QVERIFY(second->settings.optimiser == s.optimiser && second->settings.schedule == s.schedule &&
                    second->settings.timesteps == s.timesteps && second->settings.cfgDropout == s.cfgDropout);
        }
    }

    void plainLearningRateMeansAdam() {
        const auto imported = runSettingsFromReference(
            Json{{"training", {{"learning_rate", 1e-4}, {"pre_encoded", true}}}}, RunSettings{});
        QVERIFY(imported.has_value());
        QCOMPARE(imported->settings.optimiser.type, std::string("Adam"));
        QCOMPARE(imported->settings.schedule.type, std::string("Constant"));
        QVERIFY(imported->settings.ema.enabled);
        QCOMPARE(imported->settings.cfgDropout, 0.1);
        QVERIFY(!runSettingsFromReference(Json{{"training", Json::object()}}, RunSettings{}).has_value());
        QVERIFY(!runSettingsFromReference(Json::object(), RunSettings{}).has_value());
    }

    void postTrainingIsRefused() {
        const auto imported = runSettingsFromReference(
            Json{{"training", {{"learning_rate", 1e-4}, {"arc", {{"x", 1}}}}}}, RunSettings{});
        QVERIFY(!imported.has_value());
        QVERIFY(imported.error().code == ErrorCode::Refused);
    }

    void unknownSchedulersAreNamed() {
        Json optimiser = {{"optimizer", {{"type", "AdamW"}, {"config", {{"lr", 1e-4}}}}},
                          {"scheduler", {{"type", "CosineAnnealing"}, {"config", Json::object()}}}};
        Json config = {{"training", {{"optimizer_configs", Json::object()}}}};
        config["training"]["optimizer_configs"]["diffusion"] = optimiser;
        const auto imported = runSettingsFromReference(config, RunSettings{});
        QVERIFY(!imported.has_value());
        QVERIFY(imported.error().message.find("CosineAnnealing") != std::string::npos);
        QVERIFY(imported.error().remedy.find("CosineAnnealingLR") != std::string::npos);
    }

    void precisionsOfTheReference() {
        QVERIFY(*precisionFromReference("16-mixed") == Precision::Fp16Mixed);
        QVERIFY(*precisionFromReference("32") == Precision::Fp32);
        QVERIFY(!precisionFromReference("64-true").has_value());
        RunSettings s;
        s.precision = Precision::Fp16Mixed;
        const auto arguments = referenceArguments(s);
        QVERIFY(std::any_of(arguments.begin(), arguments.end(),
                            [](const auto& a) { return a.name == "--precision" && a.value == "16-mixed"; }));
    }

    // --- the table of parameters ---

    void everyFieldIsDescribedOnce() {
        std::set<std::string_view> paths;
        std::set<std::string_view> options;
        for (const ParameterDescription& parameter : runParameters()) {
            QVERIFY2(paths.insert(parameter.path).second, std::string(parameter.path).c_str());
            if (!parameter.option.empty())
                QVERIFY2(options.insert(parameter.option).second, std::string(parameter.option).c_str());
            QVERIFY(!parameter.label.empty() && !parameter.help.empty() && !parameter.group.empty());
            QVERIFY(parameter.help.ends_with('.'));
            if (parameter.kind == ParameterKind::Choice) QVERIFY(!parameter.choices.empty());
            if (!parameter.appliesWhen.empty())
                QVERIFY(findRunParameter(parameter.appliesWhen.substr(0, parameter.appliesWhen.find('='))) !=
                        nullptr);
        }
        // Every leaf of the document has a row, but for the options of {type, config} blocks.
        const std::function<void(const Json&, const std::string&)> visit = [&](const Json& value,
                                                                               const std::string& path) {
            for (const auto& [key, member] : value.items()) {
                const std::string place = path.empty() ? key : path + '.' + key;
                if (key == "attune_run_settings") continue;
                if (member.is_object()) {
                    if (key != "config" && key != "options") visit(member, place);
                } else {
                    QVERIFY2(paths.contains(place), place.c_str());
                }
            }
        };
        visit(freshDocument(), {});
    }

    void choicesAreWhatReadersKnow() {
        const auto values = [](const char* path) {
            std::vector<std::string_view> found;
            for (const ParameterChoice& choice : findRunParameter(path)->choices)
                found.push_back(choice.value);
            std::sort(found.begin(), found.end());
            return found;
        };
        const auto sorted = [](std::vector<std::string_view> types) {
            std::sort(types.begin(), types.end());
            return types;
        };
        QVERIFY(values("optimiser.type") == sorted(optimiserTypes()));
        QVERIFY(values("schedule.type") == sorted(scheduleTypes()));
        QVERIFY(values("timesteps.type") == sorted(timestepSamplerTypes()));
        for (const std::string_view name : values("precision")) QVERIFY(precisionFromName(name).has_value());
    }

    void defaultsAreWithinTheirRanges() {
        for (const ParameterDescription& parameter : runParameters()) {
            const Json value = defaultValue(parameter);
            if (!value.is_null())
                QVERIFY2(checkValue(parameter, value).has_value(), std::string(parameter.path).c_str());
        }
    }

    void valuesAreTakenFromText() {
        const auto parse = [](const char* option, const char* text) {
            return valueFromText(*findRunParameterByOption(option), text);
        };
        QCOMPARE(parse("learning-rate", "5e-5")->get<double>(), 5e-5);
        QCOMPARE(parse("batch-size", " 8 ")->get<int>(), 8);
        QVERIFY(parse("batch-size", "1e2")->is_number_integer());
        QCOMPARE(parse("betas", "0.9, 0.95")->dump(), std::string("[0.9,0.95]"));
        QCOMPARE(parse("ema", "off")->get<bool>(), false);
        QCOMPARE(parse("demo-prompt", "a kick\n\na snare")->size(), std::size_t{2});
        QCOMPARE((*parse("demo-prompt", "a kick\na snare"))[1]["seed"].get<int>(), 2);
        QVERIFY(!parse("batch-size", "0").has_value());
        QVERIFY(!parse("batch-size", "2.5").has_value());
        QVERIFY(!parse("batch-size", "").has_value());
        QVERIFY(!parse("steps", "99999999999999999999").has_value());
        QVERIFY(!parse("pin", "500, 99999999999999999999").has_value());
        QCOMPARE(rangeText(*findRunParameter("ema.beta")), std::string("0 to 0.9999999"));
        QCOMPARE(rangeText(*findRunParameter("seed")), std::string("0 to 9007199254740991"));
        QVERIFY(!parse("learning-rate", "fast").has_value());
        QVERIFY(!parse("ema", "perhaps").has_value());
        QVERIFY(!parse("precision", "fp8").has_value());
        QVERIFY(parse("precision", "fp8").error().remedy.find("bf16-mixed") != std::string::npos);
    }

    void conditionsHideFields() {
        Json document = freshDocument();
        const ParameterDescription& momentum = *findRunParameter("optimiser.config.momentum");
        const ParameterDescription& rank = *findRunParameter("lora.rank");
        const ParameterDescription& place = *findRunParameter("ema.place");
        QVERIFY(!appliesTo(momentum, document));
        QVERIFY(!appliesTo(rank, document));
        QVERIFY(appliesTo(place, document));
        document["optimiser"]["type"] = "SGD";
        document["parts"] = "lora";
        document["ema"]["enabled"] = false;
        QVERIFY(appliesTo(momentum, document));
        QVERIFY(appliesTo(rank, document));
        QVERIFY(!appliesTo(place, document));
    }
};

QTEST_APPLESS_MAIN(TestRunSettings)
#include "tst_RunSettings.moc"
