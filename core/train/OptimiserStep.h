// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserStep: one whole step of training: micro-batches, gradients, their sum over processes, clipping,
// the running average, the optimiser. Everything between two step boundaries happens here and nowhere else.
//
// A step that fails leaves the run where it was: positions and random numbers go back to the last boundary,
// and the weights were not touched, except when gradients are used up inside the backward pass (see
// weightsAreIntact()).
//
// Ownership: refers to the objects it is given, which must outlive it. Threads: the training thread.
// Source: spec/training.md 3, 4.3 to 4.5. Shapes: B batch, D latent channels, L latent frames.
#pragma once

#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/diffusion/DistributionShift.h"
#include "core/encode/TrainingSource.h"
#include "core/train/BatchPlan.h"
#include "core/train/Checkpoint.h"
#include "core/train/GradScaler.h"
#include "core/train/LearningRateSchedule.h"
#include "core/train/Optimiser.h"
#include "core/train/OptimiserInBackward.h"
#include "core/train/Precision.h"
#include "core/train/ProcessGroup.h"
#include "core/train/TrainableModel.h"
#include "core/train/TrainingStep.h"

#include <c10/core/Device.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace attune::train {

inline constexpr std::size_t kNoiseBuckets = 10; // of equal width in sigma, as the reference logs them

// What one optimiser step did, over all processes.
struct StepReport {
    double loss{0.0};         // mean over the micro-batches
    double gradientNorm{0.0}; // global L2 norm before clipping; of the gradients after unscaling
    double learningRate{0.0};
    double latentStd{0.0};  // of this process
    bool wasSkipped{false}; // by the loss scaler
    std::int64_t examples{0};
    std::int64_t microBatches{0};
    double readingSeconds{0.0}; // of that, waiting for latents
    struct Bucket {
        double lossSum{0.0};
        double count{0.0};
    };
    std::array<Bucket, kNoiseBuckets> buckets{}; // by noise level: [i/10, (i+1)/10); 1 counts to the last
};

struct OptimiserStepInputs {
    TrainableModel* trainable{nullptr};
    const encode::TrainingSource* source{nullptr};
    model::TextSource* text{nullptr}; // may be null in a model without prompts
    ProcessGroup* processes{nullptr};
    c10::Device device{c10::kCPU};
    std::optional<diffusion::DistributionShift> shift; // of the model
};

class OptimiserStep {
public:
    // Errors: InvalidConfig and InvalidArgument for settings that do not suit each other or the data.
    [[nodiscard]] static Result<std::unique_ptr<OptimiserStep>> create(const config::RunSettings& settings,
                                                                       const OptimiserStepInputs& inputs);

    // Takes one step and moves `progress` on. Errors: NonFinite (the loss is no number any more), those of
    // the data, DeviceOutOfMemory, OutOfMemory; `progress` is then as before.
    [[nodiscard]] Result<StepReport> take(TrainingProgress& progress);
    // After an error of take(): whether the weights are still those of the last boundary.
    [[nodiscard]] bool weightsAreIntact() const noexcept { return m_weightsAreIntact; }

    // Positions and states for a checkpoint at this boundary, and back. Errors: those of the parts.
    void save(CheckpointContents& contents) const;
    enum class Randomness {
        Continue,
        StartAnew
    }; // the latter when the generators were of another kind of device
    [[nodiscard]] Result<void> restore(const LoadedCheckpoint& checkpoint, Randomness randomness);

    [[nodiscard]] TrainingStep& trainingStep() noexcept { return m_step; }
    [[nodiscard]] Optimiser& optimiser() noexcept { return *m_optimiser; }
    [[nodiscard]] BatchPlan& plan() noexcept { return m_plan; }

private:
    OptimiserStep(const config::RunSettings& settings, const OptimiserStepInputs& inputs, BatchPlan plan,
                  PrecisionProfile precision, StepRandomness randomness);

    struct Batch {
        StepBatch tensors; // this process's part, on the device
        StepDraws draws;
    };
    [[nodiscard]] Result<StepReport> attempt(TrainingProgress& progress);
    [[nodiscard]] Result<Batch> nextBatch(const BatchCursor& cursor, StepReport& report);
    [[nodiscard]] Result<void> microBatch(Batch batch, StepReport& report);
    [[nodiscard]] Result<void> checkLoss(double value) const;
    [[nodiscard]] Result<double> shareOfMask(const Batch& batch);
    [[nodiscard]] Result<void> applyGradients(StepReport& report);
    [[nodiscard]] Result<void> reduceGradients();
    [[nodiscard]] Result<void> reduceReport(StepReport& report);

    config::RunSettings m_settings;
    OptimiserStepInputs m_in;
    BatchPlan m_plan;
    PrecisionProfile m_precision;
    TrainingStep m_step;
    StepRandomness m_randomness;
    std::unique_ptr<Optimiser> m_optimiser;
    std::unique_ptr<OptimiserInBackward> m_inBackward; // null when steps are taken after the backward pass
    SchedulePointer m_schedule;
    std::optional<GradScaler> m_scaler;
    bool m_weightsAreIntact{true};
    std::int64_t m_skippedInARow{0};
};

// Differs when settings that decide numbers differ; names, spacing of checkpoints and the like do not count.
[[nodiscard]] std::string hashOfSettings(const config::RunSettings& settings);

} // namespace attune::train
