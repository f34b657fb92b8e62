// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/DoctorReportText.h"

#include "core/base/Text.h"

namespace attune::cli {

namespace {

std::string severityName(dataset::Severity severity) {
    switch (severity) {
    case dataset::Severity::Information:
        return "information";
    case dataset::Severity::Warning:
        return "warning";
    case dataset::Severity::Problem:
        break;
    }
    return "problem";
}

void print(Output& out, dataset::Severity severity, const std::string& text) {
    switch (severity) {
    case dataset::Severity::Information:
        out.good(text);
        break;
    case dataset::Severity::Warning:
        out.warn(text);
        break;
    case dataset::Severity::Problem:
        out.bad(text);
        break;
    }
}

} // namespace

void reportCheck(Output& out, const dataset::DoctorReport& report) {
    config::Json findings = config::Json::array();
    bool hasFindings = false;
    for (const dataset::FindingFacts& facts : dataset::allFindings()) {
        const std::int64_t clips = report.count(facts.finding);
        if (clips == 0) continue;
        hasFindings = true;
        print(out, facts.severity,
              concat(clips, clips == 1 ? " clip: " : " clips: ", facts.title, ". ", facts.meaning));
        out.line(concat("      ", facts.remedy, " (dataset list finding:", facts.name, ")"));
        findings.push_back({{"name", std::string(facts.name)},
                            {"severity", severityName(facts.severity)},
                            {"title", std::string(facts.title)},
                            {"clips", clips},
                            {"meaning", std::string(facts.meaning)},
                            {"remedy", std::string(facts.remedy)}});
    }
    if (!hasFindings) out.good("Nothing to complain about in any clip");
    config::Json notes = config::Json::array();
    for (const dataset::DatasetNote& note : report.notes) {
        print(out, note.severity, concat(note.title, ". ", note.reason));
        if (!note.remedy.empty()) out.line(concat("      ", note.remedy));
        notes.push_back({{"severity", severityName(note.severity)},
                         {"title", note.title},
                         {"reason", note.reason},
                         {"remedy", note.remedy}});
    }
    out.set("findings", std::move(findings));
    out.set("notes", std::move(notes));
    out.set("duplicate_groups", report.duplicateGroups);
}

} // namespace attune::cli
