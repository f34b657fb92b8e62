// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/engine/ProjectSections.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <optional>

namespace attune::cli {

namespace {

struct SplitChoice {
    std::optional<double> heldOut;
    std::optional<std::uint64_t> seed;
    bool startsAnew{false};
};

Result<JobEnd> runSplit(Session& session, const SplitChoice& choice) {
    ATTUNE_TRY(project::Project* const project, session.project());
    ATTUNE_TRY(dataset::SplitOptions options, engine::splitOptionsOf(*project));
    if (choice.heldOut) options.heldOutFraction = *choice.heldOut;
    if (choice.seed) options.seed = *choice.seed;
    engine::setSplitOptions(*project, options);
    // Another seed or share means nothing to clips that keep their side.
    options.startsAnew = choice.startsAnew || choice.heldOut || choice.seed;

    ATTUNE_TRY(dataset::Library library, session.library());
    ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, library.clips());
    const std::int64_t changed = dataset::assignSplit(clips, options);
    ATTUNE_CHECK(library.save(clips));
    ATTUNE_CHECK(project->save());
    ATTUNE_TRY(const dataset::LibraryTotals totals, library.totals());
    Output& out = session.out();
    out.good(concat(totals.trainCount, " clips to train on, ", totals.heldOutCount, " held out to measure; ",
                    changed, " changed"));
    if (totals.heldOutCount == 0)
        out.warn("Nothing is held out: over-fitting will only be heard, not measured");
    out.set("train", totals.trainCount);
    out.set("held_out", totals.heldOutCount);
    out.set("changed", changed);
    return JobEnd::Finished;
}

} // namespace

void addDatasetSplitCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& split = tree.add(group, "split", "Hold some clips out, to measure what the model has not seen",
                               {"dataset split", "dataset split --held-out 0.2 --seed 7",
                                "dataset edit 'path:drums/best' --split train"});
    const auto choice = std::make_shared<SplitChoice>();
    split.add_option("--held-out", choice->heldOut, "Share of the clips to hold out, 0 to 0.9 (default 0.1)")
        ->type_name("X")
        ->check(CLI::Range(0.0, 0.9));
    split.add_option("--seed", choice->seed, "Another seed holds out other clips")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    split.add_flag("--anew", choice->startsAnew, "Also move clips that have a side; those set by hand stay");
    tree.onRun(split, [choice](Session& session) { return runSplit(session, *choice); });
}

} // namespace attune::cli
