// SPDX-License-Identifier: GPL-3.0-or-later
//
// Quantity: sizes and times as people read them, in the language and with the decimal sign of the window.
//
// The parts of one quantity never fall apart at the end of a line. Threads: pure functions; tr() needs the
// GUI thread's translators.
#pragma once

#include <QString>

namespace attune::ui {

[[nodiscard]] QString bytesText(double bytes); // "57.5 MB", steps of 1000
[[nodiscard]] QString
durationText(double seconds); // "4.5 s", "12 min 05 s", "3 h 20 min"; "unknown" below nought or NaN
// The same text with spaces that do not break: for facts in a row, which wrap between facts only.
[[nodiscard]] QString unbroken(QString text);

} // namespace attune::ui
