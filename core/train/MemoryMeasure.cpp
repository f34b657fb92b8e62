// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/MemoryMeasure.h"

#include "core/model/DiffusionModel.h"
#include "core/tensor/Devices.h"
#include "core/tensor/Generators.h"
#include "core/tensor/MemoryMeter.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/OptimiserInBackward.h"
#include "core/train/TrainableModel.h"
#include "core/train/TrainingStep.h"

#include <ATen/ATen.h>

#include <chrono>

namespace attune::train {

namespace {

class SilentText final : public model::TextSource {
public:
    explicit SilentText(std::int64_t width) : m_width(width) {}
    Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                         std::int64_t maxLength) override {
        const auto count = static_cast<std::int64_t>(prompts.size());
        return model::TextFeatures{at::zeros({count, maxLength, m_width}),
                                   at::ones({count, maxLength}, at::kBool)};
    }
    std::int64_t width() const override { return m_width; }

private:
    std::int64_t m_width;
};

StepBatch madeUpBatch(const model::DiffusionModel& model, std::int64_t size, std::int64_t frames,
                      c10::Device device) {
    StepBatch batch;
    batch.latents =
        at::zeros({size, model.config().ioChannels, frames}, at::TensorOptions(device).dtype(at::kFloat));
    batch.paddingMask = at::ones({size, frames}, at::TensorOptions(device).dtype(at::kBool));
    config::ClipMetadata clip;
    if (model.config().conditioning)
        for (const config::ConditionerConfig& conditioner : model.config().conditioning->conditioners) {
            if (conditioner.kind == config::ConditionerKind::T5)
                clip.insert_or_assign(conditioner.id, std::string());
            else
                clip.insert_or_assign(conditioner.id, conditioner.minValue);
        }
    batch.clips.assign(static_cast<std::size_t>(size), clip);
    return batch;
}

Result<void> dryStep(TrainableModel& trainable, TrainingStep& step, Optimiser& optimiser,
                     OptimiserInBackward* inBackward, const StepBatch& batch, model::TextSource& text,
                     c10::Device device) {
    StepDraws draws;
    draws.t = at::full({batch.latents.size(0)}, 0.5, at::TensorOptions(device).dtype(at::kFloat));
    draws.noise = at::randn(batch.latents.sizes(), tensor::makeCpuGenerator(1), at::TensorOptions(at::kFloat))
                      .to(device);
    ATTUNE_TRY(const StepLoss loss, step.loss(batch, draws, &text));
    if (inBackward != nullptr) inBackward->arm();
    loss.loss.backward();
    if (inBackward != nullptr)
        inBackward->disarm();
    else
        optimiser.step();
    optimiser.clearGradients();
    if (trainable.ema() != nullptr) trainable.ema()->update();
    tensor::synchronize(device);
    return {};
}

} // namespace

Result<StepMemory> measureStepMemory(const std::shared_ptr<model::DiffusionModel>& model,
                                     const config::RunSettings& settings, std::int64_t latentFrames,
                                     std::int64_t textWidth, c10::Device device,
                                     const Cancellation& cancellation) {
    return tensor::guarded("measuring the memory of a step", [&]() -> Result<StepMemory> {
        tensor::MemoryMeter meter(device);
        ATTUNE_TRY(TrainableModel trainable, TrainableModel::create(model, settings));
        ATTUNE_TRY(OptimiserOptions options, OptimiserOptions::from(settings.optimiser));
        options.learningRate = 0.0;
        const PrecisionProfile precision = precisionProfile(settings.precision);
        const WeightRounding rounding{precision.rounding, 1};
        ATTUNE_TRY(const auto optimiser, makeOptimiser(options, trainable.parameters(), rounding));
        std::unique_ptr<OptimiserInBackward> inBackward;
        if (settings.stepInBackward) {
            ATTUNE_TRY(inBackward, OptimiserInBackward::install(*optimiser));
        }
        TrainingStep step(*model, precision);
        SilentText text(textWidth);
        const StepBatch batch = madeUpBatch(*model, settings.batchSize, latentFrames, device);
        ATTUNE_CHECK(dryStep(trainable, step, *optimiser, inBackward.get(), batch, text, device));
        ATTUNE_CHECK(cancellation.check("Measuring a step"));
        const auto start = std::chrono::steady_clock::now();
        ATTUNE_CHECK(dryStep(trainable, step, *optimiser, inBackward.get(), batch, text, device));
        StepMemory measured;
        measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        const tensor::MemoryReading reading = meter.read();
        measured.devicePeakBytes = reading.devicePeakBytes;
        measured.deviceHeldBytes = reading.deviceReservedBytes;
        measured.hostPeakBytes = reading.hostPeakBytes;
        tensor::releaseCachedMemory(device);
        return measured;
    });
}

} // namespace attune::train
