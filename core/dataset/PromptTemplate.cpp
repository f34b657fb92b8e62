// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/PromptTemplate.h"

#include "core/base/NumberText.h"
#include "core/base/Text.h"
#include "core/dataset/PromptSteps.h"

#include <algorithm>
#include <vector>

namespace attune::dataset {

namespace {

struct Choice { // one of the alternatives of a field
    std::string field;
    std::vector<PromptStep> modifiers;
};

Result<std::vector<PromptStep>> modifierSteps(std::string_view name) {
    const auto one = [](StepKind kind) {
        PromptStep step;
        step.kind = kind;
        return step;
    };
    if (name == "clean")
        return std::vector<PromptStep>{one(StepKind::DropCopyCounters), one(StepKind::SeparatorsToSpaces),
                                       one(StepKind::CollapseSpaces), one(StepKind::Trim)};
    if (name == "lower") return std::vector<PromptStep>{one(StepKind::LowerCase)};
    if (name == "upper") return std::vector<PromptStep>{one(StepKind::UpperCase)};
    if (name == "title") return std::vector<PromptStep>{one(StepKind::TitleCase)};
    if (name == "sentence") return std::vector<PromptStep>{one(StepKind::SentenceCase)};
    if (name == "words") return std::vector<PromptStep>{one(StepKind::SplitWords)};
    return fail(ErrorCode::InvalidConfig, concat("There is no modifier named “", name, "”"));
}

std::string_view stemOf(std::string_view fileName) {
    const std::size_t dot = fileName.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? fileName : fileName.substr(0, dot);
}

std::string valueIn(const TagMap& map, std::string_view key) {
    const auto it = map.find(key);
    return it == map.end() ? std::string() : it->second;
}

} // namespace

struct PromptTemplate::Part {
    std::string text;            // when there are no choices and no parts
    std::vector<Choice> choices; // a field
    std::vector<Part> optional;  // [ … ]
};

namespace {

using Part = PromptTemplate::Part;

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}
    Result<std::vector<Part>> run() { return parts(false); }

private:
    tl::unexpected<Error> trouble(const std::string& what) const {
        return fail(ErrorCode::InvalidConfig, concat(what, " at ", m_at + 1), std::string(m_text));
    }
    bool takeDoubled(char c) {
        if (m_text.substr(m_at, 2) != std::string{c, c}) return false;
        m_at += 2;
        return true;
    }
    Result<std::vector<Part>> parts(bool isInside) {
        std::vector<Part> list;
        std::string text;
        const auto flush = [&] {
            if (!text.empty()) list.push_back({std::move(text), {}, {}});
            text.clear();
        };
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if ((c == '{' || c == '}' || c == '[' || c == ']') && takeDoubled(c)) {
                text += c;
            } else if (c == '{') {
                flush();
                ATTUNE_TRY(Part part, field());
                list.push_back(std::move(part));
            } else if (c == '[') {
                if (isInside) return trouble("Brackets cannot stand inside brackets");
                flush();
                ++m_at;
                Part part;
                ATTUNE_TRY(part.optional, parts(true));
                if (m_at >= m_text.size()) return trouble("A closing ] is missing");
                ++m_at;
                list.push_back(std::move(part));
            } else if (c == ']' && isInside) {
                break;
            } else if (c == ']' || c == '}') {
                return trouble(concat("A ", c, " too many; write it twice to have one in the text"));
            } else {
                text += c;
                ++m_at;
            }
        }
        flush();
        return list;
    }
    Result<Part> field() {
        const std::size_t end = m_text.find('}', m_at);
        if (end == std::string_view::npos) return trouble("A closing } is missing");
        const std::string_view inside = m_text.substr(m_at + 1, end - m_at - 1);
        Part part;
        for (const std::string& choice : split(inside, '|')) {
            const std::vector<std::string> pieces = split(choice, ':');
            Choice made{std::string(trimAscii(pieces.front())), {}};
            if (!isPromptField(made.field))
                return trouble(concat("There is no field named “", made.field, "”"));
            for (std::size_t i = 1; i < pieces.size(); ++i) {
                auto steps = modifierSteps(trimAscii(pieces[i]));
                if (!steps) return trouble(steps.error().message);
                made.modifiers.insert(made.modifiers.end(), steps->begin(), steps->end());
            }
            part.choices.push_back(std::move(made));
        }
        m_at = end + 1;
        return part;
    }

    std::string_view m_text;
    std::size_t m_at{0};
};

// False when a field in `parts` is empty.
bool fillParts(const std::vector<Part>& parts, const PromptContext& context, std::string_view prompt,
               std::string& out) {
    bool isWhole = true;
    for (const Part& part : parts) {
        if (!part.choices.empty()) {
            std::string value;
            for (const Choice& choice : part.choices) {
                value = promptField(choice.field, context, prompt);
                for (const PromptStep& step : choice.modifiers) value = plainStep(step.kind, value);
                if (!trimAscii(value).empty()) break;
            }
            isWhole = isWhole && !trimAscii(value).empty();
            out += value;
        } else if (!part.optional.empty()) {
            std::string inner;
            if (fillParts(part.optional, context, prompt, inner)) out += inner;
        } else {
            out += part.text;
        }
    }
    return isWhole;
}

} // namespace

Result<PromptTemplate> PromptTemplate::compile(std::string_view text) {
    ATTUNE_TRY(std::vector<Part> parts, Parser(text).run());
    PromptTemplate made;
    made.m_parts = std::make_shared<const std::vector<Part>>(std::move(parts));
    return made;
}

std::string PromptTemplate::fill(const PromptContext& context, std::string_view prompt) const {
    std::string out;
    fillParts(*m_parts, context, prompt, out);
    return out;
}

bool isPromptField(std::string_view field) {
    for (const char* known :
         {"name", "filename", "folders", "path", "sidecar", "source", "seconds", "prompt"})
        if (field == known) return true;
    if (field.starts_with("folder.")) {
        const std::string_view number = field.substr(7);
        return !number.empty() && number.size() < 3 &&
               number.find_first_not_of("0123456789") == std::string_view::npos;
    }
    for (const std::string_view prefix : {"tags.", "sidecar.", "csv."})
        if (field.starts_with(prefix) && field.size() > prefix.size()) return true;
    return false;
}

std::string promptField(std::string_view field, const PromptContext& context, std::string_view prompt) {
    const std::vector<std::string> parts = split(context.path, '/');
    if (field == "name") return std::string(stemOf(parts.back()));
    if (field == "filename") return parts.back();
    if (field == "path") return context.path;
    if (field == "source") return context.sourceName;
    if (field == "prompt") return std::string(prompt);
    if (field == "sidecar") return context.sidecarText.value_or(std::string());
    if (field == "seconds") return fixedText(context.seconds, 1);
    if (field == "folders") {
        std::string joined;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) joined += (joined.empty() ? "" : " ") + parts[i];
        return joined;
    }
    if (field.starts_with("folder.")) {
        const auto up = static_cast<std::size_t>(std::stoul(std::string(field.substr(7))));
        return up >= 1 && up < parts.size() ? parts[parts.size() - 1 - up] : std::string();
    }
    if (field.starts_with("tags.")) return valueIn(context.tags, toLowerAscii(field.substr(5)));
    if (field.starts_with("sidecar.")) return valueIn(context.sidecarValues, toLowerAscii(field.substr(8)));
    if (field.starts_with("csv.")) return valueIn(context.tableRow, toLowerAscii(field.substr(4)));
    return {};
}

} // namespace attune::dataset
