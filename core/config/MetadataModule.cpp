// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/MetadataModule.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace attune::config {

namespace {

// The text without comments, so that a disabled line does not count. Quotes are respected.
std::string withoutComments(std::string_view source) {
    std::string code;
    char quote = '\0';
    for (std::size_t i = 0; i < source.size(); ++i) {
        const char character = source[i];
        if (quote != '\0') {
            if (character == '\\' && i + 1 < source.size()) {
                code += character;
                code += source[++i];
                continue;
            }
            if (character == quote || character == '\n') quote = '\0';
        } else if (character == '\'' || character == '"') {
            quote = character;
        } else if (character == '#') {
            while (i < source.size() && source[i] != '\n') ++i;
            code += '\n';
            continue;
        }
        code += character;
    }
    return code;
}

// Reads a string literal (with r, u, f or b before it) at the start of `rest`; raw text, escapes as written.
std::optional<std::string> takeString(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n("), rest.size()));
    while (!rest.empty() && std::string_view("rRuUbBfF").find(rest.front()) != std::string_view::npos)
        rest.remove_prefix(1);
    if (rest.empty() || (rest.front() != '\'' && rest.front() != '"')) return std::nullopt;
    const char quote = rest.front();
    std::string text;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == quote) {
            rest.remove_prefix(i + 1);
            return text;
        }
        if (rest[i] == '\\' && i + 1 < rest.size()) text += rest[i++];
        text += rest[i];
    }
    return std::nullopt;
}

std::vector<Substitution> substitutionsIn(std::string_view code) {
    constexpr std::string_view kCall = "re.sub(";
    std::vector<Substitution> found;
    for (std::size_t at = code.find(kCall); at != std::string_view::npos; at = code.find(kCall, at + 1)) {
        std::string_view rest = code.substr(at + kCall.size());
        auto pattern = takeString(rest);
        if (!pattern) continue;
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        if (!rest.starts_with(',')) continue;
        rest.remove_prefix(1);
        auto replacement = takeString(rest);
        if (replacement) found.push_back({*std::move(pattern), *std::move(replacement)});
    }
    return found;
}

bool hasPattern(const std::vector<Substitution>& substitutions, std::string_view pattern) {
    return std::any_of(substitutions.begin(), substitutions.end(),
                       [&](const Substitution& one) { return one.pattern == pattern; });
}

// The code with one kind of quotes and without any blank, so that only its words and signs count.
std::string withoutBlanks(std::string_view code) {
    std::string dense;
    for (const char character : code) {
        if (character == ' ' || character == '\t' || character == '\r' || character == '\n') continue;
        dense += character == '\'' ? '"' : character;
    }
    return dense;
}

// A function that returns the document's own prompt and nothing else, in the ways people write it.
bool handsOnPrompt(std::string_view code) {
    constexpr std::array<std::string_view, 6> kBodies{
        "return{}",
        "return{\"prompt\":info[\"prompt\"]}",
        "return{\"prompt\":info.get(\"prompt\")}",
        "return{\"prompt\":info.get(\"prompt\",\"\")}",
        "prompt=info[\"prompt\"]return{\"prompt\":prompt}",
        "prompt=info.get(\"prompt\",\"\")return{\"prompt\":prompt}",
    };
    constexpr std::string_view kFunction = "defget_custom_metadata(info,audio):";
    const std::string dense = withoutBlanks(code);
    return dense.starts_with(kFunction) &&
           std::find(kBodies.begin(), kBodies.end(), std::string_view(dense).substr(kFunction.size())) !=
               kBodies.end();
}

} // namespace

MetadataModule recogniseMetadataModule(std::string_view source) {
    const std::string code = withoutComments(source);
    const auto mentions = [&](std::string_view word) { return code.find(word) != std::string::npos; };
    MetadataModule module;
    module.substitutions = substitutionsIn(code);
    for (const char* key : {"__reject__", "__replace__", "__audio__", "seconds_total\"]", "seconds_total']"})
        module.setsOtherKeys = module.setsOtherKeys || mentions(key);

    const bool isMusical = hasPattern(module.substitutions, "(\\d+)b(\\d+)n");
    const bool isPlain =
        module.substitutions.size() == 1 && module.substitutions[0] == Substitution{"[^0-9a-zA-Z]+", " "};
    if (isMusical && mentions("BPM"))
        module.preset = mentions("1bar") ? "kickbass" : "acid";
    else if (isPlain && mentions(".strip()"))
        module.preset = "paths_md";
    module.keepsPrompts = handsOnPrompt(code);

    if (module.keepsPrompts)
        module.explanation = "The metadata module is Python and is not run. It hands on the prompts that are "
                             "in the documents, which are used as they are.";
    else if (!module.preset.empty())
        module.explanation =
            concat("The metadata module is Python and is not run. It makes its prompts as the preset \"",
                   module.preset, "\" does.");
    else if (module.substitutions.empty())
        module.explanation =
            "The metadata module is Python and is not run. Make prompt rules that do what it does.";
    else
        module.explanation =
            concat("The metadata module is Python and is not run. It has ", module.substitutions.size(),
                   " substitutions, which can be entered as steps of a prompt rule.");
    if (module.setsOtherKeys)
        module.explanation +=
            " It also rejects, replaces or re-times items, which has to be done in the dataset.";
    return module;
}

Result<MetadataModule> readMetadataModule(const std::filesystem::path& file) {
    constexpr std::int64_t kMostBytes = 4LL << 20U;
    ATTUNE_TRY(const std::string source, readTextFile(file, kMostBytes));
    return recogniseMetadataModule(source);
}

} // namespace attune::config
