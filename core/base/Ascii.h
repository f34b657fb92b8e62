// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ascii: what kind of character a byte is, for grammars of our own. The functions of <cctype> ask the locale,
// in some of which bytes of letters beyond ASCII are spaces, and are undefined for negative values.
//
// Threads: pure functions.
#pragma once

namespace attune {

[[nodiscard]] constexpr bool isAsciiSpace(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool isAsciiDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isAsciiLetter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace attune
