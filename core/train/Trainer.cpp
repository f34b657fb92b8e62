// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Trainer.h"
#include "core/train/StepClock.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/model/Adapters.h"
#include "core/model/DiffusionModel.h"
#include "core/tensor/Devices.h"
#include "core/tensor/Generators.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/ATen.h>

#include <chrono>

namespace attune::train {

namespace {

constexpr std::chrono::seconds kDiskRetryInterval{
    5}; // how often a run that waits for disk space looks for it

bool isMemoryError(ErrorCode code) {
    return code == ErrorCode::DeviceOutOfMemory || code == ErrorCode::OutOfMemory;
}

// What would help, cheapest first, leaving out what is already done.
std::string memoryRemedy(const config::RunSettings& s) {
    std::string ways;
    const auto add = [&](const std::string& what) { ways += (ways.empty() ? "" : ", ") + what; };
    if (!s.activationCheckpointing) add("recompute activations");
    if (s.batchSize > 1)
        add(concat("a batch of ", std::max<std::int64_t>(1, s.batchSize / 2),
                   " with twice the accumulation"));
    if (s.ema.enabled && s.ema.place == config::EmaPlace::Device) add("the averaged weights in main memory");
    if (s.optimiser.type == "AdamW" || s.optimiser.type == "Adam") add("the 8-bit optimiser (AdamW8bit)");
    if (s.precision != config::Precision::Bf16Weights) add("bfloat16 weights (bf16-weights)");
    if (!s.stepInBackward && s.accumulation == 1 && s.gradientClip == 0.0)
        add("the step inside the backward pass");
    if (s.parts == config::TrainedParts::Full) add("LoRA adapters");
    add("shorter clips");
    return concat("Make room by one of these: ", ways, '.');
}

} // namespace

Trainer::Trainer(TrainerInputs inputs) : m_in(std::move(inputs)) {
    if (m_in.processes == nullptr) {
        m_alone = aloneProcessGroup();
        m_in.processes = m_alone.get();
    }
}

Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(TrainerInputs inputs) {
    if (inputs.training == nullptr) return fail(ErrorCode::InvalidArgument, "There is nothing to train on");
    std::unique_ptr<Trainer> trainer(new Trainer(std::move(inputs)));
    TrainerInputs& in = trainer->m_in;
    return tensor::guarded("preparing the training", [&]() -> Result<std::unique_ptr<Trainer>> {
        ATTUNE_TRY(TrainableModel trainable, TrainableModel::create(in.model, in.settings));
        trainer->m_trainable.emplace(std::move(trainable));
        OptimiserStepInputs stepInputs;
        stepInputs.trainable = &*trainer->m_trainable;
        stepInputs.source = in.training;
        stepInputs.text = in.text;
        stepInputs.processes = in.processes;
        stepInputs.device = in.device;
        stepInputs.shift = diffusion::DistributionShift::of(in.model->config());
        ATTUNE_TRY(trainer->m_step, OptimiserStep::create(in.settings, stepInputs));
        const config::ValidationSettings& validation = in.settings.validation;
        if (in.heldOut != nullptr && in.heldOut->count() > 0 &&
            (validation.every > 0 || in.validatesEachEpoch)) {
            ValidationOptions options;
            options.clips = validation.clips;
            options.timesteps = stratifiedTimesteps(validation.timesteps);
            options.batchSize = in.settings.batchSize;
            options.seed = tensor::deriveSeed(static_cast<std::uint64_t>(in.settings.seed), "held-out");
            ATTUNE_TRY(Validation made, Validation::create(*in.heldOut, options));
            trainer->m_validation.emplace(std::move(made));
        }
        if (in.processes->isMain()) {
            ATTUNE_TRY(CheckpointStore store, CheckpointStore::open(in.checkpointsFolder));
            trainer->m_store.emplace(std::move(store));
        }
        return std::move(trainer);
    });
}

CheckpointIdentity Trainer::identity() const {
    CheckpointIdentity identity;
    identity.kind = m_trainable->adapters() ? CheckpointKind::Lora : CheckpointKind::Full;
    identity.settingsHash = hashOfSettings(m_in.settings);
    identity.datasetFingerprint = m_in.training->fingerprint().hex();
    identity.baseModelHash = m_in.baseModelHash;
    identity.autoencoderHash = m_in.autoencoderHash;
    identity.deviceType = c10::DeviceTypeName(m_in.device.type(), true);
    return identity;
}

Result<void> Trainer::resume(const Cancellation& cancellation) {
    // Every process reads the same folder, which several machines have to share.
    const CheckpointStore store = CheckpointStore::view(m_in.checkpointsFolder);
    ATTUNE_CHECK(m_in.processes->barrier());
    ATTUNE_TRY(const LoadedCheckpoint loaded, store.loadNewest(cancellation));
    const CheckpointIdentity mine = identity();
    if (!mine.baseModelHash.empty() && loaded.identity.baseModelHash != mine.baseModelHash &&
        mine.kind == CheckpointKind::Lora)
        return fail(ErrorCode::Refused, "The adapters in the checkpoint belong to another base model",
                    utf8FromPath(loaded.info.folder));
    return tensor::guarded("continuing from a checkpoint", [&]() -> Result<void> {
        ATTUNE_CHECK(m_trainable->restore(loaded));
        TrainingProgress progress = loaded.progress;
        if (loaded.identity.deviceType == mine.deviceType) {
            ATTUNE_CHECK(m_step->restore(loaded, OptimiserStep::Randomness::Continue));
        } else if (loaded.identity.deviceType.empty()) { // of stable-audio-tools
            log::info("The checkpoint holds no random numbers, so they start anew.");
            ATTUNE_CHECK(m_step->restore(loaded, OptimiserStep::Randomness::StartAnew));
        } else {
            log::warning(concat("The run continues on another kind of device (", mine.deviceType,
                                "), so its random numbers start anew."));
            ATTUNE_CHECK(m_step->restore(loaded, OptimiserStep::Randomness::StartAnew));
        }
        if (loaded.identity.settingsHash != mine.settingsHash)
            log::warning("The settings were changed since the checkpoint, so the run will not be what it "
                         "would have been.");
        if (loaded.identity.datasetFingerprint != mine.datasetFingerprint ||
            loaded.progress.batchesPerEpoch != m_step->plan().batchesPerEpoch()) {
            log::warning("The clips or the batch were changed since the checkpoint, so a new epoch begins.");
            progress.cursor = {progress.cursor.epoch + 1, 0};
        }
        m_progress = std::move(progress);
        m_last = loaded.info;
        m_servedStep = m_progress.step;
        return {};
    });
}

bool Trainer::isSaved() const {
    return m_last && m_last->step.value == m_progress.step;
}

bool Trainer::isPastEnd() const {
    return m_in.settings.steps > 0 && m_progress.step >= m_in.settings.steps;
}

Result<TrainingOutcome> Trainer::run(jobs::JobContext& context) {
    m_meters.emplace(context.metrics, m_in.device);
    auto outcome = tensor::guarded("training", [&]() -> Result<TrainingOutcome> {
        context.stateChanged(jobs::JobState::Running);
        ATTUNE_CHECK(begin(context));
        tellStep(context); // the clock of the first step
        for (;;) {
            ATTUNE_TRY(const bool goesOn, boundary(context));
            if (!goesOn) return finish(context, TrainingOutcome::Reason::Stopped);
            if (isPastEnd()) return finish(context, TrainingOutcome::Reason::StepsDone);
            ATTUNE_CHECK(oneStep(context));
        }
    });
    if (!outcome && outcome.error().code != ErrorCode::Cancelled)
        return fail(afterFailure(std::move(outcome).error()));
    return outcome;
}

// Before the first step: equal weights everywhere, and what the base model sounds like and loses.
Result<void> Trainer::begin(jobs::JobContext& context) {
    std::vector<at::Tensor> weights;
    for (const auto& [name, tensor] : m_trainable->weights()) weights.push_back(tensor);
    ATTUNE_CHECK(m_in.processes->broadcast(weights));
    if (m_progress.step > 0) return {};
    if (m_validation) ATTUNE_CHECK(validate(context.controls.stop()));
    if (m_in.settings.demos.baseModel && m_in.settings.demos.every > 0) demo(context);
    return {};
}

Result<Trainer::Due> Trainer::whatIsDue(jobs::JobContext& context) {
    const config::RunSettings& s = m_in.settings;
    // Requests reach one process or all; what any of them was asked, all do.
    const at::Tensor flags = at::zeros({4}, at::kInt);
    int* const asked = flags.mutable_data_ptr<int>();
    asked[0] = context.controls.stop().isRequested() ? 1 : 0;
    asked[1] = context.controls.isPauseRequested() ? 1 : 0;
    asked[2] = context.controls.takeCheckpointRequest() ? 1 : 0;
    asked[3] = context.controls.takeDemoRequest() ? 1 : 0;
    ATTUNE_CHECK(m_in.processes->sum({flags}));
    Due due;
    due.stop = asked[0] > 0;
    due.pause = asked[1] > 0;
    if (due.stop) return due; // what is asked besides is covered by the saving at the end
    // The end of the run is an occasion for everything that happens now and then.
    const bool isNew = m_servedStep != m_progress.step && m_progress.step > 0;
    const auto isTime = [&](std::int64_t every) {
        return isNew && every > 0 && (m_progress.step % every == 0 || isPastEnd());
    };
    due.checkpoint = !isSaved() && m_progress.step > 0 && (asked[2] > 0 || isTime(s.checkpoints.every));
    due.demo = asked[3] > 0 || isTime(s.demos.every);
    // A checkpoint carries the loss of its very step, or the best one could not be told.
    const bool isEpochEnd = isNew && m_in.validatesEachEpoch && m_progress.cursor.batch == 0;
    due.validation = m_validation && !m_progress.heldOutLoss &&
                     (isTime(s.validation.every) || isEpochEnd || due.checkpoint);
    return due;
}

Result<bool> Trainer::boundary(jobs::JobContext& context) {
    for (;;) {
        ATTUNE_TRY(const Due due, whatIsDue(context));
        if (due.stop) return false;
        if (due.validation) ATTUNE_CHECK(validate(context.controls.stop()));
        if (due.checkpoint) ATTUNE_CHECK(checkpoint(context));
        // A stop that ended the waiting for disk space is served before another step needs saving. Several
        // processes ask together, at the next boundary.
        if (due.checkpoint && m_in.processes->size() == 1 && context.controls.stop().isRequested()) continue;
        if (due.demo) demo(context);
        m_servedStep = m_progress.step;
        if (!due.pause) return true;
        if (context.controls.isPauseRequested()) context.stateChanged(jobs::JobState::Pausing);
        jobs::servePause(context);
    }
}

Result<void> Trainer::oneStep(jobs::JobContext& context) {
    const auto start = StepClock::now();
    TrainingProgress next = m_progress;
    next.heldOutLoss.reset();
    ATTUNE_TRY(const StepReport report, m_step->take(next));
    const double seconds = secondsSince(start);
    next.elapsedSeconds += seconds;
    next.batchesPerEpoch = m_step->plan().batchesPerEpoch();
    m_progress = std::move(next);
    if (!m_in.processes->isMain()) return {};
    m_meters->step(m_progress, report, seconds, m_step->plan().batchesPerEpoch());
    tellStep(context);
    return {};
}

void Trainer::tellStep(jobs::JobContext& context) const {
    if (m_in.processes->isMain())
        context.progress({"Training", m_progress.step, m_in.settings.steps, "steps", {}});
}

Result<void> Trainer::validate(const Cancellation& cancellation) {
    const auto start = StepClock::now();
    std::optional<Ema::Applied> averaged;
    if (m_in.settings.validation.useEma && m_trainable->ema() != nullptr && m_progress.step > 0)
        averaged.emplace(*m_trainable->ema());
    m_trainable->evaluate();
    // Several processes stop together, at the boundary: one that left alone would be missed in the sum.
    auto measured = m_validation->measure(m_step->trainingStep(), m_in.text, m_in.device, *m_in.processes,
                                          m_in.processes->size() > 1 ? Cancellation{} : cancellation);
    m_trainable->train();
    averaged.reset();
    m_progress.elapsedSeconds += secondsSince(start);
    if (!measured && measured.error().code == ErrorCode::Cancelled)
        return {}; // the stop is served at the boundary
    ATTUNE_TRY(const HeldOutLoss loss, std::move(measured));
    m_progress.heldOutLoss = loss.mean;
    if (m_in.processes->isMain()) m_meters->heldOut(m_progress, loss, m_validation->options().timesteps);
    return {};
}

void Trainer::demo(jobs::JobContext& context) {
    if (!m_in.renderDemos || !m_in.processes->isMain()) return;
    const auto start = StepClock::now();
    context.progress({"Rendering demos", m_progress.step, m_in.settings.steps, "steps", {}});
    const auto rendered = tensor::guarded("rendering demos", [&]() -> Result<void> {
        const at::NoGradGuard noGradient;
        std::optional<Ema::Applied> averaged;
        if (m_trainable->ema() != nullptr && m_progress.step > 0) averaged.emplace(*m_trainable->ema());
        m_trainable->evaluate();
        const auto inFormat = [&](const std::function<at::Tensor()>& call) {
            const AutocastGuard autocast(m_in.device, precisionProfile(m_in.settings.precision).autocast);
            return call();
        };
        return m_in.renderDemos(
            {StepIndex{m_progress.step}, m_trainable->model(), context.controls.stop(), inFormat});
    });
    m_trainable->train();
    tensor::releaseCachedMemory(m_in.device);
    m_progress.elapsedSeconds += secondsSince(start);
    m_meters->value(m_progress, "demo/seconds", secondsSince(start));
    if (rendered || rendered.error().code == ErrorCode::Cancelled) return;
    log::warning(concat("The demos of step ", m_progress.step,
                        " failed, the training goes on: ", rendered.error().describe()));
    m_meters->value(m_progress, "demo/failed", 1.0);
}

Result<void> Trainer::writeCheckpoint(std::int64_t reserveBytes) {
    CheckpointContents contents;
    contents.progress = m_progress;
    contents.progress.batchesPerEpoch = m_step->plan().batchesPerEpoch();
    contents.identity = identity();
    contents.model = m_trainable->weights();
    if (m_trainable->adapters()) contents.modelMetadata = m_trainable->adapters()->fileMetadata();
    contents.ema = m_trainable->averages();
    m_step->save(contents);
    RetentionPolicy policy{m_in.settings.checkpoints.keepLast, m_in.settings.checkpoints.keepBest,
                           m_in.settings.checkpoints.pinned};
    if (m_in.pinnedSteps)
        for (const std::int64_t step : m_in.pinnedSteps()) policy.pinnedSteps.push_back(step);
    ATTUNE_TRY(m_last, m_store->write(contents, policy, reserveBytes));
    return {};
}

// On a full disk waits, paused, until there is room (it looks by itself now and then), somebody resumes or
// the run is stopped.
Result<void> Trainer::checkpoint(jobs::JobContext& context) {
    if (!m_in.processes->isMain()) { // process 0 writes; the others only remember that it did
        m_last.emplace().step = StepIndex{m_progress.step};
        return {};
    }
    for (bool isWaiting = false;;) {
        const auto start = StepClock::now();
        if (!isWaiting)
            context.progress({"Writing a checkpoint", m_progress.step, m_in.settings.steps, "steps", {}});
        // What is kept free may be used up to leave a checkpoint when the user stops.
        const bool isStopping = context.controls.stop().isRequested();
        auto written = writeCheckpoint(isStopping ? 0 : m_in.settings.lowDiskBytes);
        if (written) {
            m_meters->value(m_progress, "checkpoint/seconds", secondsSince(start));
            if (isWaiting && !isStopping) {
                context.controls.requestResume();
                context.stateChanged(jobs::JobState::Running);
            }
            return {};
        }
        if (written.error().code != ErrorCode::DiskFull || isStopping) return written;
        if (!isWaiting || !context.controls.isPauseRequested()) { // or someone resumed too early
            log::warning(concat("The run is paused before anything is lost: ", written.error().describe()));
            context.progress({jobs::kDiskFullStage, m_progress.step, m_in.settings.steps, "steps",
                              written.error().message});
            context.controls.requestPause();
            context.stateChanged(jobs::JobState::Pausing);
        }
        isWaiting = true;
        jobs::servePause(context, kDiskRetryInterval);
    }
}

Result<TrainingOutcome> Trainer::finish(jobs::JobContext& context, TrainingOutcome::Reason reason) {
    if (reason == TrainingOutcome::Reason::Stopped) {
        context.stateChanged(jobs::JobState::Stopping);
        if (m_progress.step == 0) return fail(ErrorCode::Cancelled, "Stopped before the first step");
    }
    if (!isSaved()) ATTUNE_CHECK(checkpoint(context));
    ATTUNE_CHECK(m_in.processes->barrier());
    return TrainingOutcome{reason, StepIndex{m_progress.step}, m_last};
}

// Saves the last boundary where that is possible, and says what to do.
Error Trainer::afterFailure(Error error) {
    const std::int64_t saved = m_last ? m_last->step.value : 0;
    if (isMemoryError(error.code)) {
        error.remedy = memoryRemedy(m_in.settings);
        tensor::releaseCachedMemory(m_in.device);
        if (m_progress.step > saved && m_step->weightsAreIntact() && m_in.processes->isMain()) {
            const auto written =
                tensor::guarded("saving after a failure", [&] { return writeCheckpoint(0); });
            if (!written)
                log::error(concat("The last step could not be saved: ", written.error().describe()));
        }
    }
    if (m_last) error.message += concat(". Step ", m_last->step.value, " is saved");
    log::error(error.describe());
    return error;
}

} // namespace attune::train
