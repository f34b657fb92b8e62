// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/DatasetText.h"
#include "core/base/Text.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace attune::cli {

namespace {

struct EditOptions {
    std::vector<std::string> query;
    std::optional<std::string> prompt;
    std::string split;
    bool includes{false};
    bool excludes{false};
    bool forgetsPrompt{false};
};

Result<void> edit(dataset::ClipRecord& clip, const EditOptions& options) {
    if (options.prompt) {
        clip.prompt = *options.prompt;
        clip.alternatives.clear();
        clip.isPromptEdited = true;
    }
    if (options.forgetsPrompt) clip.isPromptEdited = false;
    if (options.includes) clip.isIncluded = true;
    if (options.excludes) clip.isIncluded = false;
    if (!options.split.empty()) {
        ATTUNE_TRY(clip.split, splitFromName(options.split));
        clip.isSplitEdited = true;
    }
    return {};
}

Result<JobEnd> runEdit(Session& session, const EditOptions& options) {
    if (!options.prompt && options.split.empty() && !options.includes && !options.excludes &&
        !options.forgetsPrompt)
        return fail(ErrorCode::InvalidArgument, "Nothing to change was given", {},
                    "Add --prompt, --auto-prompt, --split, --include or --exclude.");
    ATTUNE_TRY(const project::Project* const project, session.project());
    static_cast<void>(project); // opened for writing: nobody else may hold the project now
    ATTUNE_TRY(dataset::Library library, session.library());
    std::string query;
    for (const std::string& word : options.query) query += query.empty() ? word : " " + word;
    ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, clipsWhere(library, query));
    if (clips.empty())
        return fail(
            ErrorCode::NotFound, "No clip matches", query,
            "attune-cli dataset list shows the clips, and attune-cli dataset list QUERY what a query finds.");
    for (dataset::ClipRecord& clip : clips) {
        ATTUNE_CHECK(edit(clip, options));
    }
    ATTUNE_CHECK(library.save(clips));
    session.out().good(concat(clips.size(), clips.size() == 1 ? " clip changed" : " clips changed"));
    if (options.forgetsPrompt)
        session.out().line("  attune-cli dataset prompts writes their prompts by the rules again.");
    session.out().set("changed", clips.size());
    return JobEnd::Finished;
}

} // namespace

void addDatasetEditCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& command =
        tree.add(group, "edit", "Change clips by hand: prompt, split, in or out",
                 {"dataset edit 'name:kick_01' --prompt \"deep 808 kick\"",
                  "dataset edit 'length<0.1' --exclude", "dataset edit 'path:best/' --split train"});
    const auto options = std::make_shared<EditOptions>();
    command.add_option("query", options->query, "Which clips, as for dataset list")
        ->required()
        ->type_name("QUERY");
    command.add_option("--prompt", options->prompt, "Their prompt from now on; rules leave it alone")
        ->type_name("TEXT");
    command.add_flag("--auto-prompt", options->forgetsPrompt, "Let the rules write their prompts again");
    command.add_option("--split", options->split, "Their side from now on")
        ->check(CLI::IsMember({"train", "held-out", "none"}));
    CLI::Option* const include = command.add_flag("--include", options->includes, "Use them");
    command.add_flag("--exclude", options->excludes, "Leave them out")->excludes(include);
    tree.onRun(command, [options](Session& session) { return runEdit(session, *options); });
}

} // namespace attune::cli
