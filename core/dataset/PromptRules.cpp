// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/PromptRules.h"

#include "core/base/Text.h"
#include "core/dataset/Doctor.h"
#include "core/dataset/PromptSteps.h"
#include "core/dataset/PromptTemplate.h"

#include <algorithm>
#include <map>

namespace attune::dataset {

const std::string& PromptOutcome::text() const {
    static const std::string empty;
    if (alternatives.empty()) return empty;
    return std::max_element(alternatives.begin(), alternatives.end(),
                            [](const auto& a, const auto& b) { return a.weight < b.weight; })
        ->text;
}

struct PromptMaker::Impl {
    struct Rule {
        int index{0}; // in PromptRules
        PromptTemplate text;
        std::vector<CompiledCondition> when;
        std::vector<CompiledStep> steps;
    };
    struct Alternative {
        PromptTemplate text;
        double weight{1.0};
    };
    std::vector<Rule> rules;
    std::vector<CompiledStep> steps;
    std::vector<Alternative> alternatives;
};

namespace {

// Says which rule or step an error is about.
template <typename T>
Result<T> located(Result<T> result, const std::string& place) {
    if (result) return result;
    Error error = std::move(result).error();
    error.message = concat(place, ": ", error.message);
    return fail(std::move(error));
}

Result<std::vector<CompiledStep>> compileSteps(const std::vector<PromptStep>& steps,
                                               const std::string& place) {
    std::vector<CompiledStep> compiled;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].isEnabled) continue;
        ATTUNE_TRY(CompiledStep step,
                   located(CompiledStep::compile(steps[i]), concat(place, "step ", i + 1)));
        compiled.push_back(std::move(step));
    }
    return compiled;
}

} // namespace

Result<PromptMaker> PromptMaker::compile(const PromptRules& rules) {
    auto impl = std::make_shared<Impl>();
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        const PromptRule& rule = rules.rules[i];
        if (!rule.isEnabled) continue;
        const std::string place =
            concat("Rule ", i + 1, rule.name.empty() ? "" : concat(" (", rule.name, ")"));
        Impl::Rule made;
        made.index = static_cast<int>(i);
        ATTUNE_TRY(made.text, located(PromptTemplate::compile(rule.templateText), place));
        for (const PromptCondition& condition : rule.when) {
            ATTUNE_TRY(CompiledCondition compiled, located(CompiledCondition::compile(condition), place));
            made.when.push_back(std::move(compiled));
        }
        ATTUNE_TRY(made.steps, compileSteps(rule.steps, place + ", "));
        impl->rules.push_back(std::move(made));
    }
    ATTUNE_TRY(impl->steps, compileSteps(rules.steps, "Clean-up, "));
    for (std::size_t i = 0; i < rules.alternatives.size(); ++i) {
        const PromptAlternative& alternative = rules.alternatives[i];
        if (!(alternative.weight > 0.0)) continue; // never drawn
        ATTUNE_TRY(PromptTemplate text,
                   located(PromptTemplate::compile(alternative.text), concat("Alternative ", i + 1)));
        impl->alternatives.push_back({std::move(text), alternative.weight});
    }
    return PromptMaker(std::move(impl));
}

namespace {

// Runs steps over the text of an outcome; false when one rejected the clip or gave up, with the text as it
// was before that one.
bool runSteps(const std::vector<CompiledStep>& steps, const PromptContext& context, std::string& text,
              PromptOutcome& outcome) {
    for (const CompiledStep& step : steps) {
        auto result = step.run(context, text);
        if (!result) {
            outcome.problem = result.error().message;
            return false;
        }
        text = std::move(result->text);
        if (result->isRejected) {
            outcome.isRejected = true;
            return false;
        }
    }
    return true;
}

} // namespace

PromptOutcome PromptMaker::make(const PromptContext& context) const {
    PromptOutcome outcome;
    std::string prompt;
    for (const Impl::Rule& rule : m_impl->rules) {
        bool applies = true;
        for (const CompiledCondition& condition : rule.when) {
            const auto holds = condition.holds(context, {});
            if (!holds) outcome.problem = holds.error().message;
            applies = applies && holds && *holds;
        }
        if (!applies) continue;
        std::string text = rule.text.fill(context);
        if (trimAscii(text).empty() && &rule != &m_impl->rules.back()) continue;
        outcome.ruleIndex = rule.index;
        if (!runSteps(rule.steps, context, text, outcome)) {
            outcome.alternatives = {{std::move(text), 1.0}};
            return outcome;
        }
        prompt = std::move(text);
        break;
    }
    if (!runSteps(m_impl->steps, context, prompt, outcome)) {
        outcome.alternatives = {{std::move(prompt), 1.0}};
        return outcome;
    }
    if (m_impl->alternatives.empty()) {
        outcome.alternatives = {{std::move(prompt), 1.0}};
        return outcome;
    }
    for (const Impl::Alternative& alternative : m_impl->alternatives) {
        std::string text = alternative.text.fill(context, prompt);
        const auto same = std::find_if(outcome.alternatives.begin(), outcome.alternatives.end(),
                                       [&](const PromptAlternative& other) { return other.text == text; });
        if (same != outcome.alternatives.end())
            same->weight += alternative.weight;
        else
            outcome.alternatives.push_back({std::move(text), alternative.weight});
    }
    return outcome;
}

Result<std::vector<PromptPreviewRow>> previewPrompts(const PromptRules& rules,
                                                     const std::vector<PromptContext>& contexts,
                                                     const PromptPreviewOptions& options) {
    ATTUNE_TRY(const PromptMaker maker, PromptMaker::compile(rules));
    std::vector<PromptPreviewRow> rows;
    rows.reserve(contexts.size());
    std::map<std::string, int> uses;
    for (const PromptContext& context : contexts) {
        PromptPreviewRow row;
        row.path = context.path;
        row.outcome = maker.make(context);
        row.isEmpty = trimAscii(row.outcome.text()).empty();
        row.looksLikePath = looksLikePath(row.outcome.text());
        if (options.tokenCount && options.tokenLimit > 0)
            for (const PromptAlternative& alternative : row.outcome.alternatives)
                row.isOverTokenLimit =
                    row.isOverTokenLimit || options.tokenCount(alternative.text) > options.tokenLimit;
        ++uses[row.outcome.text()];
        rows.push_back(std::move(row));
    }
    for (PromptPreviewRow& row : rows) row.isShared = uses[row.outcome.text()] > 1;
    return rows;
}

} // namespace attune::dataset
