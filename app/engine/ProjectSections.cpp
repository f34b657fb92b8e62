// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/ProjectSections.h"

#include "core/project/StoredPath.h"

#include <string>

namespace attune::engine {

namespace {

using config::Json;
using config::JsonView;

constexpr const char* kTableKey = "table";
constexpr const char* kHeldOutKey = "held_out_fraction";
constexpr const char* kSeedKey = "seed";

} // namespace

PromptSettings defaultPromptSettings() {
    dataset::PromptRule rule;
    rule.name = "Name of the file";
    rule.templateText = "{name:clean}";
    PromptSettings settings;
    settings.rules.rules.push_back(std::move(rule));
    return settings;
}

Result<PromptSettings> promptSettingsOf(const project::Project& project) {
    const Json& section = project.sectionOf(project::section::kPromptRules);
    if (section.is_null()) return defaultPromptSettings();
    const JsonView view(section, std::string(project::section::kPromptRules));
    PromptSettings settings;
    ATTUNE_TRY(settings.rules, dataset::PromptRules::fromJson(view));
    if (const auto table = view.find(kTableKey)) {
        ATTUNE_TRY(settings.tableFile, project::pathFromJson(*table, project.folder()));
    }
    return settings;
}

void setPromptSettings(project::Project& project, const PromptSettings& settings) {
    Json section = settings.rules.toJson();
    if (settings.tableFile) section[kTableKey] = project::jsonFromPath(*settings.tableFile, project.folder());
    project.setSection(project::section::kPromptRules, std::move(section));
}

Result<dataset::SplitOptions> splitOptionsOf(const project::Project& project) {
    dataset::SplitOptions options;
    const Json& section = project.sectionOf(project::section::kSplit);
    if (section.is_null()) return options;
    const JsonView view(section, std::string(project::section::kSplit));
    ATTUNE_TRY(options.heldOutFraction, view.numberOr(kHeldOutKey, options.heldOutFraction));
    ATTUNE_TRY(const std::int64_t seed, view.integerOr(kSeedKey, 0));
    options.seed = static_cast<std::uint64_t>(seed);
    return options;
}

void setSplitOptions(project::Project& project, const dataset::SplitOptions& options) {
    project.setSection(project::section::kSplit, Json{{kHeldOutKey, options.heldOutFraction},
                                                      {kSeedKey, static_cast<std::int64_t>(options.seed)}});
}

Result<latents::EncodeSettings> encodeSettingsOf(const project::Project& project) {
    const Json& section = project.sectionOf(project::section::kEncode);
    if (section.is_null()) return latents::EncodeSettings{};
    return latents::EncodeSettings::fromJson(JsonView(section, std::string(project::section::kEncode)));
}

void setEncodeSettings(project::Project& project, const latents::EncodeSettings& settings) {
    project.setSection(project::section::kEncode, settings.toJson());
}

} // namespace attune::engine
