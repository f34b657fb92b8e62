// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole way once, in about two minutes: project, sounds, check, prompts, encode, train, demos, export.
// Every step is what the command of its own does, and says so, so that the reader learns the commands on the
// way.
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/DoctorReportText.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/cli/commands/RunText.h"
#include "app/cli/commands/ScanReportText.h"
#include "app/engine/CheckJob.h"
#include "app/engine/DatasetGoals.h"
#include "app/engine/Presets.h"
#include "app/engine/ProjectSections.h"
#include "app/engine/PromptJob.h"
#include "app/engine/ScanJob.h"
#include "app/engine/StarterPack.h"
#include "core/base/Text.h"
#include "core/project/DemoIndex.h"
#include "core/project/ModelRegistry.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <optional>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultFolder = "attune-quickstart";

struct QuickstartOptions {
    std::string sounds;
    std::int64_t steps{0}; // 0 = the preset's
    std::optional<std::int64_t> seed;
    std::string model{engine::kStarterModelName};
};

// One walk through all stages.
class Quickstart {
public:
    Quickstart(Session& session, const QuickstartOptions& options) : m_session(session), m_options(options) {}
    [[nodiscard]] Result<JobEnd> run();

private:
    void say(int number, const std::string& what, const std::string& command);
    [[nodiscard]] Result<void> openProject();
    [[nodiscard]] Result<JobEnd> importSounds();
    [[nodiscard]] Result<JobEnd> check();
    [[nodiscard]] Result<JobEnd> writePrompts();
    [[nodiscard]] Result<void> split();
    [[nodiscard]] Result<JobEnd> encode();
    [[nodiscard]] Result<config::RunSettings> runSettings() const;
    [[nodiscard]] Result<JobEnd> train();
    [[nodiscard]] Result<JobEnd> exportModel();
    void sayGoodbye();

    Session& m_session;
    const QuickstartOptions& m_options;
    engine::Engine* m_engine{nullptr};
    std::optional<project::Project> m_project;
    project::ModelCard m_model;
    std::optional<project::RunRecord> m_run;
    std::shared_ptr<const engine::TrainOutcome> m_trained;
    fs::path m_exported;
};

void Quickstart::say(int number, const std::string& what, const std::string& command) {
    m_session.painter().finish();
    m_session.out().line();
    m_session.out().heading(concat(number, ". ", what));
    m_session.out().line(concat("   attune-cli ", command));
}

Result<JobEnd> Quickstart::run() {
    if (!m_options.sounds.empty()) ATTUNE_CHECK(existingPath(m_options.sounds)); // before anything is made
    ATTUNE_TRY(m_engine, m_session.engine());
    ATTUNE_CHECK(openProject());
    for (const auto stage : {&Quickstart::importSounds, &Quickstart::writePrompts, &Quickstart::check,
                             &Quickstart::encode, &Quickstart::train, &Quickstart::exportModel}) {
        ATTUNE_TRY(const JobEnd end, (this->*stage)());
        if (end == JobEnd::StoppedSaved) {
            m_session.out().line(
                concat("Stopped; everything so far is in ", utf8FromPath(m_project->folder())));
            return end;
        }
    }
    sayGoodbye();
    return JobEnd::Finished;
}

Result<void> Quickstart::openProject() {
    const std::string chosen =
        m_session.globals().project.empty() ? kDefaultFolder : m_session.globals().project;
    const fs::path folder = fs::absolute(pathFromUtf8(chosen)).lexically_normal();
    say(1, "A project: a plain folder that holds everything", concat("project create ", chosen));
    if (project::Project::isProject(folder)) {
        ATTUNE_TRY(m_project, project::Project::open(folder));
        if (m_project->isReadOnly()) return fail(*m_project->readOnlyReason());
        m_session.out().good(concat("It is there already; going on with it: ", utf8FromPath(folder)));
    } else {
        ATTUNE_TRY(m_project, project::Project::create(folder, "Quickstart"));
        m_session.out().good(utf8FromPath(folder));
    }
    if (m_options.model == engine::kStarterModelName) {
        ATTUNE_TRY(m_model, engine::starterModel(*m_engine, project::ModelRegistry()));
        m_session.out().line("   The model is the starter: a toy of the same family as Stable Audio Open, "
                             "small enough for any computer.");
    } else {
        ATTUNE_TRY(m_model, m_session.model(m_options.model));
    }
    m_project->setModelId(m_model.id);
    m_session.out().set("project", utf8FromPath(folder));
    return m_project->save();
}

Result<JobEnd> Quickstart::importSounds() {
    fs::path sounds;
    if (m_options.sounds.empty()) {
        ATTUNE_TRY(sounds, engine::starterClipsFolder());
    } else {
        sounds = fs::absolute(pathFromUtf8(m_options.sounds)).lexically_normal();
    }
    say(2, "Your sounds: read where they are, never changed", concat("dataset add ", utf8FromPath(sounds)));
    ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_project->libraryFile()));
    ATTUNE_TRY(const dataset::SourceId source, library.addSource(sounds));
    engine::ScanRequest request;
    request.libraryFile = m_project->libraryFile();
    request.sources = {source};
    auto scan = engine::makeScanJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, m_session.run(std::move(scan.job)));
    reportScan(m_session.out(), *scan.outcome);
    ATTUNE_CHECK(scanProblem(*scan.outcome));
    ATTUNE_TRY(const dataset::LibraryTotals totals, library.totals());
    m_session.out().set("clips", totals.usableCount);
    if (end == JobEnd::Finished && totals.usableCount == 0)
        return fail(ErrorCode::NotFound, "There are no sounds in this folder", utf8FromPath(sounds),
                    "WAV, FLAC, AIFF, OGG, Opus and MP3 are read.");
    return end;
}

Result<JobEnd> Quickstart::check() {
    say(4, "A check-up: broken, silent, doubled, too long? Then a few are held out",
        "dataset check, dataset split");
    engine::CheckRequest request;
    request.libraryFile = m_project->libraryFile();
    ATTUNE_TRY(request.settings, engine::doctorSettingsFor(*m_project));
    auto check = engine::makeCheckJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, m_session.run(std::move(check.job)));
    dataset::DoctorReport report = *check.outcome;
    // Which is done right after, because it needs to know which clips repeat each other.
    std::erase_if(report.notes, [](const dataset::DatasetNote& note) {
        return note.finding == dataset::DatasetFinding::NothingHeldOut;
    });
    reportCheck(m_session.out(), report);
    ATTUNE_CHECK(split());
    return end;
}

Result<JobEnd> Quickstart::writePrompts() {
    engine::PromptSettings settings = engine::defaultPromptSettings();
    settings.rules.rules.front().templateText = "{tags.prompt|name:clean}";
    say(3, "Prompts: what you will type later to get such a sound",
        "dataset prompts --template '{tags.prompt|name:clean}'");
    auto prompts = engine::makePromptJob({m_project->libraryFile(), settings.rules, std::nullopt});
    ATTUNE_TRY(const JobEnd end, m_session.run(std::move(prompts.job)));
    engine::setPromptSettings(*m_project, settings);
    ATTUNE_CHECK(m_project->save());
    ATTUNE_TRY(const dataset::Library library, dataset::Library::open(m_project->libraryFile()));
    ATTUNE_TRY(const std::vector<dataset::ClipRecord> clips, library.clips());
    std::size_t shown = 0;
    for (const dataset::ClipRecord& clip : clips)
        if (clip.isUsable() && shown++ < engine::kDemoPrompts)
            m_session.out().line(concat("   ", clip.fileName(), ": \"", clip.prompt, "\""));
    return end;
}

Result<void> Quickstart::split() {
    ATTUNE_TRY(const dataset::SplitOptions options, engine::splitOptionsOf(*m_project));
    ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_project->libraryFile()));
    ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, library.clips());
    dataset::assignSplit(clips, options);
    ATTUNE_CHECK(library.save(clips));
    ATTUNE_TRY(const dataset::LibraryTotals totals, library.totals());
    m_session.out().good(
        concat(totals.trainCount, " clips to train on, ", totals.heldOutCount, " held out to measure"));
    return m_project->save();
}

Result<JobEnd> Quickstart::encode() {
    say(5, "Encoding: sounds become the numbers that the model works with", "encode");
    engine::EncodeRequest request;
    request.places = engine::ProjectPlaces::of(*m_project);
    request.model = m_model;
    request.settings.windowFrames = m_model.sampleFrames;
    engine::setEncodeSettings(*m_project, request.settings);
    ATTUNE_CHECK(m_project->save());
    auto encoding = m_engine->encodeJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, m_session.run(std::move(encoding.job)));
    m_session.out().good(concat(encoding.outcome->encoded, " clips encoded, ", encoding.outcome->reused,
                                " were there, in ", humanDuration(encoding.outcome->seconds)));
    for (const engine::EncodeProblem& problem : encoding.outcome->problems)
        m_session.out().bad(concat(problem.path, ": ", problem.error.describe()));
    return end;
}

// The pack's own settings for the toy, else what suits the model; demos before, half-way and after, of the
// pack's own prompts for its sounds and of the most frequent ones for others.
Result<config::RunSettings> Quickstart::runSettings() const {
    config::RunSettings settings;
    if (m_model.isToy) {
        ATTUNE_TRY(settings, engine::starterSettings());
    } else {
        ATTUNE_TRY(const engine::Preset preset, engine::findPreset(engine::presetFor(m_model, 0)));
        settings = preset.settings;
    }
    settings.name = "Quickstart";
    settings.model = m_model.id;
    if (m_options.steps > 0) settings.steps = m_options.steps;
    if (m_options.seed) settings.seed = *m_options.seed;
    settings.checkpoints.every = std::max<std::int64_t>(1, settings.steps / 2);
    settings.demos.every = settings.checkpoints.every;
    if (m_options.sounds.empty() && !settings.demos.prompts.empty()) return settings;
    ATTUNE_TRY(const dataset::Library library, dataset::Library::open(m_project->libraryFile()));
    ATTUNE_TRY(const std::vector<dataset::ClipRecord> clips, library.clips());
    settings.demos.prompts = engine::demoPromptsFrom(clips, engine::kDemoPrompts);
    return settings;
}

Result<JobEnd> Quickstart::train() {
    ATTUNE_TRY(const config::RunSettings settings, runSettings());
    say(6, concat("Training: ", settings.steps, " steps; Ctrl-C stops and saves"),
        concat("train --steps ", settings.steps));
    const engine::ProjectPlaces places = engine::ProjectPlaces::of(*m_project);
    ATTUNE_TRY(m_run, m_engine->createRun(places, m_model, settings, {}));
    TrainReporter reporter(m_session);
    engine::TrainRequest request;
    request.places = places;
    request.runFolder = m_run->folder();
    request.events = reporter.events();
    auto training = m_engine->trainJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, m_session.run(std::move(training.job), [&](const jobs::MetricPoint& point) {
        reporter.metric(point);
    }));
    m_trained = training.outcome;
    reportTraining(m_session.out(), *m_run, *m_trained, end, RunPlace::Project);
    return end;
}

Result<JobEnd> Quickstart::exportModel() {
    say(7, "A model file that other Stable Audio tools open", concat("export ", m_run->description().number));
    engine::ExportModelRequest request;
    request.model = m_model;
    request.checkpointFolder = m_trained->checkpointFolder;
    m_exported = m_project->folder() / "exports" / pathFromUtf8(m_run->folderName()) / "model.safetensors";
    request.target = m_exported;
    request.existing = engine::ExistingFiles::Replace;
    auto exporting = m_engine->exportModelJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, m_session.run(std::move(exporting.job)));
    for (const fs::path& file : exporting.outcome->files) m_session.out().good(utf8FromPath(file));
    m_session.out().set("exported", utf8FromPath(m_exported));
    return end;
}

void Quickstart::sayGoodbye() {
    Output& out = m_session.out();
    out.line();
    out.heading("Done. Now listen:");
    config::Json demos = config::Json::array();
    for (const project::LocatedDemo& demo : project::demosBelow(m_run->demosFolder())) {
        const std::string when = demo.demo.step == 0 ? "before" : concat("after ", demo.demo.step, " steps");
        out.line(concat("  ", when, ", \"", demo.demo.prompt, "\": ", utf8FromPath(demo.file)));
        demos.push_back(
            {{"step", demo.demo.step}, {"prompt", demo.demo.prompt}, {"file", utf8FromPath(demo.file)}});
    }
    out.set("demos", std::move(demos));
    out.line(
        "  Any player opens them. The same seed makes each pair, so what differs is what the training did.");
    out.line();
    out.line("Go on from here:");
    out.line(concat("  cd ", shellWord(utf8FromPath(m_project->folder()))));
    out.line(concat("  attune-cli generate \"your words\" --run ", m_run->description().number));
    out.line("  attune-cli train --steps 1000");
    out.line("  attune-cli model add FILE    # Stable Audio Open Small or 1.0, for the real work");
}

} // namespace

void addQuickstartCommand(CommandTree& tree) {
    CLI::App& command = tree.add(
        tree.root(), "quickstart", "Do the whole way once: about two minutes, on any computer",
        {"quickstart", "quickstart --sounds ~/Samples/Kicks --project MyKicks", "quickstart --steps 50"});
    const auto options = std::make_shared<QuickstartOptions>();
    command.add_option("--sounds", options->sounds, "Folder of sounds (default: a few that come along)")
        ->type_name("DIR");
    command.add_option("--steps", options->steps, "Optimiser steps (default: the preset's)")
        ->type_name("N")
        ->check(wholeNumberFrom(1));
    command.add_option("--seed", options->seed, "Seed of everything random (default: the preset's)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    command.add_option("--model", options->model, "A registered model instead of the starter")
        ->type_name("NAME");
    tree.onRun(command, [options](Session& session) { return Quickstart(session, *options).run(); });
}

} // namespace attune::cli
