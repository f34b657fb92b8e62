// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clusters: UTF-8 cut into characters and into extended grapheme clusters (UAX 29, rules GB3 to GB13), the
// units that the fast tokenizer normalises by.
//
// Threads: pure functions. Requires valid UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace attune::text {

// Bytes of the first character. Requires a text that is not empty.
[[nodiscard]] std::size_t characterLength(std::string_view text) noexcept;
// Bytes of the first cluster: "e" + U+0301 is one, CR + LF is one. Requires a text that is not empty.
[[nodiscard]] std::size_t clusterLength(std::string_view text) noexcept;

} // namespace attune::text
