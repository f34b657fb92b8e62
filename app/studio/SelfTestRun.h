// SPDX-License-Identifier: GPL-3.0-or-later
//
// SelfTestRun: `attune --self-test`: whether this installation works, told as text and by the exit code. The
// installer offers it. Needs the application object (sound output), no window.
#pragma once

#include <QString>

namespace attune::studio {

// To be called before the application object is made: a test asked for where there is no display (over SSH,
// in a container) needs none. Linux; does nothing elsewhere.
void allowNoDisplay(int argc, char** argv);

// Everything that `attune-cli doctor --full` checks, and the sound output. The text goes to standard output
// and, when `reportFile` is not empty, into that file. 0 = all good or with warnings; 1 = something does not
// work, or no report.
[[nodiscard]] int runSelfTest(const QString& reportFile);

} // namespace attune::studio
