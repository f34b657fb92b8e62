// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ModelCards.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/model/ModelInspection.h"
#include "core/model/T5Encoder.h"
#include "core/tensor/TorchErrors.h"

#include <array>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

bool holdsTextEncoder(const fs::path& folder) {
    return isThere(folder / "config.json") && isThere(folder / "spiece.model") &&
           (isThere(folder / "model.safetensors") || isThere(folder / "pytorch_model.bin"));
}

fs::path findTextEncoder(const ModelFiles& files) {
    if (!files.textEncoderFolder.empty()) return files.textEncoderFolder;
    constexpr std::array<const char*, 4> kNames{"t5-base", "t5", "text_encoder", "tokenizer"};
    for (const fs::path& place : {files.weights.parent_path(), platform::applicationDataFolder() / "models"})
        for (const char* const name : kNames)
            if (holdsTextEncoder(place / name)) return place / name;
    return {};
}

project::ModelKind kindOf(const model::KeySurvey& survey) {
    switch (survey.form) {
    case model::CheckpointForm::Diffusion:
        return survey.hasAutoencoder ? project::ModelKind::Diffusion : project::ModelKind::DiffusionOnly;
    case model::CheckpointForm::WrappedDiffusion:
    case model::CheckpointForm::WrappedAutoencoder:
        return project::ModelKind::TrainingCheckpoint;
    case model::CheckpointForm::Autoencoder:
        return project::ModelKind::Autoencoder;
    case model::CheckpointForm::TextEncoder:
    case model::CheckpointForm::Other:
        break;
    }
    return project::ModelKind::Unknown;
}

project::ModelProblem problemFrom(const model::Finding& finding) {
    using Severity = project::ModelProblem::Severity;
    Severity severity = Severity::Note;
    if (finding.severity == model::Finding::Severity::Warning) severity = Severity::Warning;
    if (finding.severity == model::Finding::Severity::Blocking) severity = Severity::Blocking;
    return {severity, finding.message, finding.remedy};
}

void addConfig(project::ModelCard& card, const config::ModelConfig& config) {
    if (const auto objective = config.objective()) card.objective = config::objectiveName(*objective);
    card.sampleRate = static_cast<int>(config.sampleRate);
    card.audioChannels = static_cast<int>(config.audioChannels);
    card.sampleFrames = config.sampleSize.value_or(0);
    card.downsamplingRatio = config.downsamplingRatio();
    card.latentChannels = config.latentChannels();
}

void addTextEncoder(project::ModelCard& card, const model::ModelInspection& inspection) {
    const bool needsOne = inspection.config && inspection.config->diffusion &&
                          inspection.config->diffusion->conditioning &&
                          inspection.config->diffusion->conditioning->prompt() != nullptr;
    if (!needsOne || !card.textEncoderFolder.empty()) return;
    const std::string& name = inspection.config->diffusion->conditioning->prompt()->modelName;
    card.problems.push_back({project::ModelProblem::Severity::Warning,
                             concat("The text encoder ", name, " was not found"),
                             concat("Put ", name,
                                    " (config.json, model.safetensors, spiece.model) into a folder beside "
                                    "the weights, or name its folder.")});
}

std::string nameFor(const model::ModelInspection& inspection) {
    const std::string stem = utf8FromPath(inspection.file.stem());
    // "model.safetensors" says nothing; its folder does.
    if (!inspection.family.empty() && (stem == "model" || stem == "diffusion_pytorch_model"))
        return inspection.family;
    return stem == "model" ? utf8FromPath(inspection.file.parent_path().filename()) : stem;
}

Result<project::ModelCard> inspect(const ModelFiles& files) {
    project::ModelCard card;
    card.file = fs::absolute(files.weights).lexically_normal();
    card.textEncoderFolder = findTextEncoder(files);
    ATTUNE_TRY(const model::ModelInspection inspection, model::inspectModel(card.file, files.config));
    card.name = nameFor(inspection);
    card.configFile = inspection.configFile;
    card.kind = kindOf(inspection.survey);
    card.family = inspection.family;
    card.container = tensor::containerName(inspection.container);
    if (inspection.config) addConfig(card, *inspection.config);
    for (const model::PartFacts& part : inspection.parts)
        card.parts.push_back({part.name, part.parameters, part.bytes, part.precision});
    card.hasEma = inspection.survey.hasEma;
    card.canTrain = inspection.canTrain;
    card.cannotTrainReason = inspection.cannotTrainReason;
    for (const model::Finding& finding : inspection.findings) card.problems.push_back(problemFrom(finding));
    addTextEncoder(card, inspection);
    ATTUNE_TRY(const project::FileStamp stamp, project::fileStamp(card.file));
    card.fileBytes = stamp.bytes;
    card.modifiedNs = stamp.modifiedNs;
    if (files.hash == FileHash::Compute) {
        ATTUNE_TRY(card.hash, hashFile(card.file));
    }
    return card;
}

} // namespace

Result<project::ModelCard> cardOf(const ModelFiles& files) {
    return tensor::guarded("inspecting the model", [&] { return inspect(files); });
}

} // namespace attune::engine
