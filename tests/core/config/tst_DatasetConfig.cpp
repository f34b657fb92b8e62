// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reference's small files: dataset_config.json, defaults.ini, and the metadata modules that we recognise.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/config/DatasetConfig.h"
#include "core/config/IniFile.h"
#include "core/config/MetadataModule.h"
#include "tests/support/Files.h"

#include <QtTest/QtTest>

#include <filesystem>

using namespace attune;
using namespace attune::config;
namespace fs = std::filesystem;

namespace {

fs::path fixtures() {
    return attune::test::fixturesFolder();
}

Json audioConfig() {
    return Json{{"dataset_type", "audio_dir"}, {"datasets", {{{"id", "a"}, {"path", "sounds"}}}}};
}
Json latentConfig() {
    return Json{{"dataset_type", "pre_encoded"}, {"datasets", {{{"id", "a"}, {"path", "latents"}}}}};
}

ErrorCode codeOf(const Json& document) {
    const auto config = parseDatasetConfig(document);
    return config ? ErrorCode::Internal : config.error().code;
}

bool notesMention(const DatasetConfig& config, std::string_view word) {
    for (const std::string& note : config.notes)
        if (note.find(word) != std::string::npos) return true;
    return false;
}

} // namespace

class TestDatasetConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void configsOfTheFixturesAreRead() {
        const DatasetConfig audio =
            readDatasetConfig(fixtures() / "pre_encoded_dir" / "dataset_config.json").value();
        QCOMPARE(audio.type, DatasetType::AudioDirectory);
        QCOMPARE(audio.sources.size(), std::size_t{1});
        QVERIFY(!audio.randomCrop && !audio.dropLast);
        QVERIFY(audio.notes.empty());
        QCOMPARE(resolvedPath(audio, audio.sources[0].path), fixtures() / "pre_encoded_dir" / "audio");
        QCOMPARE(resolvedPath(audio, audio.sources[0].metadataModule),
                 fixtures() / "pre_encoded_dir" / "metadata.py");
        QCOMPARE(resolvedPath(audio, "not there"), fs::path("not there"));
        const DatasetConfig latents =
            readDatasetConfig(fixtures() / "pre_encoded_dir" / "pe_dataset_config.json").value();
        QCOMPARE(latents.type, DatasetType::PreEncoded);
        QCOMPARE(latents.latentExtension, std::string("npy"));
    }

    void defaultsAreThoseOfTheReference() {
        const DatasetConfig audio = parseDatasetConfig(audioConfig()).value();
        QVERIFY(audio.randomCrop && audio.dropLast);
        QVERIFY(notesMention(audio, "random_crop is not given"));
        const DatasetConfig latents = parseDatasetConfig(latentConfig()).value();
        QVERIFY(!latents.randomCrop && latents.dropLast);
        QVERIFY(!latents.latentCropLength && !latents.minLengthSeconds && !latents.maxLengthSeconds);
        QVERIFY(latents.notes.empty());
    }

    void everyKeyIsUnderstoodAndWrittenBack() {
        Json document = latentConfig();
        document["latent_crop_length"] = 256;
        document["min_length_sec"] = 0.5;
        document["max_length_sec"] = 30;
        document["latent_extension"] = ".lat";
        document["random_crop"] = true;
        document["drop_last"] = false;
        document["datasets"][0]["custom_metadata_module"] = "md.py";
        const DatasetConfig config = parseDatasetConfig(document).value();
        QCOMPARE(*config.latentCropLength, std::int64_t{256});
        QCOMPARE(*config.minLengthSeconds, 0.5);
        QCOMPARE(*config.maxLengthSeconds, 30.0);
        QCOMPARE(config.latentExtension, std::string("lat"));
        QVERIFY(config.notes.empty());
        const DatasetConfig again = parseDatasetConfig(jsonFromDatasetConfig(config)).value();
        QVERIFY(jsonFromDatasetConfig(again) == jsonFromDatasetConfig(config));
        QCOMPARE(again.sources[0].metadataModule, fs::path("md.py"));
    }

    void keysWithoutEffectAreExplained() {
        Json document = audioConfig();
        document["latent_crop_length"] = 5;
        document["augment_phase"] = true;
        document["datasets"][0]["drop_last"] = false;
        document["datasets"][0]["read_metadata"] = true;
        const DatasetConfig config = parseDatasetConfig(document).value();
        QVERIFY(config.dropLast); // the copy inside has no effect, there as here
        QVERIFY(notesMention(config, "latent_crop_length"));
        QVERIFY(notesMention(config, "augment_phase"));
        QVERIFY(
            notesMention(config, "datasets[0].drop_last has no effect: \"drop_last\" belongs at the root"));
        QVERIFY(notesMention(config, "read_metadata"));
        Json useless = latentConfig();
        useless["random_crop"] = true;
        QVERIFY(notesMention(parseDatasetConfig(useless).value(), "random_crop has no effect"));
    }

    void mistakesAreNamed() {
        QCOMPARE(codeOf(Json::array()), ErrorCode::InvalidConfig);
        QCOMPARE(codeOf(Json::object()), ErrorCode::InvalidConfig);
        const auto with = [](Json document, const char* key, Json value) {
            document[key] = std::move(value);
            return codeOf(document);
        };
        QCOMPARE(with(audioConfig(), "dataset_type", "audio"), ErrorCode::InvalidConfig);
        QCOMPARE(with(audioConfig(), "dataset_type", "s3"), ErrorCode::Refused);
        QCOMPARE(with(audioConfig(), "dataset_type", "wds"), ErrorCode::Refused);
        QCOMPARE(with(audioConfig(), "datasets", Json::array()), ErrorCode::InvalidConfig);
        QCOMPARE(with(audioConfig(), "datasets", {{{"path", "x"}}}),
                 ErrorCode::InvalidConfig); // no id: a crash there
        QCOMPARE(with(audioConfig(), "datasets", {{{"id", "x"}}}), ErrorCode::InvalidConfig);
        QCOMPARE(with(audioConfig(), "datasets", {{{"id", "x"}, {"path", ""}}}), ErrorCode::InvalidConfig);
        QCOMPARE(with(audioConfig(), "datasets", {"x"}), ErrorCode::InvalidConfig);
        QCOMPARE(with(audioConfig(), "random_crop", "yes"), ErrorCode::InvalidConfig);
        QCOMPARE(with(latentConfig(), "latent_crop_length", 0), ErrorCode::InvalidConfig);
        QCOMPARE(with(latentConfig(), "latent_crop_length", 1.5), ErrorCode::InvalidConfig);
        QCOMPARE(with(latentConfig(), "latent_extension", "."), ErrorCode::InvalidConfig);
        Json crossed = latentConfig();
        crossed["min_length_sec"] = 3;
        crossed["max_length_sec"] = 2;
        QCOMPARE(codeOf(crossed), ErrorCode::InvalidConfig);
        const auto missing = readDatasetConfig(fixtures() / "none.json");
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        const QTemporaryDir folder;
        const fs::path file = pathFromUtf8(folder.path().toStdString()) / "d.json";
        QVERIFY(writeTextAtomically(file, "{\"dataset_type\": \"nothing\"}").has_value());
        QVERIFY(readDatasetConfig(file).error().context.find("d.json") != std::string::npos);
    }

    void iniFilesAreReadAsPythonReadsThem() {
        const char* text = "# comment\n"
                           "[DEFAULTS]\n"
                           "\n"
                           "#name of the run\n"
                           "name = stable_audio_tools\n"
                           "Batch_Size = 4\n"
                           "save_dir = ''\n"
                           "recover: False\n"
                           "gradient_clip_val = 0.0\n"
                           "lr = 1e-4\n"
                           "project = None\n"
                           "many = [1, 'two',\n"
                           "    3]\n"
                           "url = https://x.org/a=b\n"
                           "[other]\r\n"
                           "x = 1\r\n";
        const IniFile ini = IniFile::parse(text, "defaults.ini").value();
        QCOMPARE(ini.sections().size(), std::size_t{2});
        QCOMPARE(*ini.text("DEFAULTS", "batch_size"), std::string("4"));
        QCOMPARE(*ini.text("DEFAULTS", "save_dir"), std::string("''"));
        QVERIFY(!ini.text("DEFAULTS", "nothing") && !ini.text("nothing", "x"));
        const Json expected{
            {"name", "stable_audio_tools"}, {"batch_size", 4}, {"save_dir", ""},     {"recover", false},
            {"gradient_clip_val", 0.0},     {"lr", 1e-4},      {"project", nullptr}, {"many", {1, "two", 3}},
            {"url", "https://x.org/a=b"}};
        QVERIFY2(ini.literals("DEFAULTS") == expected, ini.literals("DEFAULTS").dump().c_str());
        QVERIFY(ini.literals("nothing") == Json::object());
    }

    void iniMistakesHaveLines() {
        const auto lineOf = [](const char* text) { return IniFile::parse(text, "x.ini").error().message; };
        QVERIFY(lineOf("a = 1").find("Line 1") != std::string::npos);
        QVERIFY(lineOf("[a]\nx = 1\n\nnonsense\n").find("Line 4") != std::string::npos);
        QVERIFY(lineOf("[a\n").find("Line 1") != std::string::npos);
        QVERIFY(lineOf("[a]\n[a]\n").find("twice") != std::string::npos);
        QVERIFY(lineOf("[a\xFE]\n[a\xFF]\n").find("twice") !=
                std::string::npos); // one name once they are valid
        QVERIFY(lineOf("[a]\nx\xFE = 1\nx\xFF = 2\n").find("twice") != std::string::npos);
        QVERIFY(lineOf("[a]\nx = 1\nX = 2\n").find("twice") != std::string::npos);
        QCOMPARE(IniFile::read(fixtures() / "none.ini").error().code, ErrorCode::NotFound);
    }

    void pythonLiteralsBecomeJson_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char* text, const char* json) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(json);
        };
        row("None", "null");
        row("True", "true");
        row("-17", "-17");
        row("10_000_000", "10000000");
        row("+3", "3");
        row(".5", "0.5");
        row("1e3", "1000.0");
        row("'it\\'s'", "\"it's\"");
        row("\"a\\\\b\\n\\d\"", "\"a\\\\b\\n\\\\d\"");
        row("()", "[]");
        row("(1)", "1");
        row("(1,)", "[1]");
        row("[1, [2, 3,], ]", "[1,[2,3]]");
        row("{'a': 1, 'b': {}}", "{\"a\":1,\"b\":{}}");
        row("16-mixed", "\"16-mixed\"");
        row("auto", "\"auto\"");
        row("nan", "\"nan\"");
        row("[1, 2", "\"[1, 2\"");
        row("'open", "\"'open\"");
        row("{1: 2}", "\"{1: 2}\"");
        row("__import__('os')", "\"__import__('os')\"");
        row("", "\"\"");
    }
    void pythonLiteralsBecomeJson() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, json);
        const Json got = jsonFromPythonLiteral(text.toStdString());
        QVERIFY2(got == Json::parse(json.toStdString()), got.dump().c_str());
        QVERIFY(jsonFromPythonLiteral(std::string(10000, '[')).is_string()); // no stack is that deep
    }

    void modulesThatKeepPromptsAreRecognised() {
        const MetadataModule ours = recogniseMetadataModule(kPromptKeepingModule);
        QVERIFY(ours.keepsPrompts && ours.isKnown() && ours.preset.empty());
        QVERIFY(recogniseMetadataModule("def get_custom_metadata(info, audio):\n    prompt = "
                                        "info['prompt']\n    return { 'prompt' : prompt }\n")
                    .keepsPrompts);
        QVERIFY(recogniseMetadataModule("def get_custom_metadata(info, audio):\n    return {}  # nothing\n")
                    .keepsPrompts);
        // The slightest other thing may change a prompt.
        for (const char* other :
             {"import x\ndef get_custom_metadata(info, audio):\n    return {}\n",
              "def get_custom_metadata(info, audio):\n    return {\"prompt\": info[\"relpath\"]}\n",
              "def get_custom_metadata(info, audio):\n    return {\"prompt\": info[\"prompt\"].lower()}\n",
              "def get_custom_metadata(info, audio):\n    return {\"prompt\": info[\"prompt\"], "
              "\"__reject__\": True}\n"})
            QVERIFY2(!recogniseMetadataModule(other).keepsPrompts, other);
    }

    void knownMetadataModulesAreRecognised() {
        const MetadataModule plain =
            readMetadataModule(fixtures() / "pre_encoded_dir" / "metadata.py").value();
        QCOMPARE(plain.preset, std::string("paths_md"));
        QCOMPARE(plain.substitutions, (std::vector<Substitution>{{"[^0-9a-zA-Z]+", " "}}));
        QVERIFY(!plain.setsOtherKeys);

        const std::string musical =
            "import re\n"
            "def get_custom_metadata(info, audio):\n"
            "    text = parent\n"
            "    if 'BPM' in text: text = stem\n"
            "    text = re.sub(r\"(\\d+)b(\\d+)n\", r'\\1/\\2', text)\n"
            "    text = re.sub(r'(\\d+)bars', r'\\1 bars', text) # re.sub('x', 'y', text)\n";
        const MetadataModule acid = recogniseMetadataModule(musical);
        QCOMPARE(acid.preset, std::string("acid"));
        QCOMPARE(acid.substitutions.size(), std::size_t{2});
        QCOMPARE(acid.substitutions[0].replacement, std::string("\\1/\\2"));
        QCOMPARE(recogniseMetadataModule(musical + "    if '1bar' in text: pass\n").preset,
                 std::string("kickbass"));

        const MetadataModule other = recogniseMetadataModule(
            "def get_custom_metadata(info, audio):\n"
            "    # [^0-9a-zA-Z]+\n"
            "    return {'prompt': re.sub('_', ' ', info['relpath']), '__reject__': True}\n");
        QVERIFY(other.preset.empty());
        QVERIFY(other.setsOtherKeys);
        QVERIFY(other.explanation.find("1 substitutions") != std::string::npos);
        QVERIFY(recogniseMetadataModule("").preset.empty());
        QVERIFY(!recogniseMetadataModule("").isKnown());
        QVERIFY(recogniseMetadataModule("re.sub('").substitutions.empty());
        QVERIFY(recogniseMetadataModule("re.sub(pattern, ' ', x)").substitutions.empty());
    }
};

QTEST_APPLESS_MAIN(TestDatasetConfig)
#include "tst_DatasetConfig.moc"
