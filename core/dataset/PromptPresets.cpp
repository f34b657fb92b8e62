// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/PromptRules.h"

#include <algorithm>

namespace attune::dataset {

namespace {

PromptStep step(StepKind kind) {
    PromptStep made;
    made.kind = kind;
    return made;
}

PromptStep pattern(const char* find, const char* replacement, ReplaceScope scope = ReplaceScope::All) {
    PromptStep made = step(StepKind::ReplacePattern);
    made.find = find;
    made.replacement = replacement;
    made.scope = scope;
    return made;
}

PromptRule rule(const char* name, const char* text, std::vector<PromptCondition> when = {}) {
    PromptRule made;
    made.name = name;
    made.templateText = text;
    made.when = std::move(when);
    return made;
}

PromptPreset cleanNames() {
    return {"clean-names",
            "file name, cleaned",
            {{rule("name", "{name:clean}")}, {step(StepKind::ExpandBpm)}, {}}};
}

PromptPreset folderAndName() {
    return {"folder-and-name",
            "folder, then file name",
            {{rule("folder and name", "{folder.1:clean}[, {name:clean}]",
                   {{"{folder.1}", ConditionKind::IsNotEmpty, {}}}),
              rule("name", "{name:clean}")},
             {step(StepKind::ExpandBpm)},
             {}}};
}

PromptPreset sidecarTexts() {
    return {"sidecar",
            "text file beside the sound, else the name",
            {{rule("text beside", "{sidecar|sidecar.prompt|sidecar.caption|sidecar.text}"),
              rule("name", "{name:clean}")},
             {step(StepKind::CollapseSpaces), step(StepKind::Trim)},
             {}}};
}

PromptPreset tagTexts() {
    return {
        "tags",
        "tags in the file, else the name",
        {{rule("tags", "{tags.title}[, {tags.genre}][, {tags.instrument}][, {tags.bpm} BPM][, {tags.key}]",
               {{"{tags.title}", ConditionKind::IsNotEmpty, {}}}),
          rule("name", "{name:clean}")},
         {},
         {}}};
}

PromptPreset mixture() {
    PromptPreset preset = folderAndName();
    preset.name = "mixture";
    preset.description = "folder and name, 70 % full, 20 % short, 10 % empty";
    preset.rules.alternatives = {{"{prompt}", 7.0}, {"{folder.1:clean|name:clean}", 2.0}, {"", 1.0}};
    return preset;
}

// The guide's paths_md.py.
PromptPreset pathsMd() {
    return {"paths_md",
            "paths_md.py of the guide",
            {{rule("stem", "{name}")}, {pattern("[^0-9a-zA-Z]+", " "), step(StepKind::Trim)}, {}}};
}

// The table that acid_paths_md.py and kickbass_paths_md.py share.
std::vector<PromptStep> loopSteps() {
    constexpr auto kFirst = ReplaceScope::First;
    return {pattern(R"((\d+)b(\d+)n)", R"(\1/\2)"),
            pattern(R"(^([a-zA-Z]+)\d+ )", R"(\1 )", kFirst),
            pattern(R"(^([a-zA-Z]+)\d+([a-zA-Z]+) )", R"(\1 \2 )", kFirst),
            pattern(R"(Dist\w+ )", " Distorted ", kFirst),
            pattern(R"((\d+)BPM)", R"(\1 BPM)", kFirst),
            pattern(R"(( [ABCDEFG][#♭♮♯]?)m )", R"(\1 minor )"),
            pattern(R"((^\w+ [ABCDEFG][#♭♮♯]?)([a-zA-Z]+))", R"(\1 \2)", kFirst),
            pattern(" D istorted ", " Distorted ", kFirst)};
}

PromptPreset acid() {
    PromptPreset preset{"acid", "acid_paths_md.py of the guide", {}};
    preset.rules.rules = {
        rule("folder says BPM: name", "{name}", {{"{folder.1}", ConditionKind::Contains, "BPM"}}),
        rule("folder", "{folder.1}")};
    preset.rules.steps = loopSteps();
    preset.rules.steps.push_back(pattern(R"((\d+)bars)", R"(\1 bars)"));
    preset.rules.steps.push_back(pattern(R"(\(\d+\)$)", ""));
    preset.rules.steps.push_back(pattern(R"(\s+)", " "));
    return preset;
}

PromptPreset kickbass() {
    PromptPreset preset{"kickbass", "kickbass_paths_md.py of the guide", {}};
    preset.rules.rules = {rule("name says BPM: name", "{name}", {{"{name}", ConditionKind::Contains, "BPM"}}),
                          rule("folder", "{folder.1}")};
    preset.rules.steps = loopSteps();
    PromptStep bars = pattern(R"((\d+)bars)", R"(\1 bars)");
    bars.onlyIf = PromptCondition{{}, ConditionKind::Contains, "bars"};
    PromptStep bar = pattern("1bar", "1 bar");
    bar.onlyIf = PromptCondition{{}, ConditionKind::Contains, "1bar"};
    preset.rules.steps.push_back(bars);
    preset.rules.steps.push_back(bar);
    preset.rules.steps.push_back(pattern(R"(\(\d+\)$)", ""));
    preset.rules.steps.push_back(pattern(R"(\s+)", " "));
    return preset;
}

} // namespace

const std::vector<PromptPreset>& promptPresets() {
    static const std::vector<PromptPreset> presets{cleanNames(), folderAndName(), mixture(), sidecarTexts(),
                                                   tagTexts(),   pathsMd(),       acid(),    kickbass()};
    return presets;
}

const PromptPreset* findPromptPreset(std::string_view name) {
    const auto& presets = promptPresets();
    const auto it = std::find_if(presets.begin(), presets.end(),
                                 [name](const PromptPreset& preset) { return preset.name == name; });
    return it == presets.end() ? nullptr : &*it;
}

} // namespace attune::dataset
