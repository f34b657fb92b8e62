// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ReferenceRun.h"

#include "app/engine/torch/EncodeJobTorch.h"
#include "app/engine/torch/ModelCards.h"
#include "app/engine/torch/PreEncodedInputs.h"
#include "app/engine/torch/ReferenceCheckpoints.h"
#include "app/engine/torch/RunCreation.h"
#include "app/engine/SatPrompts.h"
#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/base/Version.h"
#include "core/config/DatasetConfig.h"
#include "core/config/RunSettingsReference.h"
#include "core/dataset/Scanner.h"
#include "core/model/ExpectedTensors.h"
#include "core/model/ModelExport.h"
#include "core/model/ModelFactory.h"
#include "core/model/ModelInspection.h"
#include "core/project/RunStore.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/ModuleLoading.h"
#include "core/train/Validation.h"

#include <torch/version.h>

namespace attune::engine {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr const char* kKind = "kind";
constexpr const char* kReference = "stable-audio-tools";
constexpr const char* kDatasetKey = "dataset_config";
constexpr const char* kValidationKey = "validation_config";
constexpr std::int64_t kAllClips = 1000000; // the most that the settings take

ProjectPlaces placesIn(const fs::path& folder) {
    return {folder, folder / "library.sqlite", folder / "latents", folder / "latents" / "text", folder, {}};
}

std::string absoluteText(const fs::path& path) {
    return path.empty() ? std::string() : utf8FromPath(fs::absolute(path).lexically_normal());
}

bool isWrapped(const model::KeySurvey& survey) {
    return survey.form == model::CheckpointForm::WrappedDiffusion ||
           survey.form == model::CheckpointForm::WrappedAutoencoder;
}

// The first trap of the guide: the two arguments take opposite kinds of files, and the reference says
// nothing.
Result<void> refuseWrapped(const fs::path& file) {
    ATTUNE_TRY(const model::ModelInspection inspection, model::inspectModel(file));
    if (isWrapped(inspection.survey))
        return fail(ErrorCode::Refused,
                    "--pretrained-ckpt-path wants an unwrapped model, but this is a wrapped training "
                    "checkpoint. The reference would find no "
                    "weight of a matching name in it, say nothing and train noise",
                    utf8FromPath(file),
                    "Unwrap it first (attune-cli sat unwrap), or go on with its run by --ckpt-path.");
    if (inspection.survey.form != model::CheckpointForm::Diffusion)
        return fail(
            ErrorCode::Refused,
            concat("--pretrained-ckpt-path wants a diffusion model, but this is ", inspection.kindText),
            utf8FromPath(file));
    return {};
}

// The run that --ckpt-path goes on with, where it can be found: a run or a checkpoint of ours, or a .ckpt
// that one of our runs has just written. Nothing for a training checkpoint that has to be read into a run of
// its own.
Result<std::optional<SatRun>> findResumedRun(const fs::path& path) {
    const fs::path place = fs::absolute(path).lexically_normal();
    std::error_code error;
    if (fs::is_directory(place, error)) {
        for (fs::path folder = place; folder.has_parent_path() && folder != folder.root_path();
             folder = folder.parent_path())
            if (fs::exists(folder / "run.json", error))
                return SatRun{placesIn(folder.parent_path()), folder, {}};
        return fail(ErrorCode::NotFound, "--ckpt-path: this folder belongs to no run", utf8FromPath(place),
                    "Give the folder of a run or of one of its checkpoints.");
    }
    ATTUNE_TRY(const model::ModelInspection inspection, model::inspectModel(place));
    if (inspection.survey.form != model::CheckpointForm::WrappedDiffusion)
        return fail(ErrorCode::Refused,
                    concat("--ckpt-path wants a training checkpoint to go on from, but this is ",
                           inspection.kindText, ", which knows no optimiser and no step"),
                    utf8FromPath(place),
                    "Give an unwrapped model as --pretrained-ckpt-path to start anew from it.");
    if (const auto folder = runThatWrote(place)) return SatRun{placesIn(folder->parent_path()), *folder, {}};
    return std::nullopt;
}

// Weights of the autoencoder under the names of a whole model.
Result<tensor::NamedTensors> pretransformWeights(const fs::path& file) {
    ATTUNE_TRY(const tensor::NamedTensors weights, tensor::readStateDict(file));
    ATTUNE_TRY(const tensor::NamedTensors bare, model::bareAutoencoder(weights, model::WeightsOf::LastStep));
    return bare.withPrefix(model::kPretransformKeys);
}

// A model's weights with another autoencoder, which must be a whole one.
Result<tensor::NamedTensors> withPretransform(const tensor::NamedTensors& model, const fs::path& file,
                                              const config::ModelConfig& config) {
    ATTUNE_TRY(const tensor::NamedTensors autoencoder, pretransformWeights(file));
    tensor::NamedTensors weights;
    for (const auto& [name, value] : model)
        if (!name.starts_with(model::kPretransformKeys)) weights.set(name, value);
    for (const auto& [name, value] : autoencoder) weights.set(name, value);
    ATTUNE_TRY(const tensor::LoadReport report, model::compareWithConfig(config, weights));
    if (report.isComplete()) return weights;
    Error error = report.toError("the model with the autoencoder of --pretransform-ckpt-path");
    error.context = utf8FromPath(file);
    return fail(std::move(error));
}

// What the run starts from, as one file: the given model, or fresh weights of the seed; the autoencoder
// replaced where another one is given.
Result<fs::path> startingWeights(const SatTrainRequest& request, const config::ModelConfig& config,
                                 std::vector<std::string>& notes) {
    if (request.resumed.empty() && !request.pretrained.empty() && request.pretransform.empty())
        return fs::absolute(request.pretrained).lexically_normal();
    tensor::NamedTensors weights;
    if (!request.resumed
             .empty()) { // the autoencoder and the names; the trained part comes with the checkpoint
        ATTUNE_TRY(const tensor::NamedTensors wrapped, tensor::readStateDict(request.resumed));
        ATTUNE_TRY(weights, model::unwrappedDiffusion(wrapped, model::WeightsOf::LastStep));
    } else if (request.pretrained.empty()) {
        notes.push_back("No --pretrained-ckpt-path: training begins from random weights, which takes far "
                        "more sounds and time than fine-tuning.");
        ATTUNE_TRY(const auto model,
                   model::ModelFactory::buildInitialized(config, static_cast<std::uint64_t>(request.seed)));
        weights = tensor::stateDictOf(*model);
    } else {
        ATTUNE_TRY(const tensor::NamedTensors given, tensor::readStateDict(request.pretrained));
        ATTUNE_TRY(weights, model::unwrappedDiffusion(given, model::WeightsOf::LastStep));
    }
    if (!request.pretransform.empty()) {
        ATTUNE_TRY(weights, withPretransform(weights, request.pretransform, config));
    }
    model::ExportOptions options;
    options.whenExists = model::WhenExists::Replace;
    const fs::path target = fs::absolute(request.saveDir).lexically_normal() / "start.safetensors";
    ATTUNE_CHECK(model::writeModelFile(target, config, weights, options));
    return target;
}

Result<config::RunSettings> settingsFrom(const SatTrainRequest& request, const config::ModelConfig& model,
                                         std::vector<std::string>& notes) {
    ATTUNE_TRY(const config::ImportedRunSettings imported,
               config::runSettingsFromReference(model.document, config::RunSettings{}));
    notes.insert(notes.end(), imported.notes.begin(), imported.notes.end());
    config::RunSettings settings = imported.settings;
    settings.name = request.name;
    settings.device = request.device;
    settings.batchSize = request.batchSize;
    settings.accumulation = request.accumulation;
    settings.seed = request.seed;
    settings.steps = request.steps;
    settings.gradientClip = request.gradientClip;
    ATTUNE_TRY(settings.precision, config::precisionFromReference(request.precision));
    settings.checkpoints.every = request.checkpointEvery;
    settings.checkpoints.keepLast = 1; // each is also written as .ckpt, and all of those stay
    // As its validation loop (training/diffusion.py:493-587): every clip, the weights of the last step, and
    // t = 0.1, 0.3 … 0.9, which is what five stratified timesteps are. Ours differs on purpose in the noise,
    // which is the same every time, and in weighing clips alike where it leaves out the last short batch.
    settings.validation.clips = kAllClips;
    settings.validation.timesteps = static_cast<std::int64_t>(train::referenceTimesteps().size());
    settings.validation.useEma = false;
    settings.validation.every = 0; // at the end of each epoch
    if (!request.validationConfig.empty() && request.validateEvery > 0)
        settings.validation.every = std::max<std::int64_t>(1, request.validateEvery / request.accumulation);
    ATTUNE_CHECK(config::validateRunSettings(settings));
    return settings;
}

// A dataset config of sounds: scanned into a library beside the run, prompts written, encoded. Then as in a
// project.
Result<TrainSources> openSounds(const config::DatasetConfig& dataset, const ProjectPlaces& places,
                                const ModelSource& source, config::RunSettings settings,
                                jobs::JobContext& context) {
    ATTUNE_CHECK(makeFolder(places.folder));
    ATTUNE_TRY(const SatPrompts prompts, satPromptsOf(dataset));
    {
        ATTUNE_TRY(dataset::Library library, dataset::Library::open(places.libraryFile));
        for (const config::DatasetSource& folder : dataset.sources) {
            ATTUNE_TRY(const dataset::SourceId id,
                       library.addSource(fs::absolute(config::resolvedPath(dataset, folder.path))));
            ATTUNE_CHECK(dataset::scanSource(library, id, {}, context.progress, context.controls.stop()));
        }
        ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, library.clips());
        for (dataset::ClipRecord& clip : clips) {
            const auto prompt = prompts.promptOf ? prompts.promptOf(clip.path) : std::optional(clip.prompt);
            clip.isRejected = !prompt;
            if (prompt) clip.prompt = *prompt;
        }
        ATTUNE_CHECK(library.save(clips));
    }
    EncodeRequest encoding;
    encoding.places = places;
    encoding.model = source.card();
    encoding.settings.longClips =
        dataset.randomCrop ? latents::LongClips::Whole : latents::LongClips::CropStart;
    encoding.device = settings.device;
    const EncodeJobWithOutcome job = makeEncodeJob(encoding);
    ATTUNE_CHECK(job.job->run(context));
    ATTUNE_CHECK(context.controls.stop().check("Encoding"));
    settings.crop = dataset.randomCrop ? config::CropPlace::Random : config::CropPlace::Start;
    return openTrainSources(places, source, encoding.settings, settings);
}

void addTexts(const encode::TrainingSource& items, std::vector<std::string>& texts) {
    for (std::int64_t index = 0; index < items.count(); ++index)
        for (const encode::WeightedPrompt& prompt : items.info(index).prompts) texts.push_back(prompt.text);
}

Result<std::unique_ptr<encode::TrainingSource>>
openDataset(const fs::path& configFile, const ProjectPlaces& places, const ModelSource& source,
            const config::RunSettings& settings, jobs::JobContext& context) {
    ATTUNE_TRY(const config::DatasetConfig dataset, config::readDatasetConfig(configFile));
    if (dataset.type == config::DatasetType::PreEncoded)
        return openPreEncoded(dataset, source, context.progress, context.controls.stop());
    ATTUNE_TRY(TrainSources sounds, openSounds(dataset, places, source, settings, context));
    if (!sounds.training)
        return fail(ErrorCode::NotFound, "The dataset holds no usable sound", utf8FromPath(configFile));
    return std::move(sounds.training);
}

} // namespace

bool isReferenceRun(const project::RunRecord& run) noexcept {
    const Json& dataset = run.description().dataset;
    return dataset.is_object() && dataset.contains(kKind) && dataset.at(kKind) == kReference;
}

Result<TrainSources> openReferenceSources(const project::RunRecord& run, const ModelSource& source,
                                          const config::RunSettings& settings, jobs::JobContext& context) {
    const config::JsonView view(run.description().dataset, "dataset");
    ATTUNE_TRY(const std::string datasetFile, view.string(kDatasetKey));
    ATTUNE_TRY(const std::string validationFile, view.stringOr(kValidationKey, {}));
    const fs::path folder = run.folder().parent_path();
    TrainSources sources;
    const std::int64_t ratio = source.config().downsamplingRatio();
    const std::int64_t modelFrames =
        std::max<std::int64_t>(1, source.config().sampleSize.value_or(ratio) / ratio);
    sources.latentFrames = config::latentFramesFromSeconds(
        settings.clipSeconds, static_cast<int>(source.config().sampleRate), ratio, modelFrames);
    ATTUNE_TRY(sources.training,
               openDataset(pathFromUtf8(datasetFile), placesIn(folder), source, settings, context));
    addTexts(*sources.training, sources.texts);
    if (!validationFile.empty()) {
        ATTUNE_TRY(sources.heldOut, openDataset(pathFromUtf8(validationFile), placesIn(folder / "validation"),
                                                source, settings, context));
        addTexts(*sources.heldOut, sources.texts);
    }
    return sources;
}

Result<SatRun> prepareReferenceRun(const SatTrainRequest& request) {
    if (!request.resumed.empty()) {
        ATTUNE_TRY(std::optional<SatRun> found, findResumedRun(request.resumed));
        if (found) return *std::move(found);
    }
    SatRun prepared;
    prepared.places = placesIn(fs::absolute(request.saveDir).lexically_normal());
    ATTUNE_CHECK(makeFolder(prepared.places.folder));
    if (!request.pretrained.empty() && request.resumed.empty())
        ATTUNE_CHECK(refuseWrapped(request.pretrained));
    if (request.modelConfig.empty() || request.datasetConfig.empty())
        return fail(
            ErrorCode::InvalidArgument,
            "--model-config and --dataset-config are needed, also to go on from a training checkpoint");
    ATTUNE_TRY(const config::ModelConfig model, config::ModelConfig::read(request.modelConfig));
    ATTUNE_TRY(const config::RunSettings settings, settingsFrom(request, model, prepared.notes));
    for (const fs::path& file : {request.datasetConfig, request.validationConfig}) {
        if (file.empty()) continue;
        ATTUNE_TRY(const config::DatasetConfig dataset, config::readDatasetConfig(file));
        ATTUNE_TRY(const SatPrompts prompts, satPromptsOf(dataset));
        prepared.notes.insert(prepared.notes.end(), dataset.notes.begin(), dataset.notes.end());
        prepared.notes.insert(prepared.notes.end(), prompts.notes.begin(), prompts.notes.end());
    }
    ATTUNE_TRY(const fs::path weights, startingWeights(request, model, prepared.notes));
    ATTUNE_TRY(
        const project::ModelCard card,
        cardOf({weights, fs::absolute(request.modelConfig).lexically_normal(), request.textEncoderFolder}));
    if (!card.canTrain)
        return fail(ErrorCode::Refused, concat("This model cannot be trained: ", card.cannotTrainReason),
                    utf8FromPath(weights));
    project::RunDescription description;
    description.name = settings.name;
    description.settings = config::jsonFromRunSettings(settings);
    description.model = jsonFromModel(card);
    description.dataset = Json{{kKind, kReference},
                               {kDatasetKey, absoluteText(request.datasetConfig)},
                               {kValidationKey, absoluteText(request.validationConfig)}};
    description.versions = Json{{"attune", kVersion}, {"libtorch", TORCH_VERSION}};
    ATTUNE_TRY(const project::RunRecord run,
               project::RunStore(prepared.places.runsFolder).create(std::move(description)));
    prepared.runFolder = run.folder();
    if (!request.resumed.empty()) {
        ATTUNE_CHECK(beginFromReferenceFile(run, model, settings, request.resumed));
        prepared.notes.push_back("Weights, averages, optimiser and counters go on from the checkpoint; the "
                                 "order of clips and the random numbers, which it does not "
                                 "hold, begin anew.");
    }
    return prepared;
}

} // namespace attune::engine
