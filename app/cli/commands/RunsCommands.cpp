// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/cli/commands/RunText.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/project/DemoIndex.h"
#include "core/project/DiskUse.h"
#include "core/project/MetricsStore.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <array>
#include <cstdio>
#include <optional>

namespace attune::cli {

namespace {

std::string shortNumber(double value) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.5g", value);
    return buffer.data();
}

Result<JobEnd> runList(Session& session) {
    ATTUNE_TRY(const project::Project* const project, session.project(project::Access::ReadOnly));
    const std::vector<project::RunRecord> runs = project::RunStore(project->runsFolder()).list();
    std::vector<std::vector<std::string>> rows{{"run", "state", "step", "trained", "checkpoints", "begun"}};
    config::Json list = config::Json::array();
    for (const project::RunRecord& run : runs) {
        rows.push_back({run.folderName(), std::string(project::runStatusName(run.state().status)),
                        concat(run.state().step), humanDuration(run.state().trainedSeconds),
                        concat(run.checkpointSteps().size()), run.description().createdUtc});
        list.push_back(jsonFromRun(run));
    }
    if (runs.empty())
        session.out().line("No runs yet. attune-cli train starts one.");
    else
        session.out().table(rows);
    session.out().set("runs", std::move(list));
    return JobEnd::Finished;
}

void printRun(Output& out, const project::RunRecord& run) {
    const project::RunState& state = run.state();
    out.heading(run.folderName());
    out.field("State", concat(project::runStatusName(state.status), ", step ", state.step, ", trained ",
                              humanDuration(state.trainedSeconds)));
    if (state.error) out.bad(state.error->describe());
    out.field("Folder", utf8FromPath(run.folder()));
    std::string steps;
    for (const std::int64_t step : run.checkpointSteps()) steps += concat(steps.empty() ? "" : ", ", step);
    out.field("Checkpoints", steps.empty() ? "none" : steps);
    if (state.bestStep) out.field("Best", concat("step ", *state.bestStep));
    if (!state.notes.empty()) out.field("Notes", state.notes);
}

Result<JobEnd> runShow(Session& session, const std::string& which) {
    ATTUNE_TRY(const project::RunRecord run, chooseRunRecord(session, which));
    Output& out = session.out();
    printRun(out, run);
    out.set("run", jsonFromRun(run));
    out.set("settings", run.description().settings);
    out.set("dataset", run.description().dataset);
    out.set("versions", run.description().versions);
    config::Json latest = config::Json::object();
    if (const auto metrics =
            project::MetricsStore::open(run.metricsFile(), project::MetricsStore::Access::ReadOnly)) {
        ATTUNE_TRY(const auto points, metrics->latest());
        for (const jobs::MetricPoint& point : points) {
            out.field(point.name, concat(shortNumber(point.value), "  (step ", point.step, ")"));
            latest[point.name] = {{"step", point.step}, {"value", point.value}};
        }
    }
    out.set("latest", std::move(latest));
    config::Json demos = config::Json::array();
    for (const project::LocatedDemo& demo : project::demosBelow(run.demosFolder()))
        demos.push_back({{"file", utf8FromPath(demo.file)},
                         {"step", demo.demo.step},
                         {"prompt", demo.demo.prompt},
                         {"seed", demo.demo.seed},
                         {"stars", demo.demo.stars}});
    out.set("demos", std::move(demos));
    return JobEnd::Finished;
}

struct MetricsOptions {
    std::string run;
    std::vector<std::string> names;
    std::string output;
    std::int64_t points{0};
};

tl::unexpected<Error> unknownNumber(const std::string& name, const std::vector<std::string>& known,
                                    const project::RunRecord& run) {
    std::string all;
    for (const std::string& one : known) all += concat(all.empty() ? "" : ", ", one);
    return fail(ErrorCode::NotFound, concat("The run has no number called ", name), run.folderName(),
                concat("There are: ", all, "."));
}

Result<JobEnd> runMetrics(Session& session, const MetricsOptions& options) {
    ATTUNE_TRY(const project::RunRecord run, chooseRunRecord(session, options.run));
    ATTUNE_TRY(const project::MetricsStore metrics,
               project::MetricsStore::open(run.metricsFile(), project::MetricsStore::Access::ReadOnly));
    ATTUNE_TRY(const std::vector<std::string> known, metrics.names());
    const std::vector<std::string>& names = options.names.empty() ? known : options.names;
    for (const std::string& name : names)
        if (std::ranges::find(known, name) == known.end()) return unknownNumber(name, known, run);
    std::string csv = "name,step,seconds,value\n";
    config::Json series = config::Json::object();
    for (const std::string& name : names) {
        ATTUNE_TRY(const std::vector<project::SeriesPoint> points, metrics.series(name, {}, options.points));
        config::Json list = config::Json::array();
        for (const project::SeriesPoint& point : points) {
            csv += concat(name, ",", point.step, ",", shortNumber(point.timeSeconds), ",",
                          shortNumber(point.mean), "\n");
            list.push_back({{"step", point.step}, {"seconds", point.timeSeconds}, {"value", point.mean}});
        }
        series[name] = std::move(list);
    }
    session.out().set("series", std::move(series));
    if (options.output.empty()) {
        session.out().line(std::string_view(csv).substr(0, csv.size() - 1));
        return JobEnd::Finished;
    }
    ATTUNE_CHECK(writeTextAtomically(pathFromUtf8(options.output), csv));
    session.out().line(concat("Wrote ", options.output));
    return JobEnd::Finished;
}

struct CleanOptions {
    std::string run;
    bool isDryRun{false};
};

Result<JobEnd> runClean(Session& session, const CleanOptions& options) {
    ATTUNE_TRY(const project::Project* const project,
               session.project(options.isDryRun ? project::Access::ReadOnly : project::Access::ReadWrite));
    static_cast<void>(project);
    ATTUNE_TRY(const project::RunRecord run, chooseRunRecord(session, options.run));
    ATTUNE_TRY(const project::RunUse use, project::measureRun(run));
    Output& out = session.out();
    std::int64_t freed = 0;
    config::Json removed = config::Json::array();
    for (const project::CheckpointUse& checkpoint : use.checkpoints) {
        if (checkpoint.kept != project::KeptBecause::Nothing) {
            out.line(concat("  step ", checkpoint.step, ", ", humanBytes(checkpoint.bytes), ": stays, ",
                            project::keptBecauseText(checkpoint.kept)));
            continue;
        }
        if (!options.isDryRun) ATTUNE_CHECK(project::removeCheckpoint(run, checkpoint.step));
        out.good(concat("step ", checkpoint.step, ", ", humanBytes(checkpoint.bytes),
                        options.isDryRun ? " could go" : " removed"));
        freed += checkpoint.bytes;
        removed.push_back(checkpoint.step);
    }
    out.line(concat("  ", humanBytes(freed), options.isDryRun ? " would be freed" : " freed"));
    out.set("removed_steps", std::move(removed));
    out.set("freed_bytes", freed);
    out.set("dry_run", options.isDryRun);
    return JobEnd::Finished;
}

struct EditOptions {
    std::string run;
    std::optional<std::string> notes;
    bool pins{false};
    bool unpins{false};
    std::vector<std::int64_t> pinnedSteps;
};

Result<JobEnd> runEdit(Session& session, const EditOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    static_cast<void>(project);
    ATTUNE_TRY(project::RunRecord run, chooseRunRecord(session, options.run));
    project::RunState state = run.state();
    if (options.notes) state.notes = *options.notes;
    if (options.pins) state.isPinned = true;
    if (options.unpins) state.isPinned = false;
    for (const std::int64_t step : options.pinnedSteps) {
        ATTUNE_TRY(const ChosenCheckpoint checkpoint, chooseCheckpoint(run, step));
        if (std::find(state.pinnedSteps.begin(), state.pinnedSteps.end(), checkpoint.step.value) ==
            state.pinnedSteps.end())
            state.pinnedSteps.push_back(checkpoint.step.value);
    }
    ATTUNE_CHECK(run.saveState(state));
    printRun(session.out(), run);
    session.out().set("run", jsonFromRun(run));
    return JobEnd::Finished;
}

Result<JobEnd> runRemove(Session& session, const std::string& which) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    const project::RunStore store(project->runsFolder());
    ATTUNE_TRY(const project::RunRecord run, store.find(which)); // never the latest by default
    ATTUNE_CHECK(store.remove(run));
    session.out().line(concat("Removed ", run.folderName(), " with its checkpoints and demos."));
    session.out().set("removed", run.folderName());
    return JobEnd::Finished;
}

void addRunArgument(CLI::App& command, std::string& run) {
    command.add_option("run", run, "Number or name of the run (default: the latest)")->type_name("RUN");
}

void addLookingCommands(CommandTree& tree, CLI::App& group) {
    CLI::App& list =
        tree.add(group, "list", "List the runs of the project", {"runs list", "runs list --json"});
    tree.onRun(list, runList);

    CLI::App& show = tree.add(group, "show", "A run: state, checkpoints, latest numbers",
                              {"runs show", "runs show 3 --json"});
    const auto shown = std::make_shared<std::string>();
    addRunArgument(show, *shown);
    tree.onRun(show, [shown](Session& session) { return runShow(session, *shown); });

    CLI::App& metrics =
        tree.add(group, "metrics", "The numbers of a run as CSV",
                 {"runs metrics > numbers.csv", "runs metrics 3 --name train/loss --points 500"});
    const auto metricsOptions = std::make_shared<MetricsOptions>();
    addRunArgument(metrics, metricsOptions->run);
    metrics.add_option("--name", metricsOptions->names, "Which number; may be repeated (default: all)")
        ->type_name("NAME");
    metrics
        .add_option("--points", metricsOptions->points, "At most so many a number, averaged (default: all)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    metrics.add_option("--out", metricsOptions->output, "Into this file instead of the terminal")
        ->type_name("FILE");
    tree.onRun(metrics, [metricsOptions](Session& session) { return runMetrics(session, *metricsOptions); });
}

void addChangingCommands(CommandTree& tree, CLI::App& group) {
    CLI::App& edit = tree.add(group, "edit", "Notes, and what must never be cleaned away",
                              {"runs edit 3 --notes \"the good one\" --pin", "runs edit 3 --pin-step 500"});
    const auto editOptions = std::make_shared<EditOptions>();
    addRunArgument(edit, editOptions->run);
    edit.add_option("--notes", editOptions->notes, "Notes for yourself")->type_name("TEXT");
    CLI::Option* const pin = edit.add_flag("--pin", editOptions->pins, "Never propose the run for cleaning");
    edit.add_flag("--unpin", editOptions->unpins, "The opposite")->excludes(pin);
    edit.add_option("--pin-step", editOptions->pinnedSteps,
                    "Keep this checkpoint whatever happens; may be repeated")
        ->type_name("N");
    tree.onRun(edit, [editOptions](Session& session) { return runEdit(session, *editOptions); });

    CLI::App& clean = tree.add(
        group, "clean", "Remove checkpoints that nothing needs: not the last, the best or a pinned one",
        {"runs clean 3 --dry-run", "runs clean 3"});
    const auto cleanOptions = std::make_shared<CleanOptions>();
    addRunArgument(clean, cleanOptions->run);
    clean.add_flag("--dry-run", cleanOptions->isDryRun, "Only say what would go");
    tree.onRun(clean, [cleanOptions](Session& session) { return runClean(session, *cleanOptions); });

    CLI::App& remove = tree.add(group, "remove", "Remove a run with everything in it", {"runs remove 3"});
    const auto removed = std::make_shared<std::string>();
    remove.add_option("run", *removed, "Number or name of the run")->required()->type_name("RUN");
    tree.onRun(remove, [removed](Session& session) { return runRemove(session, *removed); });
}

} // namespace

void addRunsCommands(CommandTree& tree, CLI::App& group) {
    addLookingCommands(tree, group);
    addChangingCommands(tree, group);
}

} // namespace attune::cli
