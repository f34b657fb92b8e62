// SPDX-License-Identifier: GPL-3.0-or-later
//
// Trainer: the loop of a run. A plain algorithm on the calling thread; who runs it as a job, and on which
// thread, is decided elsewhere.
//
// At every step boundary, and only there, it measures the held-out loss, writes checkpoints, renders demos
// and serves requests: checkpoint now, demo now, pause, stop. A stop always leaves a checkpoint. What goes
// wrong:
//   a loss that is no number   ends the run; the checkpoints stay as they are
//   memory exhausted           ends the run with remedies, after saving the last boundary when it is intact
//   a full disk                pauses the run; nothing is lost, a resume tries again
//   a demo that fails          is logged and counted (demo/failed) and nothing more
//
// Ownership: see TrainerInputs; the trainer owns optimiser, averages and plans. Threads: one.
#pragma once

#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/encode/TrainingSource.h"
#include "core/jobs/Job.h"
#include "core/train/CheckpointStore.h"
#include "core/train/OptimiserStep.h"
#include "core/train/ProcessGroup.h"
#include "core/train/TrainableModel.h"
#include "core/train/TrainingMeters.h"
#include "core/train/Validation.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace attune::train {

struct DemoOccasion {
    StepIndex step;               // 0 = the base model
    model::DiffusionModel& model; // with the averaged weights in it, where there are any
    Cancellation cancellation;    // a stop cuts a demo short
    // To be wrapped around each call of the network: computes in the run's number format.
    std::function<at::Tensor(const std::function<at::Tensor()>&)> aroundNetwork;
};

struct TrainerInputs {
    config::RunSettings settings;
    std::shared_ptr<model::DiffusionModel>
        model;                        // transformer and conditioner, on the device, in the profile's type
    model::TextSource* text{nullptr}; // null in a model without prompts; outlives the trainer
    const encode::TrainingSource* training{nullptr};
    const encode::TrainingSource* heldOut{nullptr}; // null = none
    bool validatesEachEpoch{false};                 // besides the steps of the settings
    std::filesystem::path checkpointsFolder;
    std::string baseModelHash;
    std::string autoencoderHash;
    c10::Device device{c10::kCPU};
    ProcessGroup* processes{nullptr}; // null = alone
    // Renders the demos of an occasion; empty = no demos. Called by process 0 only.
    std::function<Result<void>(const DemoOccasion&)> renderDemos;
    // Checkpoints that must stay, besides those of the settings; asked at every write. May be empty.
    std::function<std::vector<std::int64_t>()> pinnedSteps;
};

struct TrainingOutcome {
    enum class Reason { StepsDone, Stopped } reason{Reason::StepsDone};
    StepIndex step;
    std::optional<CheckpointInfo> lastCheckpoint; // of process 0
};

class Trainer {
public:
    // Prepares model and optimiser; reads the held-out clips. Errors: InvalidConfig, InvalidArgument, those
    // of the data.
    [[nodiscard]] static Result<std::unique_ptr<Trainer>> create(TrainerInputs inputs);
    ~Trainer();

    // Continues from the newest good checkpoint. Errors: NotFound when there is none; those of restoring.
    [[nodiscard]] Result<void> resume(const Cancellation& cancellation = {});
    // Trains until the steps are done or a stop is asked for. Errors: see above; Cancelled when stopped
    // before the first step.
    [[nodiscard]] Result<TrainingOutcome> run(jobs::JobContext& context);

    [[nodiscard]] const TrainingProgress& progress() const noexcept { return m_progress; }
    [[nodiscard]] TrainableModel& trainable() noexcept { return *m_trainable; }
    [[nodiscard]] OptimiserStep& optimiserStep() noexcept { return *m_step; }

private:
    explicit Trainer(TrainerInputs inputs);
    // What is due at a boundary, agreed on by all processes.
    struct Due {
        bool stop{false};
        bool pause{false};
        bool checkpoint{false};
        bool demo{false};
        bool validation{false};
    };
    [[nodiscard]] Result<Due> whatIsDue(jobs::JobContext& context);
    [[nodiscard]] Result<void> begin(jobs::JobContext& context);
    [[nodiscard]] Result<bool> boundary(jobs::JobContext& context); // false = stop
    [[nodiscard]] Result<void> oneStep(jobs::JobContext& context);
    void tellStep(jobs::JobContext& context) const;
    [[nodiscard]] Result<void> validate(const Cancellation& cancellation);
    void demo(jobs::JobContext& context);
    [[nodiscard]] Result<void> checkpoint(jobs::JobContext& context);
    [[nodiscard]] Result<void> writeCheckpoint(std::int64_t reserveBytes);
    [[nodiscard]] Result<TrainingOutcome> finish(jobs::JobContext& context, TrainingOutcome::Reason reason);
    [[nodiscard]] Error afterFailure(Error error);
    [[nodiscard]] CheckpointIdentity identity() const;
    [[nodiscard]] bool isPastEnd() const;
    [[nodiscard]] bool isSaved() const; // this very step

    TrainerInputs m_in;
    std::unique_ptr<ProcessGroup> m_alone; // when no group was given
    std::optional<TrainableModel> m_trainable;
    std::unique_ptr<OptimiserStep> m_step;
    std::optional<Validation> m_validation;
    std::optional<CheckpointStore> m_store; // of process 0
    std::optional<TrainingMeters> m_meters; // while running
    TrainingProgress m_progress;
    std::optional<CheckpointInfo> m_last;     // the newest checkpoint known
    std::optional<std::int64_t> m_servedStep; // the boundary whose regular duties are done
};

} // namespace attune::train
