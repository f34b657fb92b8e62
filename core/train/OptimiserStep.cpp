// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserStep.h"
#include "core/train/StepClock.h"

#include "core/base/Hash.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/model/DiffusionModel.h"
#include "core/tensor/Generators.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/GradientClipping.h"
#include "core/train/TrainingData.h"

#include <ATen/ATen.h>

#include <chrono>
#include <cmath>

namespace attune::train {

namespace {

// A run whose every step overflows is broken, not unlucky; the loss scale has then fallen from 65536 below
// 1e-3.
constexpr std::int64_t kMostSkippedInARow = 30;

Result<StepOptions> stepOptions(const config::RunSettings& settings) {
    ATTUNE_TRY(const auto timesteps,
               diffusion::TimestepOptions::from(settings.timesteps, settings.oneShotProbability));
    return StepOptions{settings.cfgDropout, settings.maskPadding, settings.maskPaddingDropout, timesteps};
}

config::ClipMetadata metadataOf(const std::string& prompt, const std::map<std::string, double>& numbers) {
    config::ClipMetadata metadata;
    for (const auto& [id, value] : numbers) metadata.insert_or_assign(id, value);
    metadata.insert_or_assign("prompt", prompt);
    return metadata;
}

std::size_t bucketOf(double sigma) {
    const auto bucket = static_cast<std::int64_t>(std::floor(sigma * static_cast<double>(kNoiseBuckets)));
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(bucket, 0, static_cast<std::int64_t>(kNoiseBuckets) - 1));
}

void countItems(const StepLoss& loss, StepReport& report) {
    const at::Tensor losses = loss.itemLosses.to(at::kCPU, at::kDouble).contiguous();
    const at::Tensor sigmas = loss.sigmas.to(at::kCPU, at::kDouble).contiguous();
    for (std::int64_t i = 0; i < losses.numel(); ++i) {
        StepReport::Bucket& bucket = report.buckets[bucketOf(sigmas.const_data_ptr<double>()[i])];
        bucket.lossSum += losses.const_data_ptr<double>()[i];
        bucket.count += 1.0;
    }
}

Result<void> checkCombination(const config::RunSettings& settings, const ProcessGroup& processes) {
    ATTUNE_CHECK(config::validateRunSettings(settings));
    if (settings.stepInBackward && processes.size() > 1)
        return fail(ErrorCode::InvalidConfig,
                    "The step inside the backward pass leaves no time to add up gradients over processes",
                    "step_in_backward", "Switch it off for runs on several GPUs.");
    return {};
}

} // namespace

std::string hashOfSettings(const config::RunSettings& settings) {
    config::Json json = config::jsonFromRunSettings(settings);
    for (const char* key :
         {"name", "comments", "model", "base_checkpoint", "device", "steps", "activation_checkpointing",
          "validation", "checkpoints", "demos", "low_disk_bytes"})
        json.erase(key);
    json["ema"].erase("place");
    const std::string text = json.dump();
    return hashBytes(std::as_bytes(std::span(text.data(), text.size()))).hex();
}

OptimiserStep::OptimiserStep(const config::RunSettings& settings, const OptimiserStepInputs& inputs,
                             BatchPlan plan, PrecisionProfile precision, StepRandomness randomness)
    : m_settings(settings), m_in(inputs), m_plan(std::move(plan)), m_precision(precision),
      m_step(inputs.trainable->model(), precision), m_randomness(std::move(randomness)) {}

Result<std::unique_ptr<OptimiserStep>> OptimiserStep::create(const config::RunSettings& settings,
                                                             const OptimiserStepInputs& in) {
    ATTUNE_CHECK(checkCombination(settings, *in.processes));
    const PrecisionProfile precision = precisionProfile(settings.precision);
    const auto seed = static_cast<std::uint64_t>(settings.seed);
    BatchPlanOptions planOptions;
    planOptions.itemCount = in.source->count();
    planOptions.batchSize = settings.batchSize;
    planOptions.processes = in.processes->size();
    planOptions.seed = tensor::deriveSeed(seed, "order");
    ATTUNE_TRY(BatchPlan plan, BatchPlan::create(planOptions));
    ATTUNE_TRY(const StepOptions drawing, stepOptions(settings));
    ATTUNE_TRY(StepRandomness randomness, StepRandomness::seeded(drawing, in.shift, seed, in.device));
    std::unique_ptr<OptimiserStep> step(
        new OptimiserStep(settings, in, std::move(plan), precision, std::move(randomness)));

    ATTUNE_TRY(const OptimiserOptions options, OptimiserOptions::from(settings.optimiser));
    const WeightRounding rounding{precision.rounding, tensor::deriveSeed(seed, "rounding")};
    ATTUNE_TRY(step->m_optimiser, makeOptimiser(options, in.trainable->parameters(), rounding));
    ATTUNE_TRY(step->m_schedule, makeSchedule(settings.schedule, options.learningRate));
    if (precision.scalesLoss) step->m_scaler.emplace();
    if (settings.stepInBackward) {
        ATTUNE_TRY(step->m_inBackward, OptimiserInBackward::install(*step->m_optimiser));
    }
    return step;
}

Result<StepReport> OptimiserStep::take(TrainingProgress& progress) {
    const StepRandomness::State boundary = m_randomness.saveState();
    TrainingProgress next = progress;
    m_weightsAreIntact = true;
    auto report = tensor::guarded(concat("step ", progress.step + 1), [&] { return attempt(next); });
    if (report) {
        progress = std::move(next);
        return report;
    }
    if (m_inBackward) m_inBackward->disarm();
    m_optimiser->clearGradients();
    if (auto restored = m_randomness.loadState(boundary); !restored) log::error(restored.error().describe());
    return report;
}

Result<StepReport> OptimiserStep::attempt(TrainingProgress& progress) {
    StepReport report;
    report.learningRate = m_schedule->rateAt(progress.step);
    m_optimiser->setLearningRate(report.learningRate);
    if (const auto momentum = m_schedule->momentumAt(progress.step)) m_optimiser->setMomentum(*momentum);
    // As in the reference, an epoch's end closes the step, also with fewer micro-batches than asked for.
    for (std::int64_t i = 0; i < m_settings.accumulation; ++i) {
        ATTUNE_TRY(Batch batch, nextBatch(progress.cursor, report));
        m_in.trainable->beginBatch(static_cast<std::uint64_t>(
            (progress.microBatches + i) * m_in.processes->size() + m_in.processes->rank()));
        ATTUNE_CHECK(microBatch(std::move(batch), report));
        const bool isLast = m_plan.isLastOfEpoch(progress.cursor);
        progress.cursor = m_plan.after(progress.cursor);
        if (isLast) break;
    }
    ATTUNE_CHECK(applyGradients(report));
    ATTUNE_CHECK(reduceReport(report));
    ++progress.step;
    progress.microBatches += report.microBatches;
    progress.examples += report.examples;
    progress.skippedSteps += report.wasSkipped ? 1 : 0;
    if (const Ema* ema = m_in.trainable->ema()) progress.emaUpdates = ema->updateCount();
    return report;
}

Result<OptimiserStep::Batch> OptimiserStep::nextBatch(const BatchCursor& cursor, StepReport& report) {
    const auto start = StepClock::now();
    const std::vector<Example> all = m_plan.examplesAt(cursor);
    const auto share = static_cast<std::int64_t>(all.size()) / m_in.processes->size();
    const std::int64_t begin = share * m_in.processes->rank();
    const std::vector<Example> mine(all.begin() + begin, all.begin() + begin + share);
    ATTUNE_TRY(ExampleBatch read, readBatch(*m_in.source, mine));
    Batch batch;
    batch.tensors.latents = read.latents.to(m_in.device);
    batch.tensors.paddingMask = read.paddingMask.to(m_in.device);
    for (std::size_t i = 0; i < read.prompts.size(); ++i)
        batch.tensors.clips.push_back(metadataOf(read.prompts[i], read.numbers[i]));
    report.readingSeconds += secondsSince(start);
    // Every process draws for the whole batch and keeps its part: then many processes do what one would.
    const std::array<std::int64_t, 3> shape = {static_cast<std::int64_t>(all.size()), read.latents.size(1),
                                               read.latents.size(2)};
    batch.draws = m_randomness.draw(shape, m_in.device);
    if (m_in.processes->size() > 1) batch.draws = batch.draws.slice(begin, begin + share);
    report.examples += static_cast<std::int64_t>(mine.size());
    return batch;
}

// A masked loss is a mean over the real frames of the whole batch, so the parts of several processes weigh as
// many frames as they hold. 1 without a mask.
Result<double> OptimiserStep::shareOfMask(const Batch& batch) {
    if (!batch.draws.usesPaddingMask || m_in.processes->size() == 1) return 1.0;
    const at::Tensor mine = batch.tensors.paddingMask.sum().to(at::kCPU, at::kDouble).reshape({1});
    const at::Tensor all = mine.clone();
    ATTUNE_CHECK(m_in.processes->sum({all}));
    return mine.item<double>() * m_in.processes->size() / std::max(all.item<double>(), 1.0);
}

Result<void> OptimiserStep::microBatch(Batch batch, StepReport& report) {
    ATTUNE_TRY(const double share, shareOfMask(batch));
    ATTUNE_TRY(const StepLoss loss, m_step.loss(batch.tensors, batch.draws, m_in.text));
    at::Tensor scaled = loss.loss * (share / static_cast<double>(m_settings.accumulation));
    if (m_scaler) scaled = m_scaler->scaled(scaled);
    if (m_inBackward) {
        // Weights change from here on: the last moment to find the loss broken, and for the average to look
        // at them.
        ATTUNE_CHECK(checkLoss(loss.loss.item<double>()));
        m_weightsAreIntact = false;
        if (Ema* ema = m_in.trainable->ema()) ema->update();
        m_inBackward->arm();
    }
    scaled.backward();
    // Read only now, so that a GPU has the backward pass to do while the processor waits for the numbers.
    const double value = loss.loss.item<double>() * share;
    ATTUNE_CHECK(checkLoss(value));
    report.loss += value;
    report.latentStd = loss.latentStd.item<double>();
    ++report.microBatches;
    countItems(loss, report);
    return {};
}

// Under loss scaling an overflow is a step to skip, and the scaler's to judge.
Result<void> OptimiserStep::checkLoss(double value) const {
    if (std::isfinite(value) || m_scaler) return {};
    return fail(
        ErrorCode::NonFinite, concat("The loss is ", value, ", so the training has gone wrong"), {},
        "Start a new run with a lower learning rate. To go on from the last checkpoint, export it and "
        "start from that file.");
}

Result<void> OptimiserStep::reduceGradients() {
    if (m_in.processes->size() == 1) return {};
    std::vector<at::Tensor> gradients;
    for (const NamedParameter& parameter : m_in.trainable->parameters()) {
        // Every process has to bring the same tensors.
        if (!parameter.value.grad().defined())
            parameter.value.mutable_grad() = at::zeros_like(parameter.value);
        gradients.push_back(parameter.value.grad());
    }
    ATTUNE_CHECK(m_in.processes->sum(gradients));
    const at::NoGradGuard noGradient;
    for (at::Tensor& gradient : gradients) gradient.div_(m_in.processes->size());
    return {};
}

Result<void> OptimiserStep::applyGradients(StepReport& report) {
    if (m_inBackward) {
        m_inBackward->disarm();
        report.gradientNorm = m_inBackward->gradientNorm();
        return {};
    }
    ATTUNE_CHECK(reduceGradients());
    const std::vector<NamedParameter>& parameters = m_in.trainable->parameters();
    const GradientHealth health = m_scaler ? m_scaler->unscale(parameters) : GradientHealth::Finite;
    report.wasSkipped = health == GradientHealth::Overflowed;
    m_skippedInARow = report.wasSkipped ? m_skippedInARow + 1 : 0;
    if (m_skippedInARow >= kMostSkippedInARow)
        return fail(
            ErrorCode::NonFinite, concat("The gradients overflowed ", m_skippedInARow, " steps in a row"), {},
            "Train in mixed bfloat16 (bf16-mixed), in full 32 bit (fp32), or with a lower learning rate.");
    if (!report.wasSkipped) {
        report.gradientNorm = m_settings.gradientClip > 0.0
                                  ? clipGradients(parameters, m_settings.gradientClip)
                                  : gradientNorm(parameters);
        if (!std::isfinite(report.gradientNorm))
            return fail(ErrorCode::NonFinite,
                        concat("The gradient is ", report.gradientNorm, ", so the training has gone wrong"),
                        {},
                        "Start a new run with a lower learning rate. To go on from the last checkpoint, "
                        "export it and "
                        "start from that file.");
    }
    m_weightsAreIntact = false; // from here on, and so are the averages, which may fail half-way
    if (Ema* ema = m_in.trainable->ema()) ema->update();
    if (!report.wasSkipped) m_optimiser->step();
    m_optimiser->clearGradients();
    if (m_scaler) m_scaler->update(health);
    return {};
}

Result<void> OptimiserStep::reduceReport(StepReport& report) {
    report.loss /= static_cast<double>(std::max<std::int64_t>(report.microBatches, 1));
    if (m_in.processes->size() == 1) return {};
    at::Tensor packed = at::zeros({2 + 2 * static_cast<std::int64_t>(kNoiseBuckets)}, at::kDouble);
    double* const values = packed.mutable_data_ptr<double>();
    values[0] = report.loss;
    values[1] = static_cast<double>(report.examples);
    for (std::size_t i = 0; i < kNoiseBuckets; ++i) {
        values[2 + 2 * i] = report.buckets[i].lossSum;
        values[3 + 2 * i] = report.buckets[i].count;
    }
    ATTUNE_CHECK(m_in.processes->sum({packed}));
    report.loss = values[0] / m_in.processes->size();
    report.examples = static_cast<std::int64_t>(std::llround(values[1]));
    for (std::size_t i = 0; i < kNoiseBuckets; ++i)
        report.buckets[i] = {values[2 + 2 * i], values[3 + 2 * i]};
    return {};
}

void OptimiserStep::save(CheckpointContents& contents) const {
    contents.optimiser = m_optimiser->state();
    const StepRandomness::State state = m_randomness.saveState();
    contents.random = {{"host", state.host}, {"device", state.device}, {"mask", state.mask}};
    contents.progress.timestepSampler = state.timesteps;
    contents.progress.scaler = m_scaler ? m_scaler->saveState() : config::Json::object();
}

Result<void> OptimiserStep::restore(const LoadedCheckpoint& checkpoint, Randomness randomness) {
    ATTUNE_CHECK(m_optimiser->loadState(checkpoint.optimiser));
    if (m_scaler && !checkpoint.progress.scaler.empty()) {
        ATTUNE_CHECK(m_scaler->loadState(config::JsonView(checkpoint.progress.scaler, "scaler")));
    }
    if (randomness == Randomness::StartAnew) return {};
    StepRandomness::State state;
    ATTUNE_TRY(state.host, checkpoint.random.at("host"));
    ATTUNE_TRY(state.device, checkpoint.random.at("device"));
    ATTUNE_TRY(state.mask, checkpoint.random.at("mask"));
    state.timesteps = checkpoint.progress.timestepSampler;
    return m_randomness.loadState(state);
}

} // namespace attune::train
