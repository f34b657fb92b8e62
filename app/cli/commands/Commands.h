// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands: one function and one file a command. Each adds itself to the tree with its options, help and examples.
#pragma once

namespace attune::cli {

class CommandTree;

void addAllCommands(CommandTree& tree); // in the order of --help

void addDoctorCommand(CommandTree& tree);
void addCompletionCommand(CommandTree& tree);

} // namespace attune::cli
