// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/cli/commands/RunSettingsOptions.h"
#include "app/cli/commands/RunText.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>
#include <optional>
#include <string_view>

namespace attune::cli {

namespace {

Result<JobEnd> trainRun(Session& session, const engine::ProjectPlaces& places, project::RunRecord run,
                        std::optional<std::int64_t> steps) {
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    TrainReporter reporter(session);
    engine::TrainRequest request;
    request.places = places;
    request.runFolder = run.folder();
    request.steps = steps;
    request.events = reporter.events();
    auto training = engine->trainJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(training.job), [&](const jobs::MetricPoint& point) {
        reporter.metric(point);
    }));
    reportTraining(session.out(), run, *training.outcome, end, RunPlace::Project);
    return end;
}

// The other processes of a distributed run read the project that process 0 holds.
project::Access accessOfProcess() {
    const char* const rank = std::getenv("RANK");
    return rank == nullptr || std::string_view(rank) == "0" ? project::Access::ReadWrite
                                                            : project::Access::ReadOnly;
}

Result<JobEnd> runTrain(Session& session, const RunSettingsChoice& choice, bool onlyCreates) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    ATTUNE_TRY(const ChosenRun chosen, chooseRun(session, choice));
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    const engine::ProjectPlaces places = engine::ProjectPlaces::of(*project);
    ATTUNE_TRY(const engine::TrainPlan plan, engine->planTraining(places, chosen.model, chosen.settings));
    for (const config::RunAdvice& advice : plan.advice)
        session.painter().say(concat("  note: ", advice.text));
    ATTUNE_TRY(project::RunRecord run, engine->createRun(places, chosen.model, chosen.settings, {}));
    if (onlyCreates) {
        session.out().good(concat("Made ", run.folderName(), "; attune-cli resume ", run.description().number,
                                  " starts it"));
        session.out().set("run", run.folderName());
        session.out().set("folder", utf8FromPath(run.folder()));
        return JobEnd::Finished;
    }
    session.painter().say(concat("Run ", run.folderName(), ", begun with the preset ", chosen.preset));
    return trainRun(session, places, std::move(run), std::nullopt);
}

struct ResumeOptions {
    std::string run;
    std::optional<std::int64_t> steps;
};

Result<JobEnd> runResume(Session& session, const ResumeOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project(accessOfProcess()));
    ATTUNE_TRY(project::RunRecord run, chooseRunRecord(session, options.run));
    ATTUNE_TRY(const config::RunSettings settings, config::runSettingsFromJson(run.description().settings));
    const std::int64_t steps = run.state().takenTo.value_or(settings.steps);
    if (!options.steps && steps > 0 && run.state().step >= steps)
        session.painter().say(concat("  note: ", run.folderName(), " has taken all of its ", steps,
                                     " steps; attune-cli resume ", run.description().number,
                                     " --steps N goes on to step N."));
    return trainRun(session, engine::ProjectPlaces::of(*project), std::move(run), options.steps);
}

} // namespace

void addTrainCommand(CommandTree& tree) {
    CLI::App& train = tree.add(tree.root(), "train", "Train a new run; Ctrl-C stops it and saves",
                               {"train --name \"Warm kicks\"",
                                "train --preset stable-audio-open-small --steps 3000 --batch-size 8",
                                "train --parts lora --lora-rank 32 --learning-rate 2e-4",
                                "train --set demos.every=250 --demo-prompt \"deep kick\""});
    const auto choice = std::make_shared<RunSettingsChoice>();
    addRunSettingsOptions(train, *choice);
    const auto onlyCreates = std::make_shared<bool>(false);
    train.add_flag("--create-only", *onlyCreates,
                   "Make the run and do not start it, for torchrun: torchrun … attune-cli resume");
    tree.onRun(train,
               [choice, onlyCreates](Session& session) { return runTrain(session, *choice, *onlyCreates); });
}

void addResumeCommand(CommandTree& tree) {
    CLI::App& resume = tree.add(tree.root(), "resume", "Go on with a stopped or interrupted run, bit for bit",
                                {"resume", "resume 3", "resume warm-kicks --steps 4000"});
    const auto options = std::make_shared<ResumeOptions>();
    resume.add_option("run", options->run, "Number or name of the run (default: the latest)")
        ->type_name("RUN");
    resume.add_option("--steps", options->steps, "Train to this step instead of the run's own last one")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    tree.onRun(resume, [options](Session& session) { return runResume(session, *options); });
}

} // namespace attune::cli
