// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextCase: lower and upper case of UTF-8 text for the scripts that have it and that sound libraries are
// named in: Latin (with Latin-1 and Extended-A), Greek, Cyrillic. One letter stays one letter; others are
// left as they are.
//
// Threads: pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace attune::dataset {

[[nodiscard]] std::string lowerCase(std::string_view text);
[[nodiscard]] std::string upperCase(std::string_view text);
[[nodiscard]] std::string
titleCase(std::string_view text); // every word begins with a capital; the rest is kept
[[nodiscard]] std::string
sentenceCase(std::string_view text); // the first letter is a capital; the rest is kept

// Whether `part` is in `whole` when case does not count; `part` is lower case already.
[[nodiscard]] bool containsFolded(std::string_view whole, std::string_view lowerPart);

} // namespace attune::dataset
