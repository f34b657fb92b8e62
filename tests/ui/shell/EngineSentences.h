// SPDX-License-Identifier: GPL-3.0-or-later
//
// EngineSentences: what a C++ source can say, as patterns: the texts in its code, joined as concat(), + and
// neighbouring literals join them, with %1, %2 … for what is not a literal. Both sides of a ?: are given.
//
// Reads tokens, not C++: no preprocessing, no names looked up. Enough for our own style. Threads: pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune::test {

struct EngineSentence {
    std::string pattern;
    int line{0};
};

// Every text of a source but those that only the log gets. In the order of the source.
[[nodiscard]] std::vector<EngineSentence> engineSentences(std::string_view source);

// Whether people are meant: at least two words of letters, no path, no key, no format of a date.
[[nodiscard]] bool readsAsSentence(std::string_view pattern);

} // namespace attune::test
