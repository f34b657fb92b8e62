// SPDX-License-Identifier: GPL-3.0-or-later
//
// Completion: what may come next on a command line that is being typed.
//
// The three shells get a few lines of script each, which ask `attune-cli complete-words` for candidates; so
// the command tree is the only place that knows commands and options. Threads: the main thread.
#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace attune::cli {

struct Candidate {
    std::string word;
    std::string help; // first sentence of its description
};

struct Completions {
    std::vector<Candidate> candidates;
    bool wantsFiles{false}; // the shell adds file names
};

// `words` are those after the program's name; the last one is being typed and may be empty.
[[nodiscard]] Completions completionsFor(const CLI::App& root, const std::vector<std::string>& words);

// The script for "bash", "zsh" or "fish". Errors: InvalidArgument.
[[nodiscard]] Result<std::string> completionScript(std::string_view shell);

} // namespace attune::cli
