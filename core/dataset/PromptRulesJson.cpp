// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/dataset/PromptRules.h"

#include <array>

namespace attune::dataset {

using config::Json;
using config::JsonView;

namespace {

constexpr std::int64_t kVersion = 1;

template <typename Kind>
struct Name {
    Kind kind;
    const char* name;
};

constexpr std::array<Name<ConditionKind>, 7> kConditions{{{ConditionKind::Contains, "contains"},
                                                          {ConditionKind::ContainsNot, "contains-not"},
                                                          {ConditionKind::Matches, "matches"},
                                                          {ConditionKind::MatchesNot, "matches-not"},
                                                          {ConditionKind::Equals, "equals"},
                                                          {ConditionKind::IsEmpty, "is-empty"},
                                                          {ConditionKind::IsNotEmpty, "is-not-empty"}}};

constexpr std::array<Name<StepKind>, 19> kSteps{{{StepKind::Replace, "replace"},
                                                 {StepKind::ReplacePattern, "replace-pattern"},
                                                 {StepKind::Reject, "reject"},
                                                 {StepKind::SeparatorsToSpaces, "separators-to-spaces"},
                                                 {StepKind::CollapseSpaces, "collapse-spaces"},
                                                 {StepKind::Trim, "trim"},
                                                 {StepKind::LowerCase, "lower-case"},
                                                 {StepKind::UpperCase, "upper-case"},
                                                 {StepKind::TitleCase, "title-case"},
                                                 {StepKind::SentenceCase, "sentence-case"},
                                                 {StepKind::Prefix, "prefix"},
                                                 {StepKind::Suffix, "suffix"},
                                                 {StepKind::DropCopyCounters, "drop-copy-counters"},
                                                 {StepKind::DropNumbers, "drop-numbers"},
                                                 {StepKind::SplitWords, "split-words"},
                                                 {StepKind::ExpandBpm, "expand-bpm"},
                                                 {StepKind::ExpandKey, "expand-key"},
                                                 {StepKind::ExpandMeter, "expand-meter"},
                                                 {StepKind::ExpandBars, "expand-bars"}}};

template <typename Kind, std::size_t N>
const char* nameOf(const std::array<Name<Kind>, N>& names, Kind kind) {
    for (const auto& entry : names)
        if (entry.kind == kind) return entry.name;
    return names.front().name;
}

template <typename Kind, std::size_t N>
Result<Kind> kindOf(const std::array<Name<Kind>, N>& names, const JsonView& view, std::string_view key) {
    ATTUNE_TRY(const std::string name, view.string(key));
    std::string known;
    for (const auto& entry : names) {
        if (name == entry.name) return entry.kind;
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    }
    return fail(ErrorCode::InvalidConfig, concat("“", name, "” is none of: ", known),
                concat(view.path(), '.', key));
}

Json jsonOf(const PromptCondition& condition) {
    Json json{{"kind", nameOf(kConditions, condition.kind)}};
    if (!condition.subject.empty()) json["subject"] = condition.subject;
    if (!condition.text.empty()) json["text"] = condition.text;
    return json;
}

Json jsonOf(const PromptStep& step) {
    Json json{{"kind", nameOf(kSteps, step.kind)}};
    if (!step.find.empty()) json["find"] = step.find;
    if (!step.replacement.empty()) json["replacement"] = step.replacement;
    if (step.scope == ReplaceScope::First) json["first_only"] = true;
    if (!step.matchesCase) json["ignore_case"] = true;
    if (step.onlyIf) json["only_if"] = jsonOf(*step.onlyIf);
    if (!step.isEnabled) json["enabled"] = false;
    return json;
}

Result<PromptCondition> conditionOf(const JsonView& view) {
    PromptCondition condition;
    ATTUNE_TRY(condition.kind, kindOf(kConditions, view, "kind"));
    ATTUNE_TRY(condition.subject, view.stringOr("subject", {}));
    ATTUNE_TRY(condition.text, view.stringOr("text", {}));
    return condition;
}

Result<PromptStep> stepOf(const JsonView& view) {
    PromptStep step;
    ATTUNE_TRY(step.kind, kindOf(kSteps, view, "kind"));
    ATTUNE_TRY(step.find, view.stringOr("find", {}));
    ATTUNE_TRY(step.replacement, view.stringOr("replacement", {}));
    ATTUNE_TRY(const bool isFirst, view.boolOr("first_only", false));
    step.scope = isFirst ? ReplaceScope::First : ReplaceScope::All;
    ATTUNE_TRY(const bool ignoresCase, view.boolOr("ignore_case", false));
    step.matchesCase = !ignoresCase;
    if (const auto guard = view.find("only_if")) {
        ATTUNE_TRY(step.onlyIf, conditionOf(*guard));
    }
    ATTUNE_TRY(step.isEnabled, view.boolOr("enabled", true));
    return step;
}

template <typename T>
Result<std::vector<T>> listOf(const JsonView& view, std::string_view key,
                              Result<T> (*read)(const JsonView&)) {
    std::vector<T> list;
    const auto member = view.find(key);
    if (!member) return list;
    ATTUNE_TRY(const std::vector<JsonView> elements, member->elements());
    for (const JsonView& element : elements) {
        ATTUNE_TRY(T value, read(element));
        list.push_back(std::move(value));
    }
    return list;
}

Result<PromptRule> ruleOf(const JsonView& view) {
    PromptRule rule;
    ATTUNE_TRY(rule.name, view.stringOr("name", {}));
    ATTUNE_TRY(rule.templateText, view.string("template"));
    ATTUNE_TRY(rule.when, listOf<PromptCondition>(view, "when", conditionOf));
    ATTUNE_TRY(rule.steps, listOf<PromptStep>(view, "steps", stepOf));
    ATTUNE_TRY(rule.isEnabled, view.boolOr("enabled", true));
    return rule;
}

Result<PromptAlternative> alternativeOf(const JsonView& view) {
    PromptAlternative alternative;
    ATTUNE_TRY(alternative.text, view.string("text"));
    ATTUNE_TRY(alternative.weight, view.numberOr("weight", 1.0));
    if (!(alternative.weight >= 0.0))
        return fail(ErrorCode::InvalidConfig, "A weight cannot be negative", view.path());
    return alternative;
}

} // namespace

Json PromptRules::toJson() const {
    Json document{{"version", kVersion},
                  {"rules", Json::array()},
                  {"steps", Json::array()},
                  {"alternatives", Json::array()}};
    for (const PromptRule& rule : rules) {
        Json json = Json::object();
        if (!rule.name.empty()) json["name"] = rule.name;
        json["template"] = rule.templateText;
        for (const PromptCondition& condition : rule.when) json["when"].push_back(jsonOf(condition));
        for (const PromptStep& step : rule.steps) json["steps"].push_back(jsonOf(step));
        if (!rule.isEnabled) json["enabled"] = false;
        document["rules"].push_back(std::move(json));
    }
    for (const PromptStep& step : steps) document["steps"].push_back(jsonOf(step));
    for (const PromptAlternative& alternative : alternatives)
        document["alternatives"].push_back({{"text", alternative.text}, {"weight", alternative.weight}});
    return document;
}

Result<PromptRules> PromptRules::fromJson(const JsonView& document) {
    ATTUNE_TRY(const std::int64_t version, document.integerOr("version", kVersion));
    if (version > kVersion)
        return fail(ErrorCode::VersionTooNew, "These prompt rules were written by a newer Attune",
                    document.path());
    PromptRules rules;
    ATTUNE_TRY(rules.rules, listOf<PromptRule>(document, "rules", ruleOf));
    ATTUNE_TRY(rules.steps, listOf<PromptStep>(document, "steps", stepOf));
    ATTUNE_TRY(rules.alternatives, listOf<PromptAlternative>(document, "alternatives", alternativeOf));
    return rules;
}

} // namespace attune::dataset
