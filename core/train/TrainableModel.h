// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainableModel: which tensors a run changes, by their checkpoint keys, with their running average and their
// way into and out of checkpoints. Either the transformer and the number embedders, or LoRA adapters beside a
// frozen model.
//
// Ownership: keeps the model (and adapters) alive. Threads: the training thread.
// Source: spec/training.md 4.1 (order of parameters), 4.5 (what is averaged).
#pragma once

#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/tensor/NamedTensors.h"
#include "core/train/Checkpoint.h"
#include "core/train/Ema.h"
#include "core/train/Optimiser.h"

#include <ATen/core/Generator.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace attune::model {
class DiffusionModel;
class LoraAdapters;
} // namespace attune::model

namespace attune::train {

class TrainableModel {
public:
    // Puts the model into the state for training: gradients on for what is trained, activations kept or
    // recomputed. Transformer and conditioner have to be in the precision profile's type already; adapters
    // are made here. Errors: InvalidArgument (parts missing, other type than the profile's, no layer for an
    // adapter).
    [[nodiscard]] static Result<TrainableModel> create(std::shared_ptr<model::DiffusionModel> model,
                                                       const config::RunSettings& settings);

    [[nodiscard]] model::DiffusionModel& model() const noexcept { return *m_model; }
    [[nodiscard]] const std::shared_ptr<model::DiffusionModel>& modelPtr() const noexcept { return m_model; }
    [[nodiscard]] const std::shared_ptr<model::LoraAdapters>& adapters() const noexcept {
        return m_adapters;
    } // null in a full run
    [[nodiscard]] const std::vector<NamedParameter>& parameters() const noexcept { return m_parameters; }
    [[nodiscard]] Ema* ema() noexcept { return m_ema ? &*m_ema : nullptr; }
    [[nodiscard]] const Ema* ema() const noexcept { return m_ema ? &*m_ema : nullptr; }

    void train();
    void evaluate(); // no dropout
    // Before the forward pass of the run's batch `number`: what the adapters' dropout leaves out follows from
    // the number alone, so a resumed run needs no state of it.
    void beginBatch(std::uint64_t number);

    // What model.safetensors holds: weights and buffers of transformer and conditioner, or the adapters.
    // Shares storage with the live tensors.
    [[nodiscard]] tensor::NamedTensors weights() const;
    [[nodiscard]] tensor::NamedTensors averages() const; // empty without EMA

    // Copies a checkpoint's weights and averages in. Errors: MissingKey, ShapeMismatch, Refused (a checkpoint
    // of the other kind); then nothing has changed.
    [[nodiscard]] Result<void> restore(const LoadedCheckpoint& checkpoint);

private:
    explicit TrainableModel(std::shared_ptr<model::DiffusionModel> model) : m_model(std::move(model)) {}
    [[nodiscard]] Result<void> chooseFull();
    [[nodiscard]] Result<void> chooseLora(const config::RunSettings& settings);

    std::shared_ptr<model::DiffusionModel> m_model;
    std::shared_ptr<model::LoraAdapters> m_adapters;
    std::vector<NamedParameter> m_parameters; // in the optimiser's order
    std::optional<Ema> m_ema;
    std::optional<at::Generator> m_dropout; // of the adapters; none without dropout
    std::uint64_t m_dropoutSeed{0};
};

} // namespace attune::train
