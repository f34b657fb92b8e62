// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/latents/ImportedSets.h"
#include "core/latents/StoreUpkeep.h"
#include "core/project/DiskUse.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <optional>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

struct CreateOptions {
    std::string folder;
    std::string name;
};

struct SetOptions {
    std::optional<std::string> name;
    std::optional<std::string> notes;
};

Result<JobEnd> runCreate(Session& session, const CreateOptions& options) {
    const fs::path folder = pathFromUtf8(options.folder);
    std::string name = options.name;
    if (name.empty()) name = utf8FromPath(fs::absolute(folder).lexically_normal().filename());
    if (name.empty()) name = "Attune project"; // the root of a drive
    ATTUNE_TRY(const project::Project project, project::Project::create(folder, name));
    Output& out = session.out();
    out.heading(concat("Made the project \"", project.name(), "\""));
    out.field("Folder", utf8FromPath(project.folder()));
    out.line();
    out.line("Next: go there and add sounds:");
    out.line(concat("  cd ", shellWord(options.folder)));
    out.line("  attune-cli dataset add FOLDER-OF-SOUNDS");
    out.set("folder", utf8FromPath(project.folder()));
    out.set("name", project.name());
    return JobEnd::Finished;
}

// Latents that were taken over from a pre-encoded folder: trained on like the clips, without being clips.
void showImported(const project::Project& project, Output& out) {
    latents::ImportedCounts all;
    config::Json names = config::Json::array();
    for (const latents::ImportedSet& set : latents::importedSets(project.latentsFolder())) {
        const latents::ImportedCounts counts = latents::countImported(set);
        all.training += counts.training;
        all.heldOut += counts.heldOut;
        names.push_back(utf8FromPath(set.folder().filename()));
        out.field("Latents",
                  concat(counts.training, " to train on, ", counts.heldOut, " held out, imported as \"",
                         utf8FromPath(set.folder().filename()), "\""));
    }
    out.set("imported_latents", all.training);
    out.set("imported_held_out", all.heldOut);
    out.set("imported_sets", std::move(names));
}

Result<JobEnd> runShow(Session& session) {
    ATTUNE_TRY(const project::Project* const project, session.project(project::Access::ReadOnly));
    ATTUNE_TRY(const dataset::Library library, session.library());
    ATTUNE_TRY(const dataset::LibraryTotals totals, library.totals());
    ATTUNE_TRY(const auto sources, library.sources());
    Output& out = session.out();
    out.heading(project->name());
    out.field("Folder", utf8FromPath(project->folder()));
    out.field("Model", project->modelId().empty() ? "none chosen yet" : project->modelId());
    out.field("Clips", concat(totals.clipCount, ", ", totals.usableCount, " usable, ",
                              humanDuration(totals.usableSeconds)));
    out.field("Split", concat(totals.trainCount, " to train on, ", totals.heldOutCount, " held out"));
    showImported(*project, out);
    config::Json list = config::Json::array();
    for (const dataset::SourceFolder& source : sources) {
        out.field("Source", utf8FromPath(source.folder));
        list.push_back(utf8FromPath(source.folder));
    }
    if (!project->notes().empty()) out.field("Notes", project->notes());
    out.set("folder", utf8FromPath(project->folder()));
    out.set("name", project->name());
    out.set("created", project->createdUtc());
    out.set("notes", project->notes());
    out.set("model", project->modelId());
    out.set("clips", totals.clipCount);
    out.set("usable", totals.usableCount);
    out.set("usable_seconds", totals.usableSeconds);
    out.set("train", totals.trainCount);
    out.set("held_out", totals.heldOutCount);
    out.set("sources", std::move(list));
    return JobEnd::Finished;
}

Result<JobEnd> runSet(Session& session, const SetOptions& options) {
    ATTUNE_TRY(project::Project* const project, session.project());
    if (options.name) {
        if (trimAscii(*options.name).empty())
            return fail(ErrorCode::InvalidArgument, "A project needs a name");
        project->setName(*options.name);
    }
    if (options.notes) project->setNotes(*options.notes);
    ATTUNE_CHECK(project->save());
    session.out().line("Saved.");
    session.out().set("name", project->name());
    session.out().set("notes", project->notes());
    return JobEnd::Finished;
}

// Only what nothing can miss goes: latents that are damaged or stored twice. Checkpoints are named, not
// touched.
Result<JobEnd> runClean(Session& session) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    ATTUNE_TRY(const latents::UpkeepReport report, latents::compactStoresBelow(project->latentsFolder()));
    ATTUNE_TRY(const project::ProjectUse use, project::measureProject(project->folder()));
    std::int64_t cleanable = 0;
    for (const project::RunUse& run : use.runs) cleanable += run.cleanableBytes();
    Output& out = session.out();
    out.good(concat("Latents and prompts: ", report.shardsBefore, " files joined into ", report.shardsAfter,
                    ", ", humanBytes(report.freedBytes()), " freed"));
    out.field("Project", concat(humanBytes(use.totalBytes()), ", ", humanBytes(use.latentBytes),
                                " of it latents; ", humanBytes(use.freeBytes), " free on the disk"));
    if (cleanable > 0)
        out.line(concat("  Checkpoints that nothing needs: ", humanBytes(cleanable),
                        ". attune-cli runs clean RUN removes them."));
    out.set("stores", report.stores);
    out.set("freed_bytes", report.freedBytes());
    out.set("total_bytes", use.totalBytes());
    out.set("latent_bytes", use.latentBytes);
    out.set("cleanable_checkpoint_bytes", cleanable);
    return JobEnd::Finished;
}

} // namespace

void addProjectCommands(CommandTree& tree) {
    CLI::App& group = tree.addGroup("project", "Make a project, look at it, rename it");

    CLI::App& create =
        tree.add(group, "create", "Make a project folder",
                 {"project create MySound", "project create ~/sound/kicks --name \"Warm kicks\""});
    const auto createOptions = std::make_shared<CreateOptions>();
    create.add_option("folder", createOptions->folder, "Where; made if it is not there")
        ->required()
        ->type_name("DIR");
    create.add_option("--name", createOptions->name, "Its name (default: that of the folder)")
        ->type_name("TEXT");
    tree.onRun(create, [createOptions](Session& session) { return runCreate(session, *createOptions); });

    CLI::App& show = tree.add(group, "show", "What the project holds",
                              {"project show", "project show --project ~/sound/kicks --json"});
    tree.onRun(show, runShow);

    CLI::App& set = tree.add(group, "set", "Change its name or notes",
                             {"project set --name \"Warm kicks\" --notes \"for the live set\""});
    const auto setOptions = std::make_shared<SetOptions>();
    set.add_option("--name", setOptions->name, "Its name")->type_name("TEXT");
    set.add_option("--notes", setOptions->notes, "Notes for yourself")->type_name("TEXT");
    tree.onRun(set, [setOptions](Session& session) { return runSet(session, *setOptions); });

    CLI::App& clean = tree.add(group, "clean", "Put the encoded data in order and say what else could go",
                               {"project clean", "project clean --json"});
    tree.onRun(clean, runClean);
}

} // namespace attune::cli
