// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands: one function and one file a command. Each adds itself to the tree with its options, help and
// examples.
#pragma once

namespace CLI {
class App;
}

namespace attune::cli {

class CommandTree;

void addAllCommands(CommandTree& tree); // in the order of --help

void addQuickstartCommand(CommandTree& tree);
void addDoctorCommand(CommandTree& tree);
void addProjectCommands(CommandTree& tree);
void addEncodeCommand(CommandTree& tree);
void addPlanCommand(CommandTree& tree);
void addTrainCommand(CommandTree& tree);
void addResumeCommand(CommandTree& tree);
void addDemoCommand(CommandTree& tree);
void addGenerateCommand(CommandTree& tree);
void addExportCommand(CommandTree& tree);
void addImportCommand(CommandTree& tree);
void addSatCommands(CommandTree& tree);
void addCompletionCommand(CommandTree& tree);

// Below "dataset".
void addDatasetAddCommand(CommandTree& tree, CLI::App& group); // add and remove
void addDatasetScanCommand(CommandTree& tree, CLI::App& group);
void addDatasetListCommand(CommandTree& tree, CLI::App& group);
void addDatasetCheckCommand(CommandTree& tree, CLI::App& group);
void addDatasetPromptsCommand(CommandTree& tree, CLI::App& group);
void addDatasetSplitCommand(CommandTree& tree, CLI::App& group);
void addDatasetEditCommand(CommandTree& tree, CLI::App& group);

// Below "model": add, list, inspect, use, remove; convert.
void addModelCommands(CommandTree& tree, CLI::App& group);
void addModelConvertCommand(CommandTree& tree, CLI::App& group);

// Below "runs": list, show, metrics, edit, clean, remove.
void addRunsCommands(CommandTree& tree, CLI::App& group);

// Below "gpu": add, remove.
void addGpuCommands(CommandTree& tree, CLI::App& group);

} // namespace attune::cli
