// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "pre_encoded": encodes the fixture's sounds as `sat pre-encode` does and holds names, documents and
// latents against what the reference's pre_encode.py left; then reads the reference's folder and holds the
// items against what its PreEncodedDataset returned.
//
// Sounds that need resampling are the one exception: the reference uses a short Hann-windowed sinc, we
// libsamplerate, so their audio must agree to 40 dB, and the distance of their latents is told. Everything
// else about them (names, documents, masks) is compared exactly too.
#include "app/parity/Parity.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Resampler.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/config/DatasetConfig.h"
#include "core/config/MetadataModule.h"
#include "core/config/ModelConfig.h"
#include "core/dataset/PromptRules.h"
#include "core/encode/SatPreEncode.h"
#include "core/latents/PreEncodedFolder.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace attune::parity {

namespace fs = std::filesystem;
using config::Json;

namespace {

using Tensors = std::map<std::string, at::Tensor>;

constexpr double kLeastSnrDb = 40.0;

// A folder of its own that goes when this goes.
class ScratchFolder {
public:
    [[nodiscard]] static Result<ScratchFolder> create() {
        ATTUNE_TRY(auto directory,
                   AtomicDirectory::create(fs::temp_directory_path() / "attune-parity-pre-encoded"));
        return ScratchFolder(std::move(directory));
    }
    [[nodiscard]] const fs::path& path() const { return m_directory.path(); }

private:
    explicit ScratchFolder(AtomicDirectory directory) : m_directory(std::move(directory)) {}
    AtomicDirectory m_directory; // never committed, so removed
};

// Paths of the files below a folder, '/' between names, sorted.
std::vector<std::string> namesBelow(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) names.push_back(genericUtf8FromPath(fs::relative(entry.path(), folder)));
    std::sort(names.begin(), names.end());
    return names;
}

// Equal but for the order of keys.
bool sameContent(const Json& a, const Json& b) {
    return nlohmann::json(a) == nlohmann::json(b);
}

at::Tensor tensorOf(const std::vector<float>& values, std::int64_t rows) {
    return at::tensor(values, at::kFloat).view({rows, -1});
}

// The prompts that the fixture's metadata module makes, by the preset that does the same; empty when it is
// unknown.
Result<std::function<Json(const std::string&)>> metadataOf(const fs::path& datasetConfig, Report& report) {
    ATTUNE_TRY(const auto config, config::readDatasetConfig(datasetConfig));
    const fs::path module = config.sources.front().metadataModule;
    if (module.empty()) return std::function<Json(const std::string&)>();
    ATTUNE_TRY(const auto recognised, config::readMetadataModule(config::resolvedPath(config, module)));
    report.note(recognised.explanation);
    const dataset::PromptPreset* preset = dataset::findPromptPreset(recognised.preset);
    if (preset == nullptr) return std::function<Json(const std::string&)>();
    ATTUNE_TRY(const auto maker, dataset::PromptMaker::compile(preset->rules));
    return std::function<Json(const std::string&)>([maker](const std::string& relativePath) {
        dataset::PromptContext context;
        context.path = relativePath;
        std::replace(context.path.begin(), context.path.end(), '\\', '/');
        return Json{{"prompt", maker.make(context).text()}};
    });
}

encode::SatPreEncodeArguments argumentsFromDetails(const Json& details) {
    const Json& args = details.at("args");
    encode::SatPreEncodeArguments arguments;
    const auto path = [&](const char* key) { return pathFromUtf8(args.at(key).get<std::string>()); };
    arguments.modelConfig = path("model_config");
    arguments.checkpoint = path("ckpt_path");
    arguments.modelHalf = args.at("model_half").get<bool>();
    arguments.datasetConfig = path("dataset_config");
    arguments.outputPath = path("output_path");
    arguments.batchSize = args.at("batch_size").get<std::int64_t>();
    arguments.sampleSize = args.at("sample_size").get<std::int64_t>();
    arguments.isDiscrete = args.at("is_discrete").get<bool>();
    arguments.nodes = args.at("num_nodes").get<std::int64_t>();
    arguments.workers = args.at("num_workers").get<std::int64_t>();
    arguments.strategy = args.at("strategy").get<std::string>();
    if (!args.at("limit_batches").is_null())
        arguments.limitBatches = args.at("limit_batches").get<std::int64_t>();
    arguments.shuffle = args.at("shuffle").get<bool>();
    return arguments;
}

double snrDb(const at::Tensor& actual, const at::Tensor& expected) {
    const double signal = expected.to(at::kDouble).square().sum().item<double>();
    const double noise = (actual - expected).to(at::kDouble).square().sum().item<double>();
    return noise > 0.0 ? 10.0 * std::log10(signal / noise) : 200.0;
}

// The audio given to the autoencoder; returns the relative paths of sounds that were resampled.
Result<std::set<std::string>> compareChunks(const Fixture& fixture, const Tensors& expected,
                                            const config::ModelConfig& model, Report& report) {
    std::set<std::string> resampled;
    auto missing = std::count_if(expected.begin(), expected.end(),
                                 [](const auto& entry) { return entry.first.starts_with("chunk/"); });
    const auto stride = fixture.description.at("audio_chunk_stride").get<std::int64_t>();
    const auto windowFrames = fixture.description.at("sample_size").get<FrameCount>();
    const SampleRate rate{static_cast<int>(model.sampleRate)};
    ATTUNE_TRY(const auto sounds, encode::satSounds(fixture.folder / "dataset_config.json"));
    for (const encode::SatSound& sound : sounds) {
        ATTUNE_TRY(const auto info, audio::readAudioInfo(sound.file));
        const FrameCount frames = audio::resampledFrameCount(info.frameCount, info.sampleRate, rate);
        const audio::CropWindow window = audio::cropWindow(frames, windowFrames, rate);
        ATTUNE_TRY(const auto loaded,
                   encode::loadWindows(
                       {sound.file, info.frameCount, rate, static_cast<int>(model.audioChannels), {window}}));
        at::Tensor chunk = at::zeros({loaded[0].channelCount(), windowFrames}, at::kFloat);
        chunk.narrow(1, 0, window.validFrames).copy_(encode::tensorFromSound(loaded[0]));
        const at::Tensor strided = chunk.slice(1, 0, windowFrames, stride).contiguous();
        std::string relative = sound.relativePath;
        std::replace(relative.begin(), relative.end(), '\\', '/');
        const std::string name = "chunk/" + relative;
        const auto found = expected.find(name);
        if (found == expected.end()) continue; // of the last, incomplete batch, which may be dropped
        --missing;
        if (info.sampleRate == rate) {
            report.compare(name, strided, found->second, fixture.tolerance);
        } else {
            resampled.insert(relative);
            const double snr = snrDb(strided, found->second);
            report.check(name, snr >= kLeastSnrDb,
                         concat("resampled by another filter; signal to noise ", snr, " dB, at least ",
                                kLeastSnrDb, " wanted"));
        }
    }
    report.check("chunk/count", missing == 0, concat(missing, " of the recorded ones were not made"));
    return resampled;
}

Result<void> compareDocument(const Fixture& fixture, const fs::path& written, const fs::path& stored,
                             const std::string& name, Report& report) {
    ATTUNE_TRY(Json actual, config::readJsonFile(written));
    ATTUNE_TRY(Json expected, config::readJsonFile(stored));
    for (const Json& field : fixture.description.value("ignore_json_fields", Json::array())) {
        actual.erase(field.get<std::string>());
        expected.erase(field.get<std::string>());
    }
    report.check(name, actual == expected,
                 "key by key, in order"); // an ordered document compares with its order
    return {};
}

Result<void> compareWritten(const Fixture& fixture, const fs::path& output,
                            const std::set<std::string>& resampled, Report& report) {
    const fs::path stored = fixture.folder / "encoded";
    for (const Json& file : fixture.description.at("files")) {
        const std::string name = file.get<std::string>();
        const fs::path written = output / pathFromUtf8(name);
        if (!fs::exists(written)) continue; // the listing has failed already
        if (name == "details.json") continue;
        if (name.ends_with(".json")) {
            ATTUNE_CHECK(compareDocument(fixture, written, stored / pathFromUtf8(name), name, report));
            continue;
        }
        ATTUNE_TRY(const auto actual, latents::readNpy(written));
        ATTUNE_TRY(const auto expected, latents::readNpy(stored / pathFromUtf8(name)));
        ATTUNE_TRY(const Json document, config::readJsonFile(latents::documentOfLatents(written)));
        report.check(name + " (type and shape)",
                     actual.type == expected.type && actual.shape == expected.shape);
        if (actual.shape != expected.shape) continue;
        const at::Tensor ours = tensorOf(actual.toFloats(), actual.shape[0]);
        const at::Tensor theirs = tensorOf(expected.toFloats(), expected.shape[0]);
        if (resampled.contains(document.value("relpath", "")))
            report.note(concat(name, ": of a resampled sound; latents differ by at most ",
                               (ours - theirs).abs().max().item<double>(), " of ",
                               theirs.abs().max().item<double>()));
        else
            report.compare(name, ours, theirs, fixture.tolerance);
    }
    return {};
}

Result<void> compareEncode(const Fixture& fixture, const Tensors& expected, Report& report) {
    ATTUNE_TRY(const Json details, config::readJsonFile(fixture.folder / "encoded" / "details.json"));
    encode::SatPreEncodeArguments arguments = argumentsFromDetails(details);
    report.check("details.json", encode::satDetails(arguments) == details, "key by key, in order");

    ATTUNE_TRY(const auto scratch, ScratchFolder::create());
    // Relative paths of the fixture are relative to its folder.
    for (fs::path* path : {&arguments.modelConfig, &arguments.checkpoint, &arguments.datasetConfig})
        *path = fixture.folder / *path;
    arguments.outputPath = scratch.path() / "encoded";
    encode::SatPreEncodeOptions options;
    options.draw = encode::SatPreEncodeOptions::Draw::Mean; // the fixture's posterior noise is zero
    ATTUNE_TRY(options.metadata, metadataOf(arguments.datasetConfig, report));
    ATTUNE_TRY(const auto encoded, encode::satPreEncode(arguments, options));
    for (const std::string& note : encoded.notes) report.note(note);
    for (const encode::SkippedSound& skipped : encoded.skipped)
        report.note(concat(skipped.path, " was skipped: ", skipped.reason.message));

    std::vector<std::string> files;
    for (const Json& file : fixture.description.at("files")) files.push_back(file.get<std::string>());
    std::sort(files.begin(), files.end());
    report.check("listing", namesBelow(arguments.outputPath) == files, concat(files.size(), " files"));

    ATTUNE_TRY(const auto model, config::ModelConfig::read(arguments.modelConfig));
    ATTUNE_TRY(const auto resampled, compareChunks(fixture, expected, model, report));
    return compareWritten(fixture, arguments.outputPath, resampled, report);
}

Result<void> compareItems(const Fixture& fixture, const Tensors& expected, Report& report) {
    ATTUNE_TRY(const auto folder, latents::PreEncodedFolder::open(fixture.folder / "encoded"));
    for (const Json& item : fixture.description.at("items")) {
        const std::string id = item.at("id").get<std::string>();
        const std::string name = concat("crop", item.at("case").get<int>(), '/', id);
        const auto file = std::find_if(folder.files().begin(), folder.files().end(),
                                       [&](const fs::path& path) { return utf8FromPath(path.stem()) == id; });
        if (file == folder.files().end()) {
            report.check(name, false, "there is no such file");
            continue;
        }
        std::optional<latents::PreEncodedCrop> crop;
        if (!item.at("latent_crop_length").is_null())
            crop = latents::PreEncodedCrop{item.at("latent_crop_length").get<std::int64_t>(), {}};
        ATTUNE_TRY(auto read, folder.read(static_cast<std::size_t>(file - folder.files().begin()), crop));
        read.info["latent_filename"] = genericUtf8FromPath(fs::relative(*file, fixture.folder));
        const bool isSame = sameContent(read.info, item.at("info"));
        report.check(name + "/info", isSame, isSame ? "key by key" : read.info.dump());
        report.compare(name + "/latents", tensorOf(read.latents, read.channels),
                       expected.at(name + "/latents"), fixture.tolerance);
        const at::Tensor& mask = expected.at(name + "/padding_mask");
        report.compare(name + "/padding_mask",
                       at::tensor(read.paddingMask, at::kLong).to(mask.scalar_type()).view(mask.sizes()),
                       mask, {});
    }
    return {};
}

} // namespace

Result<void> runPreEncoded(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    ATTUNE_CHECK(compareEncode(fixture, expected, report));
    return compareItems(fixture, expected, report);
}

} // namespace attune::parity
