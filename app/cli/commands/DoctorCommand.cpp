// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/engine/EngineLoader.h"
#include "app/engine/SystemCheck.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

struct DoctorOptions {
    bool isFull{false};
    std::string report;
};

void print(Output& out, const engine::CheckItem& item) {
    const std::string text = concat(item.title, ": ", item.detail);
    switch (item.verdict) {
    case engine::Verdict::Good:
        out.good(text);
        break;
    case engine::Verdict::Warning:
        out.warn(text);
        break;
    case engine::Verdict::Problem:
        out.bad(text);
        break;
    }
    if (!item.remedy.empty()) out.line(concat("      ", item.remedy));
}

config::Json jsonFromItem(const engine::CheckItem& item) {
    return {{"id", item.id},
            {"verdict", std::string(engine::verdictName(item.verdict))},
            {"title", item.title},
            {"detail", item.detail},
            {"remedy", item.remedy}};
}

Result<JobEnd> runDoctor(Session& session, const DoctorOptions& options) {
    engine::SystemCheckOptions check;
    check.measuresDisk = options.isFull;
    check.triesEverything = options.isFull;
    check.progress = [&session](const Progress& progress) {
        session.painter().update(progress);
        session.painter().paint();
    };
    const std::vector<engine::CheckItem> items = engine::checkSystem(check, engine::loadEngine());
    session.painter().finish();
    if (!options.report.empty()) {
        ATTUNE_CHECK(writeTextAtomically(pathFromUtf8(options.report), engine::reportText(items)));
        session.painter().say(concat("The report is in ", options.report));
    }
    config::Json list = config::Json::array();
    for (const engine::CheckItem& item : items) {
        print(session.out(), item);
        list.push_back(jsonFromItem(item));
    }
    session.out().set("items", std::move(list));
    session.out().set("verdict", std::string(engine::verdictName(engine::worstOf(items))));
    if (engine::worstOf(items) == engine::Verdict::Problem)
        return fail(ErrorCode::Refused, "Something that Attune needs does not work on this machine", {},
                    "Follow the advice above.");
    return JobEnd::Finished;
}

} // namespace

void addDoctorCommand(CommandTree& tree) {
    CLI::App& command =
        tree.add(tree.root(), "doctor", "Check this machine: device, memory, disk, folders, starter pack",
                 {"doctor", "doctor --full --report attune.txt", "doctor --json"});
    const auto options = std::make_shared<DoctorOptions>();
    command.add_flag("--full", options->isFull,
                     "Also measure the disk and try every stage on the starter pack");
    command
        .add_option("--report", options->report, "Also write it as plain text into this file, to send along")
        ->type_name("FILE");
    tree.onRun(command, [options](Session& session) { return runDoctor(session, *options); });
}

} // namespace attune::cli
