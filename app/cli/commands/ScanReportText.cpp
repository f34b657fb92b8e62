// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/ScanReportText.h"

#include "core/base/Text.h"

namespace attune::cli {

namespace {

std::string summary(const dataset::ScanReport& report) {
    std::string text = concat(report.fileCount, " sounds: ", report.added, " new, ", report.changed,
                              " changed, ", report.unchanged, " as before");
    if (report.moved > 0) text += concat(", ", report.moved, " moved");
    if (report.missing > 0) text += concat(", ", report.missing, " gone");
    if (report.seconds > 0.0) text += concat(" (", humanDuration(report.seconds), ")");
    return text;
}

config::Json jsonFromSource(const engine::ScannedSource& scanned) {
    const dataset::ScanReport& report = scanned.report;
    config::Json document;
    document["folder"] = utf8FromPath(scanned.source.folder);
    document["files"] = report.fileCount;
    document["added"] = report.added;
    document["changed"] = report.changed;
    document["unchanged"] = report.unchanged;
    document["moved"] = report.moved;
    document["missing"] = report.missing;
    document["unreadable"] = report.unreadable;
    document["other_files"] = report.otherFiles;
    document["seconds"] = report.seconds;
    document["problem"] = scanned.problem ? config::Json(scanned.problem->describe()) : config::Json(nullptr);
    return document;
}

} // namespace

void reportScan(Output& out, const engine::ScanOutcome& outcome) {
    config::Json list = config::Json::array();
    for (const engine::ScannedSource& scanned : outcome.sources) {
        out.heading(utf8FromPath(scanned.source.folder));
        if (scanned.problem) {
            out.bad(scanned.problem->describe());
        } else {
            if (scanned.report.fileCount > 0)
                out.good(summary(scanned.report));
            else
                out.warn(
                    "No sounds in this folder or below it. WAV, AIFF, FLAC, OGG, Opus and MP3 are read.");
            if (scanned.report.unreadable > 0)
                out.warn(concat(scanned.report.unreadable,
                                " cannot be read: attune-cli dataset list finding:unreadable"));
            if (scanned.report.otherFiles > 0)
                out.line(concat("    ", scanned.report.otherFiles, " files are no sounds"));
            for (const std::string& folder : scanned.report.unreadableFolders) out.warn(folder);
        }
        list.push_back(jsonFromSource(scanned));
    }
    out.set("sources", std::move(list));
}

Result<void> scanProblem(const engine::ScanOutcome& outcome) {
    for (const engine::ScannedSource& scanned : outcome.sources)
        if (scanned.problem) return fail(*scanned.problem);
    return {};
}

} // namespace attune::cli
