// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/Commands.h"

#include "app/cli/CommandLine.h"

namespace attune::cli {

namespace {

void addDatasetCommands(CommandTree& tree) {
    CLI::App& group = tree.addGroup("dataset", "The sounds: add, scan, list, check, prompts, split, edit");
    addDatasetAddCommand(tree, group);
    addDatasetScanCommand(tree, group);
    addDatasetListCommand(tree, group);
    addDatasetCheckCommand(tree, group);
    addDatasetPromptsCommand(tree, group);
    addDatasetSplitCommand(tree, group);
    addDatasetEditCommand(tree, group);
}

} // namespace

void addAllCommands(CommandTree& tree) {
    addQuickstartCommand(tree);
    addDoctorCommand(tree);
    addProjectCommands(tree);
    addDatasetCommands(tree);
    CLI::App& models = tree.addGroup("model", "The models: add, list, inspect, use, convert, remove");
    addModelCommands(tree, models);
    addModelConvertCommand(tree, models);
    addEncodeCommand(tree);
    addPlanCommand(tree);
    addTrainCommand(tree);
    addResumeCommand(tree);
    addDemoCommand(tree);
    addGenerateCommand(tree);
    addRunsCommands(tree, tree.addGroup("runs", "The runs: list, show, numbers, notes, clean up"));
    addExportCommand(tree);
    addImportCommand(tree);
    addSatCommands(tree);
    addGpuCommands(tree, tree.addGroup("gpu", "The libraries for NVIDIA GPUs: add, remove"));
    addCompletionCommand(tree);
}

} // namespace attune::cli
