// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProjectSections: the typed sections of project.json. A project keeps them as JSON, because it knows no
// rooms above its own; the command line and the window read and write them here, so that each opens what the
// other wrote.
//
// Threads: those of the project.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/PromptRules.h"
#include "core/dataset/Split.h"
#include "core/latents/EncodeSettings.h"
#include "core/project/Project.h"

#include <filesystem>
#include <optional>

namespace attune::engine {

struct PromptSettings {
    dataset::PromptRules rules;
    std::optional<std::filesystem::path> tableFile; // what {csv.…} refers to
};

// What a fresh project has: cleaned names with the folder in front.
[[nodiscard]] PromptSettings defaultPromptSettings();
// The defaults when the section is absent. Errors: InvalidConfig, VersionTooNew.
[[nodiscard]] Result<PromptSettings> promptSettingsOf(const project::Project& project);
void setPromptSettings(project::Project& project, const PromptSettings& settings);

[[nodiscard]] Result<dataset::SplitOptions> splitOptionsOf(const project::Project& project);
void setSplitOptions(project::Project& project, const dataset::SplitOptions& options);

// windowFrames 0 = the model's own length. Errors: InvalidConfig.
[[nodiscard]] Result<latents::EncodeSettings> encodeSettingsOf(const project::Project& project);
void setEncodeSettings(project::Project& project, const latents::EncodeSettings& settings);

} // namespace attune::engine
