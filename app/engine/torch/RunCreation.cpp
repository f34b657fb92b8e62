// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/RunCreation.h"

#include "app/engine/ProjectSections.h"
#include "app/engine/torch/TrainInputs.h"
#include "core/base/Text.h"
#include "core/base/Version.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/PowerSupply.h"
#include "core/config/MemoryPlan.h"
#include "core/project/MetricsStore.h"
#include "core/project/RunStore.h"
#include "core/tensor/Devices.h"
#include "core/train/BatchPlan.h"

#include <torch/version.h>

#include <algorithm>

namespace attune::engine {

namespace {

constexpr const char* kCardKey = "card";
constexpr const char* kEncodeKey = "encode";

void addMemory(TrainPlan& plan, const config::MemoryEstimate& estimate) {
    const auto add = [&](const char* name, std::int64_t bytes) {
        if (bytes > 0) plan.memory.push_back({name, bytes});
    };
    add("weights", estimate.weights);
    add("gradients", estimate.gradients);
    add("optimiser", estimate.optimiser);
    add("averages", estimate.averages);
    add("cast weights", estimate.castWeights);
    add("activations", estimate.activations);
    add("overhead", estimate.overhead);
}

// What the latest run on the same model and device took a step. Of another batch or length only when no run
// had the same; then in proportion to the sound that a step sees.
std::optional<double> measuredStepSeconds(const ProjectPlaces& places, const config::RunSettings& settings,
                                          double modelSeconds) {
    const auto soundOfStep = [modelSeconds](const config::RunSettings& run) {
        return static_cast<double>(config::effectiveBatch(run)) *
               (run.clipSeconds > 0.0 ? run.clipSeconds : modelSeconds);
    };
    std::optional<double> scaled;
    const std::vector<project::RunRecord> runs = project::RunStore(places.runsFolder).list();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const auto other = config::runSettingsFromJson(run->description().settings);
        if (!other || other->model != settings.model || other->device != settings.device) continue;
        const bool isSame = config::effectiveBatch(*other) == config::effectiveBatch(settings) &&
                            other->clipSeconds == settings.clipSeconds;
        if (!isSame && (scaled || soundOfStep(*other) <= 0.0)) continue;
        const auto metrics =
            project::MetricsStore::open(run->metricsFile(), project::MetricsStore::Access::ReadOnly);
        if (!metrics) continue;
        const auto series = metrics->series("train/step_seconds", {}, 1);
        if (!series || series->empty()) continue;
        if (isSame) return series->back().mean;
        scaled = series->back().mean * soundOfStep(settings) / soundOfStep(*other);
    }
    return scaled;
}

Result<void> addBatches(TrainPlan& plan, const config::RunSettings& settings) {
    train::BatchPlanOptions options;
    options.itemCount = std::max<std::int64_t>(1, plan.trainItems);
    options.batchSize = settings.batchSize;
    ATTUNE_TRY(const train::BatchPlan batches, train::BatchPlan::create(options));
    plan.effectiveBatch = config::effectiveBatch(settings);
    plan.stepsPerEpoch = std::max<std::int64_t>(1, batches.batchesPerEpoch() / settings.accumulation);
    plan.epochs = static_cast<double>(settings.steps) / static_cast<double>(plan.stepsPerEpoch);
    return {};
}

Result<void> addDevice(TrainPlan& plan, const ModelSource& source, const config::RunSettings& settings,
                       std::int64_t latentFrames) {
    ATTUNE_TRY(const c10::Device device, tensor::deviceFromText(settings.device));
    ATTUNE_TRY(const tensor::DeviceInfo info, tensor::describeDevice(device));
    plan.device = concat(tensor::textFromDevice(device), " (", info.name, ")");
    plan.deviceBytes = info.totalBytes;
    ATTUNE_TRY(const std::int64_t textWidth, source.textWidth());
    const config::DiffusionConfig& diffusion = *source.config().diffusion;
    const config::MemoryKind kind = device.is_cpu() ? config::MemoryKind::Cpu : config::MemoryKind::Gpu;
    const config::MemoryEstimate estimate =
        config::estimateMemory(settings, diffusion, textWidth, latentFrames, kind);
    addMemory(plan, estimate);
    if (estimate.deviceBytes() > plan.deviceBytes) {
        const auto fitting = config::suggestSettingsToFit(settings, diffusion, textWidth, latentFrames,
                                                          static_cast<int>(source.config().sampleRate),
                                                          plan.deviceBytes, kind);
        if (fitting)
            plan.changesToFit = fitting->changes;
        else
            plan.changesToFit = {fitting.error().describe()};
    }
    plan.checkpointBytes = config::checkpointBytes(settings, diffusion, textWidth);
    plan.diskBytes = config::runBytes(settings, diffusion, textWidth);
    plan.reserveBytes = settings.lowDiskBytes;
    return {};
}

config::Json jsonFromDataset(const TrainSources& sources) {
    config::Json document;
    document["fingerprint"] = sources.training->fingerprint().hex();
    document["train_items"] = sources.training->count();
    document["held_out_items"] = sources.heldOut ? sources.heldOut->count() : 0;
    document["latent_frames"] = sources.latentFrames;
    document[kEncodeKey] = sources.settings.toJson();
    document["latents"] = sources.identity.toJson();
    return document;
}

} // namespace

Result<ModelSource> openTrainableBase(const project::ModelCard& model, const config::RunSettings& settings) {
    ATTUNE_CHECK(config::validateRunSettings(settings));
    if (!model.canTrain)
        return fail(ErrorCode::Refused, concat(model.name, " cannot be trained: ", model.cannotTrainReason),
                    utf8FromPath(model.file));
    project::ModelCard base = model;
    if (!settings.baseCheckpoint.empty()) base.file = pathFromUtf8(settings.baseCheckpoint);
    return ModelSource::open(base);
}

config::Json jsonFromModel(const project::ModelCard& model) {
    return config::Json{{"id", model.id},
                        {"name", model.name},
                        {"path", utf8FromPath(model.file)},
                        {"hash", model.hash.hex()},
                        {kCardKey, model.toJson()}};
}

Result<latents::EncodeSettings> encodingOfProject(const ProjectPlaces& places) {
    ATTUNE_TRY(const project::Project project,
               project::Project::open(places.folder, project::Access::ReadOnly));
    return encodeSettingsOf(project);
}

Result<TrainPlan> planRun(const ProjectPlaces& places, const project::ModelCard& model,
                          const config::RunSettings& settings) {
    ATTUNE_TRY(const ModelSource source, openTrainableBase(model, settings));
    ATTUNE_TRY(const latents::EncodeSettings encoding, encodingOfProject(places));
    ATTUNE_TRY(const TrainSources sources, openTrainSources(places, source, encoding, settings));
    TrainPlan plan;
    plan.trainItems = sources.training ? sources.training->count() : 0;
    plan.heldOutItems = sources.heldOut ? sources.heldOut->count() : 0;
    plan.missingItems = sources.missingItems;
    plan.clipSeconds = static_cast<double>(sources.latentFrames * source.config().downsamplingRatio()) /
                       static_cast<double>(source.config().sampleRate);
    ATTUNE_CHECK(addBatches(plan, settings));
    ATTUNE_CHECK(addDevice(plan, source, settings, sources.latentFrames));
    plan.secondsPerStep = measuredStepSeconds(places, settings, plan.clipSeconds);
    if (const auto freeBytes = platform::freeDiskBytes(places.folder)) plan.freeDiskBytes = *freeBytes;
    plan.advice = config::adviseOnRunSettings(settings, plan.trainItems);
    if (platform::isOnBattery())
        plan.advice.push_back({{},
                               "The computer runs on its battery: training is slower there and stops when it "
                               "is empty, so plug it in."});
    return plan;
}

Result<project::RunRecord> createNewRun(const ProjectPlaces& places, const project::ModelCard& model,
                                        const config::RunSettings& settings, const std::string& clonedFrom) {
    ATTUNE_TRY(const ModelSource source, openTrainableBase(model, settings));
    ATTUNE_TRY(const latents::EncodeSettings encoding, encodingOfProject(places));
    ATTUNE_TRY(const TrainSources sources, openTrainSources(places, source, encoding, settings));
    if (!sources.training)
        return fail(ErrorCode::NotFound, "No clip of the project is encoded for this model",
                    sources.firstMissing, "Encode the sounds first.");
    project::RunDescription description;
    description.name = settings.name.empty() ? "run" : settings.name;
    description.settings = config::jsonFromRunSettings(settings);
    description.model = jsonFromModel(model);
    description.dataset = jsonFromDataset(sources);
    description.versions = config::Json{{"attune", kVersion}, {"libtorch", TORCH_VERSION}};
    description.clonedFrom = clonedFrom;
    return project::RunStore(places.runsFolder).create(std::move(description));
}

Result<project::ModelCard> modelOfRun(const project::RunRecord& run) {
    const config::JsonView view(run.description().model, "model");
    ATTUNE_TRY(const config::JsonView card, view.at(kCardKey));
    return project::ModelCard::fromJson(card);
}

Result<latents::EncodeSettings> encodingOfRun(const project::RunRecord& run) {
    const config::JsonView view(run.description().dataset, "dataset");
    ATTUNE_TRY(const config::JsonView encode, view.at(kEncodeKey));
    return latents::EncodeSettings::fromJson(encode);
}

} // namespace attune::engine
