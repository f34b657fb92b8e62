// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/ScanReportText.h"
#include "app/engine/ScanJob.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

struct ScanOptions {
    bool readsAll{false};
    int threads{0};
};

Result<JobEnd> runScan(Session& session, const ScanOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project());
    engine::ScanRequest request;
    request.libraryFile = project->libraryFile();
    request.options.readsUnchanged = options.readsAll;
    request.options.workerCount = options.threads;
    auto scan = engine::makeScanJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(scan.job)));
    reportScan(session.out(), *scan.outcome);
    ATTUNE_CHECK(scanProblem(*scan.outcome));
    return end;
}

} // namespace

void addDatasetScanCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& scan = tree.add(group, "scan", "Look for new, changed, moved and vanished sounds",
                              {"dataset scan", "dataset scan --all"});
    const auto options = std::make_shared<ScanOptions>();
    scan.add_flag("--all", options->readsAll, "Read every file again, also those that look unchanged");
    scan.add_option("--threads", options->threads, "Threads that decode (default: one a processor)")
        ->type_name("N")
        ->check(CLI::Range(0, 256));
    tree.onRun(scan, [options](Session& session) { return runScan(session, *options); });
}

} // namespace attune::cli
