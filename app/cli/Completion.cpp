// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Completion.h"

#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <array>

namespace attune::cli {

namespace {

// Each script asks for one line a candidate, "word<TAB>help"; the line ":files" asks the shell to add file
// names.
constexpr std::string_view kBashScript =
    R"(# attune-cli completion for bash. Load it with: source <(attune-cli completion bash)
_attune_cli() {
    local current="${COMP_WORDS[COMP_CWORD]}" word help
    COMPREPLY=()
    while IFS=$'\t' read -r word help; do
        if [[ $word == ":files" ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
        else
            COMPREPLY+=("$word")
        fi
    done < <("${COMP_WORDS[0]}" complete-words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _attune_cli attune-cli
)";

constexpr std::string_view kZshScript = R"(#compdef attune-cli
# attune-cli completion for zsh. Load it with: source <(attune-cli completion zsh)
_attune_cli() {
    local -a candidates
    local word help files=0
    while IFS=$'\t' read -r word help; do
        if [[ $word == ":files" ]]; then files=1; else candidates+=("${word//:/\\:}:$help"); fi
    done < <("${words[1]}" complete-words "${(@)words[2,CURRENT]}" 2>/dev/null)
    (( ${#candidates} )) && _describe 'attune-cli' candidates
    (( files )) && _files
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _attune_cli attune-cli
)";

constexpr std::string_view kFishScript =
    R"(# attune-cli completion for fish. Load it with: attune-cli completion fish | source
function __attune_cli_candidates
    set -l words (commandline -opc)
    attune-cli complete-words $words[2..-1] (commandline -ct) 2>/dev/null | string match -v ':files'
end
function __attune_cli_wants_files
    set -l words (commandline -opc)
    attune-cli complete-words $words[2..-1] (commandline -ct) 2>/dev/null | string match -q ':files'
end
complete -c attune-cli -f
complete -c attune-cli -n '__attune_cli_wants_files' -F
complete -c attune-cli -a '(__attune_cli_candidates)'
)";

std::string firstSentence(const std::string& text) {
    const std::string line = text.substr(0, text.find('\n'));
    const std::size_t end = line.find(". ");
    return end == std::string::npos ? line : line.substr(0, end);
}

const CLI::Option* findOption(const CLI::App& app, const std::string& word) {
    for (const CLI::App* level = &app; level != nullptr; level = level->get_parent())
        for (const CLI::Option* const option : level->get_options())
            if (option->check_name(word)) return option;
    return nullptr;
}

bool takesValue(const CLI::Option& option) {
    return option.get_items_expected_max() > 0 && option.get_type_size_max() > 0;
}

// CLI11 shows the members of a fixed set as "TEXT:{a,b,c}".
std::vector<std::string> choicesOf(const CLI::Option& option) {
    const std::string name = option.get_type_name();
    const std::size_t open = name.find('{');
    const std::size_t close = name.rfind('}');
    if (open == std::string::npos || close == std::string::npos || close < open) return {};
    return split(std::string_view(name).substr(open + 1, close - open - 1), ',');
}

bool wantsFiles(const CLI::Option& option) {
    constexpr std::array<std::string_view, 3> kPathTypes{"FILE", "DIR", "PATH"};
    const std::string name = option.get_type_name();
    return std::any_of(kPathTypes.begin(), kPathTypes.end(),
                       [&](std::string_view type) { return name.find(type) != std::string::npos; });
}

void addIfStarts(Completions& result, const std::string& typed, const std::string& word,
                 const std::string& help) {
    if (word.starts_with(typed)) result.candidates.push_back({word, firstSentence(help)});
}

void addValues(Completions& result, const CLI::Option& option, const std::string& typed) {
    for (const std::string& choice : choicesOf(option)) addIfStarts(result, typed, choice, {});
    result.wantsFiles = result.wantsFiles || wantsFiles(option);
}

void addOptions(Completions& result, const CLI::App& app, const std::string& typed) {
    for (const CLI::App* level = &app; level != nullptr; level = level->get_parent())
        for (const CLI::Option* const option : level->get_options()) {
            if (option->nonpositional() && !option->get_group().empty())
                for (const std::string& name : option->get_lnames())
                    addIfStarts(result, typed, "--" + name, option->get_description());
        }
}

} // namespace

Completions completionsFor(const CLI::App& root, const std::vector<std::string>& words) {
    Completions result;
    const std::string typed = words.empty() ? std::string() : words.back();
    const CLI::App* app = &root;
    const CLI::Option* pending = nullptr; // an option that waits for its value
    for (std::size_t index = 0; index + 1 < words.size(); ++index) {
        const std::string& word = words[index];
        if (pending != nullptr) {
            pending = nullptr;
        } else if (word.starts_with("-")) {
            const CLI::Option* const option = findOption(*app, word);
            if (option != nullptr && takesValue(*option)) pending = option;
        } else {
            const auto commands =
                app->get_subcommands([&](const CLI::App* sub) { return sub->check_name(word); });
            if (!commands.empty()) app = commands.front();
        }
    }
    if (pending != nullptr) {
        addValues(result, *pending, typed);
        return result;
    }
    if (typed.starts_with("-")) {
        addOptions(result, *app, typed);
        return result;
    }
    for (const CLI::App* const sub :
         app->get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); }))
        addIfStarts(result, typed, sub->get_name(), sub->get_description());
    for (const CLI::Option* const option : app->get_options())
        if (option->get_positional()) addValues(result, *option, typed);
    return result;
}

Result<std::string> completionScript(std::string_view shell) {
    if (shell == "bash") return std::string(kBashScript);
    if (shell == "zsh") return std::string(kZshScript);
    if (shell == "fish") return std::string(kFishScript);
    return fail(ErrorCode::InvalidArgument, concat("No completion for the shell ", shell), {},
                "Choose bash, zsh or fish.");
}

} // namespace attune::cli
