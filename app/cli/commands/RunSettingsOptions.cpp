// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/RunSettingsOptions.h"

#include "app/cli/commands/OptionChecks.h"
#include "app/engine/Presets.h"
#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

std::string helpOf(const config::ParameterDescription& parameter) {
    const std::string range = config::rangeText(parameter);
    return concat(parameter.help, range.empty() ? "" : concat(" [", range, "]"));
}

Result<void> assign(config::Json& document, std::string_view path, std::string_view text) {
    const config::ParameterDescription* const parameter = config::findRunParameter(path);
    if (parameter == nullptr)
        return fail(ErrorCode::InvalidConfig, concat("There is no setting called ", path), {},
                    "attune-cli train --help lists the settings.");
    ATTUNE_TRY(config::Json value, config::valueFromText(*parameter, text));
    constexpr std::string_view kType = ".type";
    if (path.ends_with(kType) && config::valueAt(document, path) != value) {
        // The options of another kind mean nothing to this one; the learning rate does.
        const std::string owner(path.substr(0, path.size() - kType.size()));
        const config::Json rate = config::valueAt(document, owner + ".config.lr");
        config::Json kept = config::Json::object();
        if (!rate.is_null()) kept["lr"] = rate;
        const bool hasConfig = !config::valueAt(document, owner + ".config").is_null();
        config::setValueAt(document, owner + (hasConfig ? ".config" : ".options"), std::move(kept));
    }
    config::setValueAt(document, path, std::move(value));
    return {};
}

Result<void> applyChoices(config::Json& document, const RunSettingsChoice& choice) {
    // A kind is set before its options: another optimiser brings other ones.
    for (const auto& [path, text] : choice.values)
        if (path.ends_with(".type")) ATTUNE_CHECK(assign(document, path, text));
    for (const auto& [path, text] : choice.values)
        if (!path.ends_with(".type")) ATTUNE_CHECK(assign(document, path, text));
    for (const std::string& assignment : choice.assignments) {
        const std::size_t sign = assignment.find('=');
        if (sign == std::string::npos)
            return fail(ErrorCode::InvalidArgument, concat("--set wants SETTING=VALUE, not ", assignment));
        ATTUNE_CHECK(assign(document, assignment.substr(0, sign), assignment.substr(sign + 1)));
    }
    return {};
}

Result<void> chooseDemos(Session& session, const RunSettingsChoice& choice, config::RunSettings& settings) {
    if (choice.hasNoDemos) {
        settings.demos.every = 0;
        settings.demos.baseModel = false;
        settings.demos.prompts.clear();
        return {};
    }
    if (!choice.demoPrompts.empty()) {
        settings.demos.prompts.clear();
        for (std::size_t index = 0; index < choice.demoPrompts.size(); ++index) {
            config::DemoPrompt prompt;
            prompt.prompt = choice.demoPrompts[index];
            prompt.seed = static_cast<std::int64_t>(index) + 1;
            settings.demos.prompts.push_back(std::move(prompt));
        }
    }
    if (!settings.demos.prompts.empty()) return {};
    ATTUNE_TRY(const dataset::Library library, session.library());
    ATTUNE_TRY(const std::vector<dataset::ClipRecord> clips, library.clips());
    settings.demos.prompts = engine::demoPromptsFrom(clips, engine::kDemoPrompts);
    return {};
}

} // namespace

void addRunSettingsOptions(CLI::App& command, RunSettingsChoice& choice) {
    command
        .add_option("--preset", choice.preset,
                    "Settings to begin with: a preset's name or a JSON file (default: what suits the model)")
        ->type_name("NAME|FILE");
    command
        .add_option("--set", choice.assignments,
                    "Any setting by its path in run.json, for example schedule.config.power=0.7")
        ->type_name("SETTING=VALUE");
    command
        .add_option("--demo-prompt", choice.demoPrompts,
                    "A demo's prompt; may be repeated (default: four frequent prompts of the clips)")
        ->type_name("TEXT");
    command.add_flag("--no-demos", choice.hasNoDemos, "No demos on the way");
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        if (parameter.option.empty() || parameter.kind == config::ParameterKind::Prompts)
            continue; // prompts are repeated, above
        const std::string path(parameter.path);
        std::string type = parameter.unit.empty() ? "VALUE" : std::string(parameter.unit);
        if (!parameter.choices.empty()) {
            type = "{";
            for (const config::ParameterChoice& one : parameter.choices)
                type += concat(type.size() > 1 ? "," : "", one.value);
            type += "}";
        }
        command
            .add_option_function<std::string>(
                concat("--", parameter.option),
                [&choice, path](const std::string& text) { choice.values[path] = text; }, helpOf(parameter))
            ->type_name(type)
            ->check(kindOf(parameter))
            ->group(std::string(parameter.group));
    }
}

Result<ChosenRun> chooseRun(Session& session, const RunSettingsChoice& choice) {
    const auto named = choice.values.find("model");
    ChosenRun chosen;
    ATTUNE_TRY(chosen.model, session.model(named == choice.values.end() ? std::string() : named->second));
    std::string presetId = choice.preset;
    if (presetId.empty()) {
        ATTUNE_TRY(engine::Engine* const engine, session.engine());
        const engine::DevicesReport devices = engine->devices();
        presetId =
            engine::presetFor(chosen.model, devices.devices.size() > 1 ? devices.devices[1].totalBytes : 0);
    }
    ATTUNE_TRY(const engine::Preset preset, engine::findPreset(presetId));
    chosen.preset = preset.id;
    config::Json document = config::jsonFromRunSettings(preset.settings);
    ATTUNE_CHECK(applyChoices(document, choice));
    ATTUNE_TRY(chosen.settings, config::runSettingsFromJson(document));
    chosen.settings.model = chosen.model.id;
    ATTUNE_CHECK(chooseDemos(session, choice, chosen.settings));
    ATTUNE_CHECK(config::validateRunSettings(chosen.settings));
    return chosen;
}

} // namespace attune::cli
