// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/Commands.h"

#include "app/cli/CommandLine.h"

namespace attune::cli {

void addAllCommands(CommandTree& tree) {
    addDoctorCommand(tree);
    addCompletionCommand(tree);
}

} // namespace attune::cli
