// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/Completion.h"
#include "app/cli/commands/Commands.h"

#include <CLI/CLI.hpp>

namespace attune::cli {

void addCompletionCommand(CommandTree& tree) {
    CLI::App& command =
        tree.add(tree.root(), "completion", "Print a script that completes commands in your shell",
                 {"completion bash > ~/.local/share/bash-completion/completions/attune-cli",
                  "completion zsh > ~/.zfunc/_attune-cli",
                  "completion fish > ~/.config/fish/completions/attune-cli.fish"});
    const auto shell = std::make_shared<std::string>();
    command.add_option("shell", *shell, "Which shell")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    tree.onRun(command, [shell](Session& session) -> Result<JobEnd> {
        ATTUNE_TRY(const std::string script, completionScript(*shell));
        session.out().line(std::string_view(script).substr(0, script.size() - 1));
        session.out().set("shell", *shell);
        session.out().set("script", script);
        return JobEnd::Finished;
    });
}

} // namespace attune::cli
