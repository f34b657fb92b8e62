// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClusterTable: what Unicode says of each code point about where a user-perceived character ends (UAX 29).
//
// Threads: constants.
#pragma once

#include <span>

namespace attune::text {

enum class ClusterClass {
    Other,
    Carriage,
    LineFeed,
    Control,
    Extend,
    Joiner, // U+200D
    SpacingMark,
    Prepend,
    Pictograph,
    IndicConsonant,
    IndicLinker, // an Extend too
    RegionalIndicator,
    HangulL,
    HangulV,
    HangulT,
    HangulLV,
    HangulLVT,
};

struct ClusterRange {
    char32_t first;
    char32_t last; // inclusive
    ClusterClass kind;
};

// Ascending, without overlap; what is in none of them is Other or computed (Clusters.cpp).
[[nodiscard]] std::span<const ClusterRange> clusterRanges() noexcept;

} // namespace attune::text
