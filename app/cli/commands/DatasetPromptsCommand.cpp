// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/DatasetText.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/engine/ProjectSections.h"
#include "app/engine/PromptJob.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

constexpr int kPreviewPathColumns = 50;

struct PromptsOptions {
    std::string preset;
    std::string templateText;
    std::string rulesFile;
    std::string tableFile;
    std::int64_t preview{0};
    bool listsPresets{false};
    bool showsRules{false};
};

Result<JobEnd> listPresets(Output& out) {
    config::Json list = config::Json::array();
    std::vector<std::vector<std::string>> rows{{"preset", "what it does"}};
    for (const dataset::PromptPreset& preset : dataset::promptPresets()) {
        rows.push_back({preset.name, preset.description});
        list.push_back({{"name", preset.name}, {"description", preset.description}});
    }
    out.table(rows);
    out.set("presets", std::move(list));
    return JobEnd::Finished;
}

// The project's rules with what the command line changes.
Result<engine::PromptSettings> chosenSettings(const project::Project& project,
                                              const PromptsOptions& options) {
    ATTUNE_TRY(engine::PromptSettings settings, engine::promptSettingsOf(project));
    if (!options.preset.empty()) {
        const dataset::PromptPreset* const preset = dataset::findPromptPreset(options.preset);
        if (preset == nullptr)
            return fail(ErrorCode::NotFound, concat("There is no prompt preset called ", options.preset), {},
                        "attune-cli dataset prompts --list-presets shows them.");
        settings.rules = preset->rules;
    }
    if (!options.rulesFile.empty()) {
        ATTUNE_TRY(const config::Json document, config::readJsonFile(pathFromUtf8(options.rulesFile)));
        ATTUNE_TRY(settings.rules,
                   dataset::PromptRules::fromJson(config::JsonView(document, options.rulesFile)));
    }
    if (!options.templateText.empty()) {
        dataset::PromptRule rule;
        rule.name = "Template of the command line";
        rule.templateText = options.templateText;
        settings.rules.rules = {std::move(rule)};
    }
    if (!options.tableFile.empty())
        settings.tableFile = std::filesystem::absolute(pathFromUtf8(options.tableFile));
    return settings;
}

Result<JobEnd> preview(Session& session, const engine::PromptSettings& settings, std::int64_t count) {
    ATTUNE_TRY(const dataset::Library library, session.library());
    ATTUNE_TRY(const std::vector<dataset::ClipRecord> clips, library.clips());
    std::optional<dataset::PromptTable> table;
    if (settings.tableFile) {
        ATTUNE_TRY(table, dataset::PromptTable::read(*settings.tableFile));
    }
    std::vector<std::string> problems;
    std::vector<dataset::PromptContext> contexts;
    // Evenly over the whole list, so that every folder has a chance to be seen.
    const auto shown = std::min(static_cast<std::size_t>(count), clips.size());
    for (std::size_t index = 0; index < shown; ++index) {
        const dataset::ClipRecord& clip = clips[index * clips.size() / shown];
        ATTUNE_TRY(dataset::PromptContext context,
                   dataset::promptContextOf(library, clip, table ? &*table : nullptr, problems));
        contexts.push_back(std::move(context));
    }
    ATTUNE_TRY(const auto rows, dataset::previewPrompts(settings.rules, contexts));
    Output& out = session.out();
    std::vector<std::vector<std::string>> lines{{"sound", "prompt"}};
    config::Json list = config::Json::array();
    for (const dataset::PromptPreviewRow& row : rows) {
        lines.push_back({truncatedToWidth(row.path, kPreviewPathColumns),
                         row.outcome.isRejected ? "(left out)" : row.outcome.text()});
        list.push_back({{"path", row.path},
                        {"prompt", row.outcome.text()},
                        {"rejected", row.outcome.isRejected},
                        {"empty", row.isEmpty},
                        {"problem", row.outcome.problem}});
    }
    out.table(lines);
    for (const std::string& problem : problems) out.warn(problem);
    out.line("  Nothing was changed: leave out --preview to write these prompts.");
    out.set("preview", std::move(list));
    return JobEnd::Finished;
}

void report(Output& out, const dataset::PromptApplyReport& report) {
    out.good(concat(report.changed, " prompts written"));
    if (report.keptByHand > 0) out.good(concat(report.keptByHand, " written by hand were left alone"));
    if (report.rejected > 0) out.good(concat(report.rejected, " clips left out by a reject step"));
    if (report.empty > 0)
        out.warn(concat(report.empty, " clips have no prompt: attune-cli dataset list 'prompt:\"\"'"));
    for (const std::string& problem : report.problems) out.warn(problem);
    out.set("changed", report.changed);
    out.set("kept_by_hand", report.keptByHand);
    out.set("rejected", report.rejected);
    out.set("empty", report.empty);
    out.set("problems", report.problems);
}

Result<JobEnd> runPrompts(Session& session, const PromptsOptions& options) {
    if (options.listsPresets) return listPresets(session.out());
    const bool isLooking = options.showsRules || options.preview > 0;
    ATTUNE_TRY(project::Project* const project,
               session.project(isLooking ? project::Access::ReadOnly : project::Access::ReadWrite));
    ATTUNE_TRY(const engine::PromptSettings settings, chosenSettings(*project, options));
    if (options.showsRules) {
        session.out().line(settings.rules.toJson().dump(2));
        session.out().set("rules", settings.rules.toJson());
        return JobEnd::Finished;
    }
    if (options.preview > 0) return preview(session, settings, options.preview);
    auto prompts = engine::makePromptJob({project->libraryFile(), settings.rules, settings.tableFile});
    ATTUNE_TRY(const JobEnd end, session.run(std::move(prompts.job)));
    engine::setPromptSettings(*project, settings);
    ATTUNE_CHECK(project->save());
    report(session.out(), *prompts.outcome);
    return end;
}

} // namespace

void addDatasetPromptsCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& prompts = tree.add(
        group, "prompts", "Write the prompts by rules; those written by hand stay",
        {"dataset prompts --list-presets",
         "dataset prompts --template '{folder.1} {name:clean}' --preview 12",
         "dataset prompts --template '{csv.description|name:clean}' --table prompts.csv",
         "dataset prompts --show > rules.json   # edit it, then:", "dataset prompts --rules rules.json"});
    const auto options = std::make_shared<PromptsOptions>();
    prompts.add_option("--preset", options->preset, "Ready-made rules")->type_name("NAME");
    prompts
        .add_option("--template", options->templateText,
                    "One rule: text with {name} {folder.1} {tags.bpm} {sidecar} {csv.column} …")
        ->type_name("TEXT");
    prompts.add_option("--rules", options->rulesFile, "Rules from a JSON file")->type_name("FILE");
    prompts.add_option("--table", options->tableFile, "CSV or TSV file for {csv.column}")->type_name("FILE");
    prompts.add_option("--preview", options->preview, "Show the prompts of N clips and change nothing")
        ->type_name("N")
        ->check(wholeNumberFrom(1));
    prompts.add_flag("--show", options->showsRules, "Print the rules as JSON and change nothing");
    prompts.add_flag("--list-presets", options->listsPresets, "List the ready-made rules");
    tree.onRun(prompts, [options](Session& session) { return runPrompts(session, *options); });
}

} // namespace attune::cli
