// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/engine/ImportJob.h"
#include "app/engine/ProjectSections.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <optional>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSettingsFile = "imported-settings.json";

struct ImportOptions {
    std::string source;
    bool encodesAgain{false};
};

// The project at hand, or a new one where --project names a folder that is none yet.
Result<project::Project> openOrCreate(Session& session) {
    const auto found = session.projectFolder();
    ATTUNE_CHECK(found);
    if (project::Project::isProject(*found)) {
        ATTUNE_TRY(project::Project opened, project::Project::open(*found));
        if (opened.isReadOnly()) return fail(*opened.readOnlyReason());
        return opened;
    }
    return project::Project::create(*found, utf8FromPath(fs::absolute(*found).lexically_normal().filename()));
}

Result<void> keepSettings(project::Project& project, const engine::ImportOutcome& outcome, Output& out) {
    if (!outcome.promptPreset.empty()) {
        engine::PromptSettings prompts;
        prompts.rules = dataset::findPromptPreset(outcome.promptPreset)->rules;
        engine::setPromptSettings(project, prompts);
    }
    if (!outcome.settings) return project.save();
    config::Json drafts = project.sectionOf(project::section::kDrafts);
    if (!drafts.is_array()) drafts = config::Json::array();
    drafts.push_back(config::jsonFromRunSettings(*outcome.settings));
    project.setSection(project::section::kDrafts, std::move(drafts));
    const fs::path file = project.folder() / kSettingsFile;
    ATTUNE_CHECK(config::writeRunSettings(file, *outcome.settings));
    out.good(concat("Training settings: ", utf8FromPath(file)));
    out.set("settings_file", utf8FromPath(file));
    return project.save();
}

void report(Output& out, const engine::ImportOutcome& outcome) {
    config::Json folders = config::Json::array();
    for (const fs::path& folder : outcome.soundFolders) {
        out.good(concat("Sounds: ", utf8FromPath(folder)));
        folders.push_back(utf8FromPath(folder));
    }
    if (!outcome.latentsFolder.empty())
        out.good(concat("Latents: ", outcome.latents, " pairs to train on and ", outcome.heldOutLatents,
                        " held out, as they were encoded, in ", utf8FromPath(outcome.latentsFolder)));
    else
        out.good(concat(outcome.clips, " clips, ", outcome.prompts, " prompts taken over"));
    for (const std::string& note : outcome.notes) out.warn(note);
    if (!outcome.pretrained.empty())
        out.line(concat("  Its model: attune-cli model add ", shellWord(utf8FromPath(outcome.pretrained))));
    out.set("sources", std::move(folders));
    out.set("clips", outcome.clips);
    out.set("prompts", outcome.prompts);
    out.set("latents", outcome.latents);
    out.set("held_out_latents", outcome.heldOutLatents);
    out.set("latents_folder", utf8FromPath(outcome.latentsFolder));
    out.set("missing_sounds", outcome.missingSounds);
    out.set("pretrained", utf8FromPath(outcome.pretrained));
    out.set("notes", outcome.notes);
}

// Command lines to copy: they work in the project's folder, where the settings are too.
void sayNext(const project::Project& project, const engine::ImportOutcome& outcome, Output& out) {
    out.line();
    out.line(concat("Next: cd ", shellWord(utf8FromPath(project.folder()))));
    if (outcome.latentsFolder.empty()) {
        out.line("  attune-cli dataset check");
        out.line("  attune-cli encode");
    } else if (project.modelId().empty()) {
        out.line(
            "  attune-cli model use NAME    # the one that they were encoded for; model add registers it");
    }
    out.line(
        concat("  attune-cli train", outcome.settings ? concat(" --preset ", kSettingsFile) : std::string()));
}

Result<JobEnd> runImport(Session& session, const ImportOptions& options) {
    ATTUNE_TRY(fs::path source, existingPath(options.source)); // before a project is made for it
    ATTUNE_TRY(project::Project project, openOrCreate(session));
    engine::ImportRequest request{engine::ProjectPlaces::of(project), std::move(source), {}};
    if (options.encodesAgain) request.preEncoded = engine::PreEncodedData::EncodeAgain;
    auto import = engine::makeImportJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(import.job)));
    Output& out = session.out();
    out.heading(concat("Imported into \"", project.name(), "\""));
    report(out, *import.outcome);
    ATTUNE_CHECK(keepSettings(project, *import.outcome, out));
    sayNext(project, *import.outcome, out);
    out.set("folder", utf8FromPath(project.folder()));
    return end;
}

} // namespace

void addImportCommand(CommandTree& tree) {
    CLI::App& command = tree.add(
        tree.root(), "import", "Take over a stable-audio-tools folder: sounds or latents, prompts, settings",
        {"import ~/sat/kicks --project MyKicks", "import ~/sat/kicks/pe_dataset_config.json"});
    const auto options = std::make_shared<ImportOptions>();
    command.add_flag("--encode-again", options->encodesAgain,
                     "Of a pre-encoded folder, add the sounds that it names instead of taking its latents");
    command.add_option("source", options->source, "The folder with dataset_config.json, or the file")
        ->required()
        ->type_name("PATH");
    tree.onRun(command, [options](Session& session) { return runImport(session, *options); });
}

} // namespace attune::cli
