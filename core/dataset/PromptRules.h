// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptRules: how a clip's prompt is made from its name, folders, tags and texts beside it. A document that
// people edit: rules in order, then clean-up steps, then alternatives with weights. Replaces
// stable-audio-tools' Python metadata scripts.
//
//   1. The first rule whose conditions hold and whose template gives text makes the prompt.
//   2. Its own steps, then the common steps, change it; a reject step leaves the clip out.
//   3. Alternatives ({prompt} is the result of 2) give several texts with weights.
//
// Templates: fields in braces, with fallbacks and modifiers: {name} {filename} {folder.1} (parent) {folder.2}
// … {folders} {path} {tags.bpm} {sidecar} {sidecar.key} {csv.column} {source} {seconds} {prompt};
// {tags.title|name:clean} takes the first that is not empty; modifiers clean, lower, upper, title, sentence,
// words. Text in [brackets] is left out when a field in it is empty: "{name:clean}[, {tags.bpm} BPM]". {{ }}
// [[ ]] stand for themselves. Patterns are those of Python's re (Unicode; \1 and \g<name> in replacements),
// run by PCRE2 with a limit on their work, so that no pattern hangs the program.
//
// Ownership: value types; a compiled PromptMaker is independent of the rules it was made from. Threads: const
// methods from any thread at once. No torch, no Qt.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/dataset/ClipRecord.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::dataset {

enum class ConditionKind { Contains, ContainsNot, Matches, MatchesNot, Equals, IsEmpty, IsNotEmpty };

// `subject` is a template; in a step's guard an empty subject means the text so far.
struct PromptCondition {
    std::string subject;
    ConditionKind kind{ConditionKind::Contains};
    std::string text; // literal, or the pattern of Matches; case matters
    bool operator==(const PromptCondition&) const = default;
};

enum class StepKind {
    Replace,            // literal `find` by `replacement`
    ReplacePattern,     // regular expression `find` by `replacement`
    Reject,             // leaves the clip out when the pattern `find` is in the text
    SeparatorsToSpaces, // _ - + . between words, and other punctuation runs, to one space
    CollapseSpaces,
    Trim,
    LowerCase,
    UpperCase,
    TitleCase,
    SentenceCase,
    Prefix, // `replacement` before a text that is not empty
    Suffix,
    DropCopyCounters, // " (2)", " copy", "_1" … at the end
    DropNumbers,      // words of digits
    SplitWords,       // "KickHard01" to "Kick Hard 01"
    ExpandBpm,        // "120BPM" to "120 BPM"
    ExpandKey,        // "Am", "F#min" to "A minor", "F# minor"
    ExpandMeter,      // "4b4n" to "4/4"
    ExpandBars        // "4bars" to "4 bars", "1bar" to "1 bar"
};

enum class ReplaceScope { All, First };

struct PromptStep {
    StepKind kind{StepKind::Trim};
    std::string find;
    std::string replacement;
    ReplaceScope scope{ReplaceScope::All};
    bool matchesCase{true};
    std::optional<PromptCondition> onlyIf;
    bool isEnabled{true};
    bool operator==(const PromptStep&) const = default;
};

struct PromptRule {
    std::string name; // for people
    std::string templateText{"{name:clean}"};
    std::vector<PromptCondition> when; // all must hold
    std::vector<PromptStep> steps;
    bool isEnabled{true};
    bool operator==(const PromptRule&) const = default;
};

struct PromptRules {
    std::vector<PromptRule> rules;
    std::vector<PromptStep> steps;
    std::vector<PromptAlternative> alternatives; // templates; none = {prompt} alone
    bool operator==(const PromptRules&) const = default;

    [[nodiscard]] config::Json
    toJson() const; // {"version": 1, "rules": [...], "steps": [...], "alternatives": [...]}
    // Errors: InvalidConfig with the place in the document; VersionTooNew.
    [[nodiscard]] static Result<PromptRules> fromJson(const config::JsonView& document);
};

// What rules may ask about a clip. Views are only used during a call.
struct PromptContext {
    std::string path; // relative, '/' separators
    std::string sourceName;
    double seconds{0.0};
    TagMap tags;
    std::optional<std::string> sidecarText;
    TagMap sidecarValues;
    TagMap tableRow;
};

struct PromptOutcome {
    std::vector<PromptAlternative> alternatives; // at least one; weights > 0; equal texts joined
    bool isRejected{false};
    int ruleIndex{-1};   // which rule made it; -1 = none did
    std::string problem; // a pattern that gave up; empty = fine
    // The weightiest (the first of equals).
    [[nodiscard]] const std::string& text() const;
};

// Rules with their templates and patterns compiled.
class PromptMaker {
public:
    // Errors: InvalidConfig naming rule and step, with the position in the template or pattern.
    [[nodiscard]] static Result<PromptMaker> compile(const PromptRules& rules);
    [[nodiscard]] PromptOutcome make(const PromptContext& context) const;

private:
    struct Impl;
    explicit PromptMaker(std::shared_ptr<const Impl> impl) : m_impl(std::move(impl)) {}
    std::shared_ptr<const Impl> m_impl;
};

struct PromptPreviewOptions {
    std::function<int(const std::string&)> tokenCount; // of the model's tokenizer; empty = not counted
    int tokenLimit{0};                                 // what the model reads; longer is cut
};

struct PromptPreviewRow {
    std::string path;
    PromptOutcome outcome;
    bool isEmpty{false};
    bool isShared{false}; // another clip has the same text
    bool isOverTokenLimit{false};
    bool looksLikePath{false};
};

// What the rules would make of these clips, without changing anything. Errors: as compile.
[[nodiscard]] Result<std::vector<PromptPreviewRow>> previewPrompts(const PromptRules& rules,
                                                                   const std::vector<PromptContext>& contexts,
                                                                   const PromptPreviewOptions& options = {});

struct PromptPreset {
    std::string name;        // stable: "paths_md"
    std::string description; // for people
    PromptRules rules;
};

// Ready-made rules: clean names, folders and name, texts beside the files, tags, and the guide's three
// scripts (paths_md, acid, kickbass) to the letter, faults included.
[[nodiscard]] const std::vector<PromptPreset>& promptPresets();
[[nodiscard]] const PromptPreset* findPromptPreset(std::string_view name);

} // namespace attune::dataset
