// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"

#include "app/cli/Completion.h"
#include "app/cli/ExitCode.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/Version.h"
#include "core/base/platform/Process.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace attune::cli {

namespace {

constexpr std::size_t kHelpColumn = 34;
constexpr std::string_view kCompletionWord = "complete-words"; // what the shells' scripts call

constexpr const char* kAbout = "Attune fine-tunes Stable Audio Open on your own sounds.\n"
                               "The order of the work: project, dataset, model, encode, train, demo, export. "
                               "`quickstart` does all of it once.";

constexpr const char* kExamples = "Examples:\n"
                                  "  attune-cli quickstart --sounds ~/Samples/Kicks\n"
                                  "  attune-cli doctor\n"
                                  "  attune-cli train --name \"Warm kicks\" --steps 3000 --project MyKicks\n"
                                  "  attune-cli generate \"deep warm kick\" --run 1 --project MyKicks\n";
constexpr const char* kExitCodes =
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input that cannot be used, 4 not found, 5 refused or in\n"
    "conflict, 6 out of memory, 7 disk full, 8 no access, 9 no such device, 10 training diverged,\n"
    "130 stopped by Ctrl-C with the work saved.";

void addGlobalOptions(CLI::App& root, GlobalOptions& globals) {
    root.add_option("-p,--project", globals.project,
                    "Project folder or its .attune file (default: the project around the current folder)")
        ->type_name("DIR")
        ->envname("ATTUNE_PROJECT");
    root.add_flag("--json", globals.json, "Print one JSON object for programs instead of text");
    root.add_flag("-q,--quiet", globals.quiet, "No progress, only results and errors");
    root.add_flag("-v,--verbose", globals.verbose, "Also say what is done along the way");
    root.set_version_flag("--version", std::string("attune-cli ") + kVersion);
}

int printCandidates(const CLI::App& root, const std::vector<std::string>& words) {
    const Completions completions = completionsFor(root, words);
    for (const Candidate& candidate : completions.candidates)
        std::cout << candidate.word << '\t' << candidate.help << '\n';
    if (completions.wantsFiles) std::cout << ":files\n";
    return static_cast<int>(ExitCode::Done);
}

// As far as it was understood.
std::string typedCommand(const CLI::App& root) {
    std::string name;
    const CLI::App* command = &root;
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
        name += concat(name.empty() ? "" : " ", command->get_name());
    }
    return name;
}

// CLI11 prints help and version itself; everything else that it throws is wrong usage.
int reportUsage(const CLI::App& root, const CLI::ParseError& error,
                const std::vector<std::string>& arguments) {
    if (error.get_exit_code() == 0) return root.exit(error, std::cout, std::cerr);
    const bool wantsJson = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
    Output output(wantsJson ? OutputMode::Json : OutputMode::Text);
    output.finishWithError(
        typedCommand(root),
        Error{ErrorCode::InvalidArgument,
              error.what(),
              {},
              "attune-cli --help shows the commands, attune-cli COMMAND --help its options."});
    return static_cast<int>(ExitCode::Usage);
}

int runAction(const CommandTree& tree, const GlobalOptions& globals) {
    if (globals.verbose) log::setConsoleLevel(log::Level::Info);
    Session session(globals);
    Result<JobEnd> end = fail(ErrorCode::Internal, "The command did not run");
    try {
        end = tree.chosenAction()(session);
    } catch (const std::exception&) {
        end = fail(session.translateException(tree.chosenName()));
    }
    session.painter().finish();
    if (!end) {
        session.out().finishWithError(tree.chosenName(), end.error());
        return static_cast<int>(exitCodeFromError(end.error().code));
    }
    session.out().set("stopped", *end == JobEnd::StoppedSaved);
    session.out().finish(tree.chosenName());
    if (*end == JobEnd::StoppedSaved) return static_cast<int>(ExitCode::Stopped);
    // Output that nobody could read (a full disk behind a redirection) is a failure.
    return static_cast<int>(std::cout ? ExitCode::Done : ExitCode::NoAccess);
}

} // namespace

CommandTree::CommandTree() : m_root(std::make_unique<CLI::App>(kAbout, "attune-cli")) {
    m_root->fallthrough();
    m_root->require_subcommand(0, 1);
    m_root->get_formatter()->column_width(kHelpColumn);
    m_root->footer(concat(kExamples, kExitCodes));
    addGlobalOptions(*m_root, m_globals);
}

CommandTree::~CommandTree() = default;

CLI::App& CommandTree::add(CLI::App& parent, const std::string& name, const std::string& help,
                           const std::vector<std::string>& examples) {
    CLI::App* const command = parent.add_subcommand(name, help);
    std::string footer = "Examples:";
    for (const std::string& example : examples) footer += "\n  attune-cli " + example;
    command->footer(
        footer +
        "\nOptions of every command: --project, --json, --quiet, --verbose (see attune-cli --help).");
    if (&parent != m_root.get() && !examples.empty()) { // one of each in the help of the group
        std::string group = parent.get_footer();
        group.insert(group.rfind('\n'), "\n  attune-cli " + examples.front());
        parent.footer(group);
    }
    return *command;
}

CLI::App& CommandTree::addGroup(const std::string& name, const std::string& help) {
    CLI::App* const group = m_root->add_subcommand(name, help);
    group->require_subcommand(1);
    group->footer(concat("Examples:\nattune-cli ", name, " COMMAND --help shows the options of each."));
    return *group;
}

void CommandTree::onRun(CLI::App& command, Action action) {
    std::string name = command.get_name();
    if (command.get_parent() != m_root.get()) name = command.get_parent()->get_name() + " " + name;
    command.callback([this, name = std::move(name), action = std::move(action)] {
        m_chosen = action;
        m_chosenName = name;
    });
}

int runCommandLine(const std::vector<std::string>& arguments) {
    static_cast<void>(
        platform::consoleShowsUtf8()); // switches a Windows console over before anything is printed
    CommandTree tree;
    addAllCommands(tree);
    if (!arguments.empty() && arguments.front() == kCompletionWord)
        return printCandidates(tree.root(), {arguments.begin() + 1, arguments.end()});
    try {
        std::vector<std::string> reversed(arguments.rbegin(),
                                          arguments.rend()); // CLI11 takes them from the back
        tree.root().parse(std::move(reversed));
    } catch (const CLI::ParseError& error) {
        return reportUsage(tree.root(), error, arguments);
    }
    if (!tree.chosenAction()) {
        if (tree.globals().json) return reportUsage(tree.root(), CLI::RequiredError("A command"), arguments);
        std::cout << tree.root().help();
        return static_cast<int>(arguments.empty() ? ExitCode::Done : ExitCode::Usage);
    }
    return runAction(tree, tree.globals());
}

} // namespace attune::cli
