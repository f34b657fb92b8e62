// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptSteps: the clean-ups of prompt rules, compiled: patterns are checked once and run often.
//
// Ownership: value types. Threads: const methods from any thread at once.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/PromptRules.h"
#include "core/dataset/PromptTemplate.h"
#include "core/dataset/TextPattern.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::dataset {

// A step that has neither text nor pattern of its own. Prefix, Suffix, Replace, ReplacePattern and Reject
// give the text back unchanged.
[[nodiscard]] std::string plainStep(StepKind kind, std::string_view text);

class CompiledCondition {
public:
    // Errors: InvalidConfig.
    [[nodiscard]] static Result<CompiledCondition> compile(const PromptCondition& condition);
    // `text` is what an empty subject means. Errors: Refused (a pattern gave up).
    [[nodiscard]] Result<bool> holds(const PromptContext& context, std::string_view text) const;

private:
    std::optional<PromptTemplate> m_subject; // empty = the text
    ConditionKind m_kind{ConditionKind::Contains};
    std::string m_text;
    std::optional<TextPattern> m_pattern;
};

class CompiledStep {
public:
    // Errors: InvalidConfig.
    [[nodiscard]] static Result<CompiledStep> compile(const PromptStep& step);

    struct Outcome {
        std::string text;
        bool isRejected{false};
    };
    // Errors: Refused.
    [[nodiscard]] Result<Outcome> run(const PromptContext& context, std::string text) const;

private:
    PromptStep m_step;
    std::optional<CompiledCondition> m_guard;
    std::optional<TextPattern> m_pattern;
};

} // namespace attune::dataset
