// SPDX-License-Identifier: GPL-3.0-or-later
//
// NumberText: numbers as text with a decimal point, whatever the locale. printf and std::to_string follow the
// locale, which a windowed program sets to the user's: the same prompt would read "120,5" there and "120.5"
// on the command line.
//
// Threads: pure functions.
#pragma once

#include <string>

namespace attune {

// "1.50": so many decimals, 0 to 17, rounded to nearest. "inf" and "nan" for what is no number.
[[nodiscard]] std::string fixedText(double value, int decimals);
// The fewest digits that give the number back: "0.1", "0.9999999", "1e-08".
[[nodiscard]] std::string shortestText(double value);

} // namespace attune
