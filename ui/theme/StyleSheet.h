// SPDX-License-Identifier: GPL-3.0-or-later
//
// StyleSheet: the Qt style sheet of the whole window, made from the colour table.
//
// Widgets opt in through dynamic properties, so that no page carries a style of its own:
//   role    = primary | quiet | danger | link | chip | tool   (buttons)
//   surface = window | panel | card | well | raised           (frames)
//   text    = page | item | secondary | label | value         (labels)
// Threads: pure function, any thread.
#pragma once

#include "ui/theme/Colors.h"

#include <QString>

namespace attune::ui {

[[nodiscard]] QString styleSheetFor(Scheme scheme, double fontScale);

} // namespace attune::ui
