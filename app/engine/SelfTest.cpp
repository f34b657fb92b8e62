// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/SelfTest.h"

#include "app/engine/ScanJob.h"
#include "app/engine/StarterPack.h"
#include "core/audio/AudioReader.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/jobs/JobRunner.h"
#include "core/project/DemoIndex.h"
#include "core/project/Project.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <stop_token>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSounds = 6; // of the starter; enough to train two steps on
constexpr std::int64_t kSteps = 2;
constexpr double kQuietestDemo = 1e-4; // peak; below it the way from prompt to sound is broken

// The folder of the test, gone when it ends.
class PassingFolder {
public:
    explicit PassingFolder(fs::path folder) : m_folder(std::move(folder)) {}
    ~PassingFolder() {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const fs::path& path() const noexcept { return m_folder; }

private:
    fs::path m_folder;
};

class StarterWalk {
public:
    StarterWalk(Engine& engine, fs::path folder, const ProgressSink& progress, Cancellation cancellation)
        : m_engine(engine), m_folder(std::move(folder)), m_progress(progress),
          m_cancellation(std::move(cancellation)) {}

    // Each gives what it found out, in a few words.
    [[nodiscard]] Result<std::string> readSounds();
    [[nodiscard]] Result<std::string> encode();
    [[nodiscard]] Result<std::string> train();
    [[nodiscard]] Result<std::string> listen();
    [[nodiscard]] Result<std::string> exportModel();

private:
    [[nodiscard]] Result<void> run(std::unique_ptr<jobs::Job> job) const;
    [[nodiscard]] ProjectPlaces places() const;

    Engine& m_engine;
    fs::path m_folder;
    const ProgressSink& m_progress;
    Cancellation m_cancellation;
    std::optional<project::Project> m_project;
    project::ModelCard m_model; // never registered: the test leaves no trace
    std::optional<project::RunRecord> m_run;
    std::shared_ptr<const TrainOutcome> m_trained;
};

Result<void> StarterWalk::run(std::unique_ptr<jobs::Job> job) const {
    jobs::JobListener listener;
    listener.progressed = [this](jobs::JobId, const Progress& progress) {
        if (m_progress) m_progress(progress);
    };
    jobs::JobRunnerOptions options;
    options.translateException = [this](std::string context) {
        return m_engine.translateException(std::move(context));
    };
    jobs::JobRunner runner(listener, options);
    const jobs::JobId id = runner.submit(std::move(job));
    const std::stop_callback stop(m_cancellation.token(), [&runner, id] {
        static_cast<void>(runner.stop(id)); // refused when the job has just ended by itself
    });
    return runner.wait(id);
}

// Without the latents that all projects share: there the second test would find the first one's and encode
// nothing.
ProjectPlaces StarterWalk::places() const {
    ProjectPlaces places = ProjectPlaces::of(*m_project);
    places.sharedLatentsFolder.clear();
    return places;
}

Result<std::string> StarterWalk::readSounds() {
    ATTUNE_TRY(ModelFiles files, starterModelFiles());
    files.hash = FileHash::Skip;
    ATTUNE_TRY(m_model, m_engine.inspectModel(files));
    m_model.id = kStarterModelName;
    m_model.isToy = true;
    ATTUNE_TRY(m_project, project::Project::create(m_folder, "Self-test"));
    ATTUNE_TRY(const fs::path sounds, starterClipsFolder());
    ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_project->libraryFile()));
    ATTUNE_TRY(const dataset::SourceId source, library.addSource(sounds));
    ScanRequest request;
    request.libraryFile = m_project->libraryFile();
    request.sources = {source};
    ATTUNE_CHECK(run(makeScanJob(std::move(request)).job));
    ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, library.clips());
    for (std::size_t index = 0; index < clips.size(); ++index) {
        clips[index].prompt = "self-test";
        clips[index].isIncluded = index < kSounds;
    }
    ATTUNE_CHECK(library.save(clips));
    ATTUNE_TRY(const dataset::LibraryTotals totals, library.totals());
    if (totals.usableCount == 0)
        return fail(ErrorCode::NotFound, "None of the sounds that come along can be read",
                    utf8FromPath(sounds), "Install Attune again.");
    return concat(totals.usableCount, " sounds read");
}

Result<std::string> StarterWalk::encode() {
    EncodeRequest request;
    request.places = places();
    request.model = m_model;
    request.settings.windowFrames = m_model.sampleFrames;
    auto encoding = m_engine.encodeJob(std::move(request));
    ATTUNE_CHECK(run(std::move(encoding.job)));
    if (encoding.outcome->encoded == 0)
        return fail(ErrorCode::Internal, "No sound was encoded",
                    encoding.outcome->problems.empty() ? std::string()
                                                       : encoding.outcome->problems.front().error.describe());
    return concat(encoding.outcome->encoded, " sounds encoded");
}

Result<std::string> StarterWalk::train() {
    ATTUNE_TRY(config::RunSettings settings, starterSettings());
    settings.name = "Self-test";
    settings.model = m_model.id;
    settings.steps = kSteps;
    settings.checkpoints.every = kSteps;
    settings.checkpoints.keepLast = 1;
    settings.validation.every = 0;
    settings.lowDiskBytes = 0;
    settings.demos.every = kSteps;
    settings.demos.baseModel = false;
    config::DemoPrompt prompt;
    prompt.prompt = "self-test";
    settings.demos.prompts = {prompt};
    ATTUNE_TRY(m_run, m_engine.createRun(places(), m_model, settings, {}));
    TrainRequest request;
    request.places = places();
    request.runFolder = m_run->folder();
    std::optional<Error> demoError;
    request.events.demoFailed = [&demoError](const Error& error) { demoError = error; };
    auto training = m_engine.trainJob(std::move(request));
    ATTUNE_CHECK(run(std::move(training.job)));
    m_trained = training.outcome;
    if (demoError) return fail(*demoError);
    if (!m_trained->lastCheckpoint) return fail(ErrorCode::Internal, "The training left no checkpoint");
    return concat(kSteps, " steps trained, a checkpoint written");
}

Result<std::string> StarterWalk::listen() {
    const auto demos = project::demosBelow(m_run->demosFolder());
    if (demos.empty())
        return fail(ErrorCode::NotFound, "The demo is missing", utf8FromPath(m_run->demosFolder()));
    ATTUNE_TRY(const audio::AudioBuffer sound, audio::readAudio(demos.front().file));
    double peak = 0.0;
    for (int channel = 0; channel < sound.channelCount(); ++channel)
        for (const float sample : sound.channel(channel))
            peak = std::max(peak, std::abs(static_cast<double>(sample)));
    if (!std::isfinite(peak) || peak < kQuietestDemo)
        return fail(ErrorCode::Internal, "The demo is silent", utf8FromPath(demos.front().file));
    return "a demo rendered, written and read back";
}

Result<std::string> StarterWalk::exportModel() {
    ExportModelRequest request;
    request.model = m_model;
    request.checkpointFolder = m_trained->checkpointFolder;
    request.target = m_folder / "exports" / "model.safetensors";
    auto exporting = m_engine.exportModelJob(std::move(request));
    ATTUNE_CHECK(run(std::move(exporting.job)));
    ATTUNE_TRY(const project::ModelCard card,
               m_engine.inspectModel({m_folder / "exports" / "model.safetensors", {}, {}, FileHash::Skip}));
    if (card.kind != project::ModelKind::Diffusion)
        return fail(ErrorCode::Internal, "The exported model is not one", utf8FromPath(card.file));
    return concat("a model of ", humanBytes(card.fileBytes), " exported and recognised");
}

} // namespace

std::vector<CheckItem> selfTest(Engine& engine, const fs::path& folder, const ProgressSink& progress,
                                const Cancellation& cancellation) {
    const PassingFolder place(folder / pathFromUtf8(concat("attune-self-test-", platform::processId())));
    StarterWalk walk(engine, place.path(), progress, cancellation);
    struct Stage {
        const char* id;
        const char* title;
        Result<std::string> (StarterWalk::*run)();
    };
    constexpr std::array<Stage, 5> kStages{{{"try-sounds", "Try: sounds", &StarterWalk::readSounds},
                                            {"try-encode", "Try: encode", &StarterWalk::encode},
                                            {"try-train", "Try: train", &StarterWalk::train},
                                            {"try-demo", "Try: demo", &StarterWalk::listen},
                                            {"try-export", "Try: export", &StarterWalk::exportModel}}};
    std::vector<CheckItem> items;
    for (const Stage& stage : kStages) {
        CheckItem item{stage.id, Verdict::Good, stage.title, {}, {}};
        const auto start = std::chrono::steady_clock::now();
        const Result<std::string> outcome = (walk.*stage.run)();
        if (cancellation.isRequested()) break; // what a stopped stage says is no finding
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        if (outcome) {
            item.detail = concat(*outcome, " in ", humanDuration(seconds.count()));
            items.push_back(std::move(item));
            continue;
        }
        item.verdict = Verdict::Problem;
        item.detail = outcome.error().describe();
        item.remedy = outcome.error().remedy.empty() ? "Please report it with this whole text."
                                                     : outcome.error().remedy;
        items.push_back(std::move(item));
        break; // what follows needs it
    }
    return items;
}

} // namespace attune::engine
