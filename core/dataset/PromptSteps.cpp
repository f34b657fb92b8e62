// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/PromptSteps.h"

#include "core/base/Text.h"
#include "core/dataset/TextCase.h"

#include <array>

namespace attune::dataset {

namespace {

struct Substitution {
    const char* pattern;
    const char* replacement;
};

// Runs built-in patterns, compiled once. They are ours: that they compile is checked by a test.
template <std::size_t N>
std::string substitute(std::string_view text, const std::array<Substitution, N>& substitutions,
                       const std::array<Result<TextPattern>, N>& patterns) {
    std::string out(text);
    for (std::size_t i = 0; i < N; ++i)
        if (patterns[i])
            if (auto changed =
                    patterns[i]->replaced(out, substitutions[i].replacement, TextPattern::Scope::All))
                out = *std::move(changed);
    return out;
}

template <std::size_t N>
std::array<Result<TextPattern>, N> compiled(const std::array<Substitution, N>& substitutions) {
    std::array<Result<TextPattern>, N> patterns = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<Result<TextPattern>, N>{TextPattern::compile(substitutions[I].pattern)...};
    }
    (std::make_index_sequence<N>{});
    return patterns;
}

#define ATTUNE_SUBSTITUTE(text, ...)                                                                         \
    [&] {                                                                                                    \
        static const auto substitutions = std::to_array<Substitution>(__VA_ARGS__);                          \
        static const auto patterns = compiled(substitutions);                                                \
        return substitute(text, substitutions, patterns);                                                    \
    }()

} // namespace

std::string plainStep(StepKind kind, std::string_view text) {
    switch (kind) {
    case StepKind::SeparatorsToSpaces:
        // A point between digits is a decimal, a sharp after a note belongs to it, an apostrophe to its word.
        return ATTUNE_SUBSTITUTE(text, {{R"((?<=\d)[.](?=\d))", "\x01"},
                                        {R"([_\-+.,;:/\\|~=*!?"()\[\]{}<>]+)", " "},
                                        {"\x01", "."},
                                        {" {2,}", " "}});
    case StepKind::CollapseSpaces:
        return ATTUNE_SUBSTITUTE(text, {{R"(\s+)", " "}});
    case StepKind::Trim:
        return ATTUNE_SUBSTITUTE(text, {{R"(^\s+|\s+$)", ""}});
    case StepKind::LowerCase:
        return lowerCase(text);
    case StepKind::UpperCase:
        return upperCase(text);
    case StepKind::TitleCase:
        return titleCase(text);
    case StepKind::SentenceCase:
        return sentenceCase(text);
    case StepKind::DropCopyCounters:
        return ATTUNE_SUBSTITUTE(text, {{R"(\s*\(\d+\)\s*$)", ""},
                                        {R"((?i)[ _-]+copy( \d+)?\s*$)", ""},
                                        {R"((?<=\p{L})_\d{1,2}\s*$)", ""}});
    case StepKind::DropNumbers:
        return ATTUNE_SUBSTITUTE(text, {{R"((?<![\p{L}\d.])\d+(?![\p{L}\d.]))", ""}, {" {2,}", " "}});
    case StepKind::SplitWords:
        return ATTUNE_SUBSTITUTE(text, {{R"((\p{Ll})(\p{Lu}))", "\\1 \\2"},
                                        {R"((\p{L})(\d))", "\\1 \\2"},
                                        {R"((\d)(\p{Lu}\p{Ll}))", "\\1 \\2"}});
    case StepKind::ExpandBpm:
        return ATTUNE_SUBSTITUTE(text, {{R"((?i)(\d+)\s*bpm\b)", "\\1 BPM"}});
    case StepKind::ExpandKey:
        return ATTUNE_SUBSTITUTE(
            text, {{R"((?<![\p{L}\d])([A-G][#b♭♮♯]?)(?:m|min|minor)(?![\p{L}\d]))", "\\1 minor"},
                   {R"((?<![\p{L}\d])([A-G][#b♭♮♯]?)(?:maj|major)(?![\p{L}\d]))", "\\1 major"}});
    case StepKind::ExpandMeter:
        return ATTUNE_SUBSTITUTE(text, {{R"((\d+)b(\d+)n)", "\\1/\\2"}});
    case StepKind::ExpandBars:
        return ATTUNE_SUBSTITUTE(text, {{R"((\d+)bars)", "\\1 bars"}, {R"((\d+)bar\b)", "\\1 bar"}});
    case StepKind::Replace:
    case StepKind::ReplacePattern:
    case StepKind::Reject:
    case StepKind::Prefix:
    case StepKind::Suffix:
        break;
    }
    return std::string(text);
}

Result<CompiledCondition> CompiledCondition::compile(const PromptCondition& condition) {
    CompiledCondition made;
    if (!condition.subject.empty()) {
        ATTUNE_TRY(made.m_subject, PromptTemplate::compile(condition.subject));
    }
    made.m_kind = condition.kind;
    made.m_text = condition.text;
    if (condition.kind == ConditionKind::Matches || condition.kind == ConditionKind::MatchesNot) {
        ATTUNE_TRY(made.m_pattern, TextPattern::compile(condition.text));
    }
    return made;
}

Result<bool> CompiledCondition::holds(const PromptContext& context, std::string_view text) const {
    const std::string subject = m_subject ? m_subject->fill(context, text) : std::string(text);
    switch (m_kind) {
    case ConditionKind::Contains:
        return subject.find(m_text) != std::string::npos;
    case ConditionKind::ContainsNot:
        return subject.find(m_text) == std::string::npos;
    case ConditionKind::Equals:
        return subject == m_text;
    case ConditionKind::IsEmpty:
        return trimAscii(subject).empty();
    case ConditionKind::IsNotEmpty:
        return !trimAscii(subject).empty();
    case ConditionKind::Matches:
    case ConditionKind::MatchesNot:
        break;
    }
    ATTUNE_TRY(const bool isIn, m_pattern->isIn(subject));
    return isIn == (m_kind == ConditionKind::Matches);
}

Result<CompiledStep> CompiledStep::compile(const PromptStep& step) {
    CompiledStep made;
    made.m_step = step;
    if (step.onlyIf) {
        ATTUNE_TRY(made.m_guard, CompiledCondition::compile(*step.onlyIf));
    }
    const auto letterCase = step.matchesCase ? TextPattern::Case::Matters : TextPattern::Case::Ignored;
    if (step.kind == StepKind::ReplacePattern || step.kind == StepKind::Reject) {
        ATTUNE_TRY(made.m_pattern, TextPattern::compile(step.find, letterCase));
        if (step.kind == StepKind::ReplacePattern)
            ATTUNE_CHECK(made.m_pattern->checkReplacement(step.replacement));
    }
    if (step.kind == StepKind::Replace) {
        if (step.find.empty()) return fail(ErrorCode::InvalidConfig, "There is nothing to find");
        // A literal is a pattern between \Q and \E, and its replacement has no groups.
        std::string quoted = "\\Q";
        for (std::size_t i = 0; i < step.find.size(); ++i) {
            if (step.find.compare(i, 2, "\\E") == 0) {
                quoted += "\\E\\\\E\\Q";
                ++i;
            } else {
                quoted += step.find[i];
            }
        }
        ATTUNE_TRY(made.m_pattern, TextPattern::compile(quoted + "\\E", letterCase));
        std::string literal;
        for (const char c : step.replacement) literal += c == '\\' ? std::string("\\\\") : std::string(1, c);
        made.m_step.replacement = std::move(literal);
    }
    return made;
}

Result<CompiledStep::Outcome> CompiledStep::run(const PromptContext& context, std::string text) const {
    if (m_guard) {
        ATTUNE_TRY(const bool holds, m_guard->holds(context, text));
        if (!holds) return Outcome{std::move(text), false};
    }
    switch (m_step.kind) {
    case StepKind::Replace:
    case StepKind::ReplacePattern: {
        const auto scope =
            m_step.scope == ReplaceScope::First ? TextPattern::Scope::First : TextPattern::Scope::All;
        ATTUNE_TRY(std::string changed, m_pattern->replaced(text, m_step.replacement, scope));
        return Outcome{std::move(changed), false};
    }
    case StepKind::Reject: {
        ATTUNE_TRY(const bool isIn, m_pattern->isIn(text));
        return Outcome{std::move(text), isIn};
    }
    case StepKind::Prefix:
        return Outcome{text.empty() ? text : m_step.replacement + text, false};
    case StepKind::Suffix:
        return Outcome{text.empty() ? text : text + m_step.replacement, false};
    default:
        return Outcome{plainStep(m_step.kind, text), false};
    }
}

} // namespace attune::dataset
