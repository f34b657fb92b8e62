// SPDX-License-Identifier: GPL-3.0-or-later
//
// ParityRecordedRun: a training run of the reference, replayed with all its random draws injected: from its
// first weights (kind "train") or continued from a training checkpoint (kind "checkpoint").
#pragma once

#include "app/parity/Parity.h"

#include "core/config/ModelConfig.h"
#include "core/diffusion/TimestepSampler.h"
#include "core/model/DiffusionModel.h"
#include "core/model/TextSource.h"
#include "core/train/Checkpoint.h"
#include "core/train/Ema.h"
#include "core/train/LearningRateSchedule.h"
#include "core/train/Optimiser.h"
#include "core/train/TrainingStep.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace attune::parity {

class RecordedPrompts;

class RecordedRun {
public:
    // `weights`: the file the model is loaded from. `checkpoint`: what is continued; null = a run from its
    // first step.
    [[nodiscard]] static Result<std::unique_ptr<RecordedRun>>
    open(const Fixture& fixture, const std::filesystem::path& weights,
         const train::LoadedCheckpoint* checkpoint = nullptr);
    ~RecordedRun();

    void compareHeldOut(Report& report);
    // `epochs` times the same `batches`, a step after every `accumulation` of them and after the last of an
    // epoch.
    struct Length {
        std::int64_t epochs{1};
        std::int64_t batches{0};
        std::int64_t accumulation{1};
    };
    [[nodiscard]] Result<void> train(const Length& length, Report& report);
    void compareWeights(Report& report) const;
    [[nodiscard]] std::int64_t stepsTaken() const noexcept {
        return static_cast<std::int64_t>(m_norms.size());
    }
    [[nodiscard]] const train::Ema* ema() const noexcept { return m_ema ? &*m_ema : nullptr; }

private:
    using Tensors = std::map<std::string, at::Tensor>;

    explicit RecordedRun(const Fixture& fixture);
    [[nodiscard]] Result<void> prepare(const std::filesystem::path& weights);
    [[nodiscard]] Result<void> restore(const train::LoadedCheckpoint& checkpoint);
    [[nodiscard]] train::StepBatch batchAt(std::int64_t index) const;
    [[nodiscard]] train::StepDraws drawsAt(std::int64_t micro) const;
    [[nodiscard]] bool usesMaskAt(std::int64_t micro) const;
    void takeStep(Report& report);
    void compareFirstGradients(Report& report) const;
    void compareSeries(const char* name, const std::vector<double>& values, Report& report) const;

    const Fixture& m_fixture;
    Tensors m_inputs;
    Tensors m_expected;
    config::ModelConfig m_config;
    std::shared_ptr<model::DiffusionModel> m_model;
    std::vector<train::NamedParameter> m_parameters;
    Tensors m_initial;         // weights before training, by key
    Tensors m_initialAverages; // of a continued run
    train::StepOptions m_options;
    std::optional<diffusion::TimestepSampler> m_timesteps;
    std::unique_ptr<RecordedPrompts> m_prompts;
    std::optional<train::TrainingStep> m_step;
    std::unique_ptr<train::Optimiser> m_optimiser;
    train::SchedulePointer m_schedule;
    std::optional<train::Ema> m_ema;
    std::int64_t m_firstStep{0}; // steps that the run had taken when it was saved
    std::vector<double> m_losses;
    std::vector<double> m_norms;
    std::vector<double> m_rates;
};

} // namespace attune::parity
