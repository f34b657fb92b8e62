// SPDX-License-Identifier: GPL-3.0-or-later
//
// CommandLine: attune-cli from its arguments to its exit code: the tree of commands, the options that all of
// them know, and what happens around a command (output, errors, exit codes).
//
// Threads: the main thread only.
#pragma once

#include "app/cli/Session.h"
#include "core/base/Result.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace attune::cli {

// What a command does once its arguments are known. Its own file parses nothing but options.
using Action = std::function<Result<JobEnd>(Session&)>;

// The tree of commands while it is built, and the action that the arguments chose.
class CommandTree {
public:
    CommandTree();
    ~CommandTree();
    CommandTree(const CommandTree&) = delete;
    CommandTree& operator=(const CommandTree&) = delete;

    [[nodiscard]] CLI::App& root() noexcept { return *m_root; }
    [[nodiscard]] GlobalOptions& globals() noexcept { return m_globals; }

    // A command below `parent`. `examples`: one command line each, without "attune-cli".
    CLI::App& add(CLI::App& parent, const std::string& name, const std::string& help,
                  const std::vector<std::string>& examples);
    // A command that only holds others ("dataset").
    CLI::App& addGroup(const std::string& name, const std::string& help);
    // What runs when `command` was chosen.
    void onRun(CLI::App& command, Action action);

    [[nodiscard]] const Action& chosenAction() const noexcept { return m_chosen; }
    [[nodiscard]] const std::string& chosenName() const noexcept { return m_chosenName; } // "dataset add"

private:
    std::unique_ptr<CLI::App> m_root;
    GlobalOptions m_globals;
    Action m_chosen;
    std::string m_chosenName;
};

// Everything from the arguments (without the program's name) to the exit code.
[[nodiscard]] int runCommandLine(const std::vector<std::string>& arguments);

} // namespace attune::cli
