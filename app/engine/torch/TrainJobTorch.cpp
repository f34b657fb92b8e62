// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/TrainJobTorch.h"

#include "app/engine/torch/DemoRecords.h"
#include "app/engine/torch/ReferenceCheckpoints.h"
#include "app/engine/torch/ReferenceRun.h"
#include "app/engine/torch/RunCreation.h"
#include "app/engine/torch/RunMetrics.h"
#include "app/engine/torch/TrainInputs.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/generate/DemoStore.h"
#include "core/project/RunStore.h"
#include "core/tensor/Devices.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/Trainer.h"

#include <chrono>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kNoteInterval{5}; // how stale the step in status.json may be

// The run's log, for as long as it lives.
class RunLog {
public:
    explicit RunLog(fs::path file) : m_file(std::move(file)) {
        if (const auto added = log::addFile(m_file); !added) log::warning(added.error().describe());
    }
    ~RunLog() { log::removeFile(m_file); }
    RunLog(const RunLog&) = delete;
    RunLog& operator=(const RunLog&) = delete;

private:
    fs::path m_file;
};

// As its maker called it; a run that cannot be read (which its start will say) by its folder.
std::string nameOfRun(const fs::path& folder) {
    const auto run = project::RunStore::load(folder);
    return run ? run->description().name : utf8FromPath(folder.filename());
}

class TrainJob final : public jobs::Job {
public:
    TrainJob(TrainRequest request, std::shared_ptr<TrainOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)),
          m_title(concat("Train ", nameOfRun(m_request.runFolder))) {}

    [[nodiscard]] std::string title() const override { return m_title; }
    [[nodiscard]] bool needsDevice() const override { return true; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override;

private:
    [[nodiscard]] Result<void> prepare(jobs::JobContext& context);
    [[nodiscard]] Result<TrainSources> openSourcesOfRun(jobs::JobContext& context) const;
    [[nodiscard]] Result<void> decideSteps();
    [[nodiscard]] Result<void> prepareDemos();
    [[nodiscard]] Result<std::unique_ptr<train::Trainer>> makeTrainer();
    [[nodiscard]] Result<void> trainRun(jobs::JobContext& context);
    [[nodiscard]] Result<void> trainHeld(jobs::JobContext& context, project::RunSession* session);
    [[nodiscard]] Result<void> joinProcesses();
    [[nodiscard]] Result<RunMetrics> openMetrics(jobs::JobContext& context, const train::Trainer& trainer);
    [[nodiscard]] bool isMain() const noexcept { return m_address.rank == 0; }
    [[nodiscard]] Result<void> renderDemos(const train::DemoOccasion& occasion);
    void watch(const jobs::MetricPoint& point);
    void keep(const train::TrainingOutcome& outcome, const train::Trainer& trainer);
    void keepBestStep();

    TrainRequest m_request;
    std::shared_ptr<TrainOutcome> m_outcome;
    std::string m_title;
    std::optional<project::RunRecord> m_run;
    config::RunSettings m_settings;
    std::optional<ModelSource> m_source;
    TrainSources m_sources;
    std::unique_ptr<encode::TextCache> m_texts;
    std::optional<generate::DemoMaker> m_demos; // none = the run renders no demos
    std::shared_ptr<model::DiffusionModel> m_model;
    c10::Device m_device{c10::kCPU};
    train::ProcessGroupAddress m_address;             // from the environment; alone without it
    std::unique_ptr<train::ProcessGroup> m_processes; // null when alone
};

Result<void> TrainJob::run(jobs::JobContext& context) {
    ATTUNE_TRY(m_run, project::RunStore::load(m_request.runFolder));
    ATTUNE_TRY(m_address, train::processGroupAddressFromEnvironment());
    std::optional<RunLog> log;
    if (isMain()) log.emplace(m_run->logFile());
    const platform::SleepInhibitor awake(title());
    return tensor::guarded("training", [&] { return trainRun(context); });
}

Result<void> TrainJob::trainRun(jobs::JobContext& context) {
    if (!isMain()) return trainHeld(context, nullptr); // process 0 writes everything
    ATTUNE_TRY(project::RunSession session, project::RunSession::begin(*m_run));
    Result<void> outcome = trainHeld(context, &session);
    if (outcome) {
        ATTUNE_CHECK(session.end(m_outcome->areAllStepsDone ? project::RunStatus::Finished
                                                            : project::RunStatus::Stopped));
        return {};
    }
    const Error error = outcome.error();
    if (error.code == ErrorCode::Cancelled) {
        ATTUNE_CHECK(
            session.end(project::RunStatus::Stopped)); // before its first step: nothing to keep, nothing lost
    } else {
        log::error(error.describe());
        ATTUNE_CHECK(session.end(project::RunStatus::Failed, error));
    }
    keepBestStep();
    return outcome;
}

Result<void> TrainJob::prepare(jobs::JobContext& context) {
    context.progress({"Loading", 0, 0, {}, m_run->description().name});
    ATTUNE_TRY(m_settings, config::runSettingsFromJson(m_run->description().settings));
    ATTUNE_CHECK(decideSteps());
    ATTUNE_CHECK(joinProcesses());
    ATTUNE_TRY(project::ModelCard card, modelOfRun(*m_run));
    if (!m_settings.baseCheckpoint.empty()) card.file = pathFromUtf8(m_settings.baseCheckpoint);
    ATTUNE_TRY(m_source, ModelSource::open(card));
    ATTUNE_TRY(m_sources, openSourcesOfRun(context));
    if (!m_sources.training)
        return fail(ErrorCode::NotFound, "No clip of the run is encoded any more", m_sources.firstMissing,
                    "Encode the sounds again.");
    if (m_sources.missingItems > 0)
        log::warning(concat(m_sources.missingItems, " clips have no latents and are left out (the first: ",
                            m_sources.firstMissing, ")."));
    ATTUNE_CHECK(prepareDemos());
    std::vector<std::string> texts = m_sources.texts;
    if (m_demos)
        for (std::string& text : m_demos->texts()) texts.push_back(std::move(text));
    ATTUNE_TRY(m_texts, openTextCache(m_request.places, *m_source, m_device, texts, context.progress,
                                      context.controls.stop()));
    context.progress({"Loading", 0, 0, {}, card.name});
    ATTUNE_TRY(m_model, m_source->load(model::kTrainingParts, m_device,
                                       train::precisionProfile(m_settings.precision).weights));
    return context.controls.stop().check("Loading the model");
}

// A run that was taken further keeps its new end when it is interrupted.
Result<void> TrainJob::decideSteps() {
    project::RunState state = m_run->state();
    if (m_request.steps && isMain()) {
        state.takenTo = m_request.steps;
        ATTUNE_CHECK(m_run->saveState(state));
    }
    if (const std::optional<std::int64_t> end = m_request.steps ? m_request.steps : state.takenTo)
        m_settings.steps = *end;
    return {};
}

// Each process of one machine has its own GPU; alone the settings decide.
Result<void> TrainJob::joinProcesses() {
    std::string device = m_settings.device;
    if (m_address.size > 1 && (device == "auto" || device == "cuda") && tensor::gpuStatus().isUsable)
        device = concat("cuda:", m_address.localRank);
    ATTUNE_TRY(m_device, tensor::deviceFromText(device));
    if (m_address.size == 1) return {};
    ATTUNE_TRY(m_processes, train::joinProcessGroup(m_address, m_device));
    log::info(concat("Training with ", m_processes->description(), "."));
    return {};
}

Result<TrainSources> TrainJob::openSourcesOfRun(jobs::JobContext& context) const {
    if (isReferenceRun(*m_run)) return openReferenceSources(*m_run, *m_source, m_settings, context);
    ATTUNE_TRY(const latents::EncodeSettings encoding, encodingOfRun(*m_run));
    return openTrainSources(m_request.places, *m_source, encoding, m_settings);
}

Result<void> TrainJob::prepareDemos() {
    if (m_settings.demos.prompts.empty()) return {};
    const double seconds =
        static_cast<double>(m_sources.latentFrames * m_source->config().downsamplingRatio()) /
        static_cast<double>(m_source->config().sampleRate);
    ATTUNE_TRY(generate::DemoMaker maker,
               generate::DemoMaker::create(m_settings.demos, m_source->config(), seconds));
    m_demos.emplace(std::move(maker));
    return {};
}

Result<std::unique_ptr<train::Trainer>> TrainJob::makeTrainer() {
    train::TrainerInputs inputs;
    inputs.settings = m_settings;
    inputs.model = m_model;
    inputs.text = m_texts.get();
    inputs.training = m_sources.training.get();
    inputs.heldOut = m_sources.heldOut.get();
    // A validation set without --val-every, as there.
    inputs.validatesEachEpoch = isReferenceRun(*m_run) && m_settings.validation.every == 0;
    inputs.checkpointsFolder = m_run->checkpointsFolder();
    inputs.baseModelHash = m_source->card().hash.hex();
    inputs.autoencoderHash = m_sources.identity.encoder.weights.hex();
    inputs.device = m_device;
    inputs.processes = m_processes.get();
    if (m_demos)
        inputs.renderDemos = [this](const train::DemoOccasion& occasion) { return renderDemos(occasion); };
    inputs.pinnedSteps = [this]() -> std::vector<std::int64_t> {
        // The window or another command may have pinned a checkpoint meanwhile.
        if (const auto reloaded = m_run->reload(); !reloaded) log::warning(reloaded.error().describe());
        return m_run->state().pinnedSteps;
    };
    return train::Trainer::create(std::move(inputs));
}

Result<RunMetrics> TrainJob::openMetrics(jobs::JobContext& context, const train::Trainer& trainer) {
    if (!isMain()) return RunMetrics::unrecorded(context.metrics);
    return RunMetrics::open(m_run->metricsFile(), trainer.progress().step, context.metrics,
                            [this](const jobs::MetricPoint& point) { watch(point); });
}

Result<void> TrainJob::trainHeld(jobs::JobContext& context, project::RunSession* session) {
    ATTUNE_CHECK(prepare(context));
    ATTUNE_TRY(const std::unique_ptr<train::Trainer> trainer, makeTrainer());
    if (!m_run->checkpointSteps().empty()) ATTUNE_CHECK(trainer->resume(context.controls.stop()));
    ATTUNE_TRY(RunMetrics metrics, openMetrics(context, *trainer));
    const auto note = [&] {
        const train::TrainingProgress& at = trainer->progress();
        if (session == nullptr) return;
        if (const auto written = session->noteProgress(at.step, at.elapsedSeconds); !written)
            log::warnOnce(written.error().describe());
    };
    log::info(concat("Training from step ", trainer->progress().step, " on ",
                     tensor::textFromDevice(m_device), ", ", m_sources.training->count(), " items."));

    auto noted = std::chrono::steady_clock::now();
    jobs::JobContext inner{context.controls, metrics.feed(),
                           [&](const Progress& progress) {
                               metrics.forward();
                               context.progress(progress);
                               const auto now = std::chrono::steady_clock::now();
                               if (now - noted < kNoteInterval) return;
                               noted = now;
                               note();
                           },
                           context.stateChanged};
    const double secondsBefore = trainer->progress().elapsedSeconds;
    auto outcome = trainer->run(inner);
    metrics.finish();
    m_outcome->heldOutLoss = metrics.latest("val/loss");
    m_outcome->seconds = trainer->progress().elapsedSeconds - secondsBefore;
    note();
    ATTUNE_CHECK(outcome);
    keep(*outcome, *trainer);
    if (isMain()) keepBestStep();
    return {};
}

Result<void> TrainJob::renderDemos(const train::DemoOccasion& occasion) {
    const std::optional<c10::ScalarType> autocast = train::precisionProfile(m_settings.precision).autocast;
    const auto aroundNetwork = [&](const std::function<at::Tensor()>& call) {
        const train::AutocastGuard guard(m_device, autocast);
        return call();
    };
    const generate::DecoderProvider decoder = [&]() -> Result<std::shared_ptr<model::Pretransform>> {
        ATTUNE_TRY(const auto loaded, m_source->load(model::ModelPart::Autoencoder, m_device));
        return loaded->pretransform();
    };
    const fs::path folder = m_run->demoFolder(occasion.step.value);
    const std::string weights = occasion.step.value == 0 ? "base" : m_settings.ema.enabled ? "ema" : "online";
    auto rendered =
        m_demos->render(occasion.model, m_texts.get(), decoder, aroundNetwork, occasion.cancellation);
    Result<void> stored =
        rendered
            ? generate::writeDemos(folder, occasion.step, *rendered,
                                   [&](const fs::path& at, const std::vector<generate::RenderedDemo>& demos) {
                                       return writeDemoIndex(at, demos, occasion.step, weights);
                                   })
            : Result<void>(fail(rendered.error()));
    if (!stored) {
        if (m_request.events.demoFailed && stored.error().code != ErrorCode::Cancelled)
            m_request.events.demoFailed(stored.error());
        return stored;
    }
    if (m_request.events.demosWritten) m_request.events.demosWritten(occasion.step, folder);
    return {};
}

void TrainJob::watch(const jobs::MetricPoint& point) {
    // The trainer says how long a checkpoint took once it is on the disk.
    if (point.name != "checkpoint/seconds") return;
    const fs::path folder = m_run->checkpointFolder(point.step);
    keepBestStep(); // now and not at the end, or cleaning up after a crash would delete the best
    if (m_request.events.checkpointWritten) m_request.events.checkpointWritten(StepIndex{point.step}, folder);
    if (!isReferenceRun(*m_run)) return;
    const auto file = writeReferenceFile(*m_run, *m_source, m_settings, folder);
    if (file)
        log::info(concat("Wrote ", utf8FromPath(*file)));
    else
        log::error(concat("The training checkpoint for stable-audio-tools was not written: ",
                          file.error().describe()));
}

void TrainJob::keep(const train::TrainingOutcome& outcome, const train::Trainer& trainer) {
    m_outcome->step = StepIndex{trainer.progress().step};
    m_outcome->areAllStepsDone = outcome.reason == train::TrainingOutcome::Reason::StepsDone;
    if (!outcome.lastCheckpoint) return;
    m_outcome->lastCheckpoint = outcome.lastCheckpoint->step;
    m_outcome->checkpointFolder = outcome.lastCheckpoint->folder;
}

void TrainJob::keepBestStep() {
    std::optional<double> lowest;
    if (const auto reloaded = m_run->reload(); !reloaded) log::warning(reloaded.error().describe());
    project::RunState state = m_run->state(); // notes and pins may have been edited meanwhile
    for (const train::CheckpointInfo& checkpoint :
         train::CheckpointStore::view(m_run->checkpointsFolder()).list()) {
        if (!checkpoint.heldOutLoss || (lowest && *checkpoint.heldOutLoss >= *lowest)) continue;
        lowest = checkpoint.heldOutLoss;
        state.bestStep = checkpoint.step.value;
    }
    if (const auto saved = m_run->saveState(state); !saved) log::warning(saved.error().describe());
}

} // namespace

JobWithOutcome<TrainOutcome> makeTrainJob(TrainRequest request) {
    auto outcome = std::make_shared<TrainOutcome>();
    return {std::make_unique<TrainJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
