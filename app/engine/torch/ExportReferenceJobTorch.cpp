// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ExportReferenceJobTorch.h"

#include "app/engine/torch/RunCreation.h"
#include "app/engine/torch/TrainInputs.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/config/MetadataModule.h"
#include "core/config/RunSettingsReference.h"
#include "core/encode/LatentEncoder.h"
#include "core/latents/PreEncodedWriter.h"
#include "core/model/ModelExport.h"
#include "core/project/RunStore.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/ops/sum.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace attune::engine {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr std::int64_t kBatchOfNames = 1; // pre_encode.py's own default: one item a batch

// `items` clips in batches of `batch`. train.py drops a last batch that is not full, and with it all of a set
// that is smaller than one batch.
Json datasetConfig(const std::string& id, const std::string& path, std::int64_t items, std::int64_t batch) {
    Json source{{"id", id}, {"path", path}, {"custom_metadata_module", "metadata.py"}};
    return Json{{"dataset_type", "pre_encoded"},
                {"datasets", Json::array({std::move(source)})},
                {"random_crop", false},
                {"drop_last", items >= batch}};
}

// Of an item as it was encoded; of one that was taken over, whose sound is not known, as far as its document
// told.
audio::CropWindow windowOf(std::int64_t index, const encode::TrainingItem& item,
                           const std::vector<audio::CropWindow>& windows, FrameCount windowFrames,
                           SampleRate rate) {
    const auto place = static_cast<std::size_t>(index);
    if (place < windows.size())
        return audio::cropWindow(windows[place].sourceFrames, windowFrames, rate, windows[place].offset);
    const auto framesOf = [&](double seconds) {
        return static_cast<FrameCount>(std::llround(seconds * rate.hz));
    };
    const FrameCount sourceFrames = std::max<FrameCount>(1, framesOf(item.secondsTotal));
    audio::CropWindow window = audio::cropWindow(sourceFrames, windowFrames, rate,
                                                 std::min(framesOf(item.secondsStart), sourceFrames - 1));
    const FrameCount latentFrames = item.paddingMask.size(0);
    window.validFrames =
        windowFrames * item.paddingMask.sum().item<std::int64_t>() / std::max<FrameCount>(1, latentFrames);
    return window;
}

class ExportReferenceJob final : public jobs::Job {
public:
    ExportReferenceJob(ExportReferenceRequest request, std::shared_ptr<ExportOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Export for stable-audio-tools"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        return tensor::guarded("exporting for stable-audio-tools", [&] { return write(context); });
    }

private:
    [[nodiscard]] Result<void> write(jobs::JobContext& context);
    [[nodiscard]] Result<void> writeLatents(jobs::JobContext& context, const fs::path& folder,
                                            const encode::TrainingSource& items,
                                            const std::vector<audio::CropWindow>& windows) const;
    [[nodiscard]] Result<void> writeConfigs(const fs::path& folder) const;
    [[nodiscard]] Result<std::string> pretrained(const fs::path& folder) const;
    [[nodiscard]] std::string defaultsIni(const std::string& pretrainedPath) const;
    [[nodiscard]] std::string commandLine(const std::string& pretrainedPath) const;

    ExportReferenceRequest m_request;
    std::shared_ptr<ExportOutcome> m_outcome;
    config::RunSettings m_settings;
    std::optional<ModelSource> m_source;
    TrainSources m_sources;
};

Result<void> ExportReferenceJob::write(jobs::JobContext& context) {
    std::error_code error;
    if (m_request.existing == ExistingFiles::Refuse && fs::exists(m_request.target, error))
        return fail(ErrorCode::AlreadyExists, "The folder is there already", utf8FromPath(m_request.target),
                    "Choose another one, or replace it.");
    ATTUNE_TRY(const project::RunRecord run, project::RunStore::load(m_request.runFolder));
    ATTUNE_TRY(m_settings, config::runSettingsFromJson(run.description().settings));
    ATTUNE_TRY(const project::ModelCard card, modelOfRun(run));
    ATTUNE_TRY(m_source, ModelSource::open(card));
    ATTUNE_TRY(const latents::EncodeSettings encoding, encodingOfRun(run));
    ATTUNE_TRY(m_sources, openTrainSources(m_request.places, *m_source, encoding, m_settings,
                                           encode::PosteriorDraw::Frozen));
    if (!m_sources.training)
        return fail(ErrorCode::NotFound, "No clip of the run is encoded", m_sources.firstMissing,
                    "Encode the sounds first.");

    removeLeftoverTemporaries(m_request.target.parent_path()); // of an export that was killed
    ATTUNE_TRY(AtomicDirectory directory, AtomicDirectory::create(m_request.target));
    context.stateChanged(jobs::JobState::Running);
    ATTUNE_CHECK(writeLatents(context, directory.path() / "latents" / "train", *m_sources.training,
                              m_sources.trainingWindows));
    if (m_sources.heldOut)
        ATTUNE_CHECK(writeLatents(context, directory.path() / "latents" / "held_out", *m_sources.heldOut,
                                  m_sources.heldOutWindows));
    ATTUNE_CHECK(writeConfigs(directory.path()));
    ATTUNE_TRY(const std::string pretrainedPath, pretrained(directory.path()));
    m_outcome->commandLine = commandLine(pretrainedPath);
    ATTUNE_CHECK(writeTextAtomically(directory.path() / "defaults.ini", defaultsIni(pretrainedPath)));
    ATTUNE_CHECK(writeTextAtomically(
        directory.path() / "README.txt",
        concat("Train in this folder with stable-audio-tools:\n\n", m_outcome->commandLine, "\n")));
    ATTUNE_CHECK(directory.commit());
    m_outcome->files = {m_request.target};
    for (const char* const name : {"model_config.json", "dataset_config.json", "defaults.ini", "README.txt"})
        m_outcome->files.push_back(m_request.target / name);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(m_request.target, error))
        if (entry.is_regular_file(error))
            m_outcome->bytes += static_cast<std::int64_t>(entry.file_size(error));
    return {};
}

Result<void> ExportReferenceJob::writeLatents(jobs::JobContext& context, const fs::path& folder,
                                              const encode::TrainingSource& items,
                                              const std::vector<audio::CropWindow>& windows) const {
    const SampleRate rate = m_sources.identity.encoder.sampleRate;
    const FrameCount windowFrames = m_sources.latentFrames * m_sources.identity.encoder.downsamplingRatio;
    const Json details{{"model_config", "model_config.json"},
                       {"dataset_config", "dataset_config.json"},
                       {"sample_size", windowFrames},
                       {"args", Json::object()}};
    ATTUNE_TRY(latents::PreEncodedWriter writer, latents::PreEncodedWriter::create(folder, details));
    for (std::int64_t index = 0; index < items.count(); ++index) {
        ATTUNE_CHECK(context.controls.stop().check("Exporting latents"));
        const encode::TrainingItemInfo& info = items.info(index);
        context.progress({"Exporting", index, items.count(), "clips", info.name});
        ATTUNE_TRY(const encode::TrainingItem item, items.item(index, 0));
        latents::PreEncodedDescription description;
        description.path = info.name;
        description.relativePath = info.name;
        description.window = windowOf(index, item, windows, windowFrames, rate);
        description.sampleRate = rate;
        description.more["prompt"] = info.prompts.front().text;
        ATTUNE_CHECK(writer.write(index / kBatchOfNames, index % kBatchOfNames, latents::NpyType::Float32,
                                  items.latentChannels(), encode::valuesOf(item.latents), description));
    }
    return {};
}

Result<void> ExportReferenceJob::writeConfigs(const fs::path& folder) const {
    Json model = m_source->config().document;
    Json training = config::referenceTrainingBlock(m_settings);
    training["pre_encoded"] = true;
    model["training"] = std::move(training);
    model["sample_size"] = m_sources.latentFrames * m_sources.identity.encoder.downsamplingRatio;
    ATTUNE_CHECK(config::writeJsonFile(folder / "model_config.json", model));
    ATTUNE_CHECK(config::writeJsonFile(
        folder / "dataset_config.json",
        datasetConfig("train", "latents/train", m_sources.training->count(), m_settings.batchSize)));
    if (m_sources.heldOut)
        ATTUNE_CHECK(config::writeJsonFile(
            folder / "val_dataset_config.json",
            datasetConfig("held_out", "latents/held_out", m_sources.heldOut->count(), m_settings.batchSize)));
    return writeTextAtomically(folder / "metadata.py", config::kPromptKeepingModule);
}

// What train.py starts from: the model's own file where it takes it, else an unwrapped copy.
Result<std::string> ExportReferenceJob::pretrained(const fs::path& folder) const {
    if (m_source->card().kind == project::ModelKind::Diffusion) return utf8FromPath(m_source->card().file);
    ATTUNE_TRY(const tensor::NamedTensors weights, m_source->mergedWeights());
    model::ExportOptions options;
    options.kind = model::ModelFileKind::TorchCheckpoint;
    options.whenExists = model::WhenExists::Replace;
    ATTUNE_CHECK(model::writeModelFile(folder / "pretrained.ckpt", m_source->config(), weights, options));
    return "pretrained.ckpt";
}

// Every key that train.py asks for, with the run's values.
std::string ExportReferenceJob::defaultsIni(const std::string& pretrainedPath) const {
    std::map<std::string, std::string> values{
        {"name", "attune"},
        {"project", "None"},
        {"recover", "False"},
        {"save_top_k", "-1"},
        {"num_nodes", "1"},
        {"strategy", "auto"},
        {"num_workers", "2"},
        {"val_every", "-1"},
        {"logger", "none"},
        {"ckpt_path", "''"},
        {"pretransform_ckpt_path", "''"},
        {"remove_pretransform_weight_norm", "''"},
        {"pretrained_ckpt_path", pretrainedPath},
        {"model_config", "model_config.json"},
        {"dataset_config", "dataset_config.json"},
        {"val_dataset_config", m_sources.heldOut ? "val_dataset_config.json" : "''"},
        {"save_dir", "checkpoints"}};
    for (const config::ReferenceArgument& argument : config::referenceArguments(m_settings)) {
        std::string key = argument.name.substr(2); // without its dashes
        std::replace(key.begin(), key.end(), '-', '_');
        values[key] = argument.value;
    }
    std::string text = "[DEFAULTS]\n";
    for (const auto& [key, value] : values) text += concat(key, " = ", value, "\n");
    return text;
}

std::string ExportReferenceJob::commandLine(const std::string& pretrainedPath) const {
    std::string text = "python stable-audio-tools/train.py --config-file defaults.ini --model-config "
                       "model_config.json --dataset-config dataset_config.json";
    if (m_sources.heldOut) text += " --val-dataset-config val_dataset_config.json";
    text += concat(" --pretrained-ckpt-path \"", pretrainedPath, "\" --save-dir checkpoints --logger none");
    for (const config::ReferenceArgument& argument : config::referenceArguments(m_settings))
        text += concat(" ", argument.name, " \"", argument.value, "\"");
    return text;
}

} // namespace

JobWithOutcome<ExportOutcome> makeExportReferenceJob(ExportReferenceRequest request) {
    auto outcome = std::make_shared<ExportOutcome>();
    return {std::make_unique<ExportReferenceJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
