// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/ScanReportText.h"
#include "app/engine/ScanJob.h"
#include "core/base/Text.h"
#include "core/dataset/Scanner.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

struct AddOptions {
    std::vector<std::string> folders;
};

struct RemoveOptions {
    std::string folder;
};

// What was named, or the folder of a sound that was named.
Result<fs::path> folderOf(Session& session, const fs::path& place) {
    std::error_code error;
    if (!fs::is_regular_file(place, error)) return place;
    if (!dataset::hasSoundSuffix(place))
        return fail(ErrorCode::UnsupportedFormat, "This is neither a folder nor a sound file",
                    utf8FromPath(place), "Name a folder; every sound in it and below it is added.");
    session.out().line(concat(utf8FromPath(place.filename()), " stands for all sounds of its folder."));
    return place.parent_path();
}

Result<JobEnd> runAdd(Session& session, const AddOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    ATTUNE_TRY(dataset::Library library, session.library());
    engine::ScanRequest request;
    request.libraryFile = project->libraryFile();
    for (const std::string& text : options.folders) {
        ATTUNE_TRY(const fs::path folder, folderOf(session, fs::absolute(pathFromUtf8(text))));
        ATTUNE_TRY(const dataset::SourceId source, library.addSource(folder));
        request.sources.push_back(source);
    }
    auto scan = engine::makeScanJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(scan.job)));
    reportScan(session.out(), *scan.outcome);
    ATTUNE_CHECK(scanProblem(*scan.outcome));
    const bool hasSounds =
        std::any_of(scan.outcome->sources.begin(), scan.outcome->sources.end(),
                    [](const engine::ScannedSource& scanned) { return scanned.report.fileCount > 0; });
    if (end == JobEnd::Finished && hasSounds) session.out().line("Next: attune-cli dataset check");
    return end;
}

Result<JobEnd> runRemove(Session& session, const RemoveOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    static_cast<void>(project); // opened for writing: nobody else may hold the project now
    ATTUNE_TRY(dataset::Library library, session.library());
    const fs::path folder = fs::absolute(pathFromUtf8(options.folder)).lexically_normal();
    ATTUNE_TRY(const auto sources, library.sources());
    for (const dataset::SourceFolder& source : sources) {
        if (source.folder.lexically_normal() != folder) continue;
        ATTUNE_CHECK(library.removeSource(source.id));
        session.out().line(
            concat("Removed ", utf8FromPath(source.folder), " from the project. The files are untouched."));
        session.out().set("removed", utf8FromPath(source.folder));
        return JobEnd::Finished;
    }
    return fail(ErrorCode::NotFound, "The project has no such source folder", utf8FromPath(folder),
                "attune-cli project show lists them.");
}

} // namespace

void addDatasetAddCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& add = tree.add(group, "add", "Add folders of sounds and scan them",
                             {"dataset add ~/Samples/Kicks", "dataset add drums bass --project MySound"});
    const auto options = std::make_shared<AddOptions>();
    add.add_option("folders", options->folders, "Folders of sounds; a file stands for its folder")
        ->required()
        ->type_name("DIR");
    tree.onRun(add, [options](Session& session) { return runAdd(session, *options); });

    CLI::App& remove = tree.add(group, "remove", "Take a source folder out of the project; files stay",
                                {"dataset remove ~/Samples/Kicks"});
    const auto removeOptions = std::make_shared<RemoveOptions>();
    remove.add_option("folder", removeOptions->folder, "A source folder of the project")
        ->required()
        ->type_name("DIR");
    tree.onRun(remove, [removeOptions](Session& session) { return runRemove(session, *removeOptions); });
}

} // namespace attune::cli
