// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelSource: a registered model, and if wanted a checkpoint of a run on it, ready to be loaded part by
// part.
//
// Opening reads names only; weights are mapped and copied when a part is loaded. Threads: one at a time.
#pragma once

#include "app/engine/GenerateJob.h"
#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/model/DiffusionModel.h"
#include "core/model/TextSource.h"
#include "core/project/ModelCard.h"
#include "core/project/RunRecord.h"
#include "core/tensor/NamedTensors.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <filesystem>
#include <memory>

namespace attune::engine {

// checkpoints/step-000500 belongs to the run two folders up. Errors: those of RunStore::load.
[[nodiscard]] Result<project::RunRecord> runOfCheckpoint(const std::filesystem::path& checkpointFolder);

class ModelSource {
public:
    // `checkpointFolder` empty = the model as it is. Errors: NotFound (a file that the card names),
    // InvalidConfig, those of CheckpointFile and readCheckpoint.
    [[nodiscard]] static Result<ModelSource> open(const project::ModelCard& card,
                                                  const std::filesystem::path& checkpointFolder = {},
                                                  WeightsChoice weights = WeightsChoice::Averaged);

    [[nodiscard]] const config::ModelConfig& config() const noexcept { return m_config; }
    [[nodiscard]] const project::ModelCard& card() const noexcept { return m_card; }
    // By the names of an unwrapped model; of an adapter's run the base model's.
    [[nodiscard]] const tensor::NamedTensors& weights() const noexcept { return m_weights; }

    // The same with the adapters of such a run added into their layers. Errors: as load().
    [[nodiscard]] Result<tensor::NamedTensors> mergedWeights() const;

    // Errors: those of ModelFactory.
    [[nodiscard]] Result<std::shared_ptr<model::DiffusionModel>>
    load(model::ModelParts parts, c10::Device device, c10::ScalarType dtype = c10::kFloat) const;
    // Tokenizer and T5; null for a model without prompts. Errors: NotFound with where to get it.
    [[nodiscard]] Result<std::unique_ptr<model::T5TextSource>> loadText(c10::Device device) const;
    [[nodiscard]] bool hasPrompts() const noexcept;
    // Of the text encoder's output. Errors: NotFound with where to get one.
    [[nodiscard]] Result<std::int64_t> textWidth() const;

private:
    ModelSource() = default;
    [[nodiscard]] Result<void> addCheckpoint();
    [[nodiscard]] Result<void> mergeAdapters(const std::shared_ptr<model::DiffusionModel>& model) const;

    project::ModelCard m_card;
    config::ModelConfig m_config;
    tensor::NamedTensors m_weights;
    std::filesystem::path m_checkpointFolder;
    WeightsChoice m_choice{WeightsChoice::Averaged};
    bool m_hasAdapters{false}; // the checkpoint is of a LoRA run
};

} // namespace attune::engine
