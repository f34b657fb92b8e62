// SPDX-License-Identifier: GPL-3.0-or-later
//
// Icons: our own line icons (resources/icons, 20 px grid), drawn in the colours of the theme at any scale.
//
// Threads: GUI thread.
#pragma once

#include "ui/theme/Colors.h"

#include <QIcon>
#include <QString>

namespace attune::ui {

// `name` is a file of resources/icons without its ending. Normal: text2; on or selected: accent; disabled:
// text3. The icon follows theme changes by itself.
[[nodiscard]] QIcon themedIcon(const QString& name);

// The same in one fixed role, for icons on coloured ground or beside a word of state.
[[nodiscard]] QIcon themedIcon(const QString& name, ColorRole role);

// A short line in a chart's colour, for legends.
[[nodiscard]] QIcon swatchIcon(ColorRole role);

} // namespace attune::ui
