// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunSettingsOptions: the settings of a run from the command line: a preset, a file, single options. The
// options are made from the table that the form and the documents are made from
// (core/config/ParameterDescription.h).
//
// Threads: the main thread only.
#pragma once

#include "app/cli/Session.h"
#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/project/ModelCard.h"

#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace attune::cli {

struct RunSettingsChoice {
    std::string preset;                        // id or file; empty = what suits the model
    std::map<std::string, std::string> values; // by the parameter's path, as typed
    std::vector<std::string> assignments;      // "path=value", for what has no option of its own
    std::vector<std::string> demoPrompts;      // replace those of the preset
    bool hasNoDemos{false};
};

void addRunSettingsOptions(CLI::App& command, RunSettingsChoice& choice);

struct ChosenRun {
    project::ModelCard model;
    config::RunSettings settings;
    std::string preset; // id of the one it began with
};
// Errors: NotFound (model, preset), InvalidConfig naming the setting.
[[nodiscard]] Result<ChosenRun> chooseRun(Session& session, const RunSettingsChoice& choice);

} // namespace attune::cli
