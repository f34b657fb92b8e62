// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ModelSource.h"

#include "core/base/Text.h"
#include "core/config/RunSettings.h"
#include "core/model/Adapters.h"
#include "core/model/CheckpointKeys.h"
#include "core/model/ModelFactory.h"
#include "core/model/T5Encoder.h"
#include "core/project/RunStore.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/ModuleLoading.h"
#include "core/train/Checkpoint.h"
#include "core/train/ReferenceCheckpoint.h"
#include "core/train/TrainableModel.h"

#include <optional>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

// The names of an unwrapped model, with the averaged transformer where it is wanted and there is one.
Result<tensor::NamedTensors> unwrapped(const tensor::NamedTensors& weights, WeightsChoice choice) {
    const bool hasAverage = weights.containsPrefix(model::kDiffusionEmaKeys);
    return model::unwrappedDiffusion(weights, choice == WeightsChoice::Averaged && hasAverage
                                                  ? model::WeightsOf::Average
                                                  : model::WeightsOf::LastStep);
}

// Beside the weights, or inside a training checkpoint of the reference.
Result<config::ModelConfig> configOf(const project::ModelCard& card) {
    if (!card.configFile.empty()) return config::ModelConfig::read(card.configFile);
    auto embedded = train::configOfReferenceCheckpoint(card.file);
    if (embedded || embedded.error().code != ErrorCode::NotFound) return embedded;
    return fail(ErrorCode::NotFound, concat("The model ", card.name, " has no model_config.json"),
                utf8FromPath(card.file), "Put model_config.json beside the weights and add the model again.");
}

} // namespace

Result<project::RunRecord> runOfCheckpoint(const fs::path& checkpointFolder) {
    return project::RunStore::load(
        fs::absolute(checkpointFolder).lexically_normal().parent_path().parent_path());
}

Result<ModelSource> ModelSource::open(const project::ModelCard& card, const fs::path& checkpointFolder,
                                      WeightsChoice weights) {
    ModelSource source;
    source.m_card = card;
    source.m_checkpointFolder = checkpointFolder;
    source.m_choice = weights;
    ATTUNE_TRY(source.m_config, configOf(card));
    ATTUNE_TRY(const tensor::NamedTensors base, tensor::readStateDict(card.file));
    ATTUNE_TRY(source.m_weights, unwrapped(base, weights));
    if (!checkpointFolder.empty()) ATTUNE_CHECK(source.addCheckpoint());
    return source;
}

Result<void> ModelSource::addCheckpoint() {
    ATTUNE_TRY(const train::LoadedCheckpoint checkpoint, train::readCheckpoint(m_checkpointFolder));
    m_hasAdapters = checkpoint.identity.kind == train::CheckpointKind::Lora;
    if (m_hasAdapters) return {}; // joined with the layers once these are loaded
    for (const auto& [name, value] : checkpoint.model) m_weights.set(name, value);
    if (m_choice == WeightsChoice::Averaged)
        for (const auto& [name, value] : checkpoint.ema) m_weights.set(name, value);
    return {};
}

bool ModelSource::hasPrompts() const noexcept {
    return m_config.diffusion && m_config.diffusion->conditioning &&
           m_config.diffusion->conditioning->prompt() != nullptr;
}

Result<std::int64_t> ModelSource::textWidth() const {
    if (!hasPrompts()) return model::T5Config{}.width;
    if (m_card.textEncoderFolder.empty())
        return fail(ErrorCode::NotFound,
                    concat("The text encoder of the model ", m_card.name, " is not known"),
                    utf8FromPath(m_card.file),
                    concat("Download ", m_config.diffusion->conditioning->prompt()->modelName,
                           " (config.json, model.safetensors, spiece.model) into a folder beside the "
                           "weights, and add the model again."));
    ATTUNE_TRY(const model::T5Config config, model::T5Config::read(m_card.textEncoderFolder / "config.json"));
    return config.width;
}

Result<tensor::NamedTensors> ModelSource::mergedWeights() const {
    if (!m_hasAdapters) return m_weights;
    ATTUNE_TRY(const auto model, load(model::kTrainingParts, c10::kCPU));
    tensor::NamedTensors merged = m_weights;
    for (const auto& [name, value] : tensor::stateDictOf(*model))
        if (merged.contains(name)) merged.set(name, value.detach());
    return merged;
}

Result<std::shared_ptr<model::DiffusionModel>> ModelSource::load(model::ModelParts parts, c10::Device device,
                                                                 c10::ScalarType dtype) const {
    model::LoadOptions options;
    options.parts = parts;
    options.device = device;
    options.dtype = dtype;
    ATTUNE_TRY(options.textWidth, textWidth());
    ATTUNE_TRY(const model::LoadedModel loaded, model::ModelFactory::loadFrom(m_config, m_weights, options));
    if (m_hasAdapters && parts.contains(model::ModelPart::Transformer))
        ATTUNE_CHECK(mergeAdapters(loaded.model));
    return loaded.model;
}

Result<void> ModelSource::mergeAdapters(const std::shared_ptr<model::DiffusionModel>& model) const {
    ATTUNE_TRY(const project::RunRecord run, runOfCheckpoint(m_checkpointFolder));
    ATTUNE_TRY(config::RunSettings settings, config::runSettingsFromJson(run.description().settings));
    settings.precision = config::Precision::Fp32; // what the model was loaded in
    ATTUNE_TRY(const train::LoadedCheckpoint checkpoint, train::readCheckpoint(m_checkpointFolder));
    settings.ema.enabled = !checkpoint.ema.empty();
    ATTUNE_TRY(train::TrainableModel trainable, train::TrainableModel::create(model, settings));
    ATTUNE_CHECK(trainable.restore(checkpoint));
    std::optional<train::Ema::Applied> averaged;
    if (m_choice == WeightsChoice::Averaged && trainable.ema() != nullptr) averaged.emplace(*trainable.ema());
    trainable.adapters()->mergeIntoLayers();
    return {};
}

Result<std::unique_ptr<model::T5TextSource>> ModelSource::loadText(c10::Device device) const {
    if (!hasPrompts()) return std::unique_ptr<model::T5TextSource>();
    ATTUNE_TRY(const std::int64_t width, textWidth()); // explains a missing folder
    static_cast<void>(width);
    model::LayerOptions options;
    options.device = device;
    return model::T5TextSource::load(m_card.textEncoderFolder, m_card.textEncoderFolder, options);
}

} // namespace attune::engine
