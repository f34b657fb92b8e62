// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/DoctorReportText.h"
#include "app/engine/CheckJob.h"
#include "app/engine/DatasetGoals.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

struct CheckOptions {
    double similarity{dataset::DoctorSettings().leastSimilarity};
};

Result<JobEnd> runCheck(Session& session, const CheckOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    engine::CheckRequest request;
    request.libraryFile = project->libraryFile();
    ATTUNE_TRY(request.settings, engine::doctorSettingsFor(*project));
    request.settings.leastSimilarity = options.similarity;
    auto check = engine::makeCheckJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(check.job)));
    reportCheck(session.out(), *check.outcome);
    return end;
}

} // namespace

void addDatasetCheckCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& check =
        tree.add(group, "check", "Look the sounds over: broken, silent, doubled, too long, without prompt, …",
                 {"dataset check", "dataset check --similarity 0.95", "dataset check --json"});
    const auto options = std::make_shared<CheckOptions>();
    check
        .add_option("--similarity", options->similarity,
                    concat("From which likeness on two clips count as near duplicates, 0.5 to 1 (default ",
                           options->similarity, ")"))
        ->type_name("X")
        ->check(CLI::Range(0.5, 1.0));
    tree.onRun(check, [options](Session& session) { return runCheck(session, *options); });
}

} // namespace attune::cli
