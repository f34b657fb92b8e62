// SPDX-License-Identifier: GPL-3.0-or-later
//
// Colors: every named colour of the window with its dark and its light value. Nothing else in ui names a
// colour, but the scale of spectrograms (ui/audio/SpectrogramImage).
//
// Text roles keep a contrast of at least 4.5:1 on window, panel and raised (tests/ui/theme checks it).
// Threads: pure functions, any thread.
#pragma once

#include <QColor>

namespace attune::ui {

enum class Scheme { Dark, Light };

enum class ColorRole {
    Window,    // behind everything, wells for waveforms
    Panel,     // rails, cards, inspector
    Raised,    // fields, buttons, chips
    Line,      // hairlines, grids
    Text,      // main
    Text2,     // secondary
    Text3,     // labels and axes
    Accent,    // the one next action, playhead, selection mark
    OnAccent,  // text on accent
    Selection, // selected row, card, column
    Waveform,  // unplayed part; the played part is accent
    Good,
    Warn,
    Bad,
    Series1, // charts, in the order in which they are told apart best with any colour vision
    Series2,
    Series3,
    Series4,
    Series5
};
inline constexpr int kColorRoleCount = static_cast<int>(ColorRole::Series5) + 1;

[[nodiscard]] QColor colorOf(Scheme scheme, ColorRole role);

// Contrast ratio of two opaque colours, 1..21 (WCAG 2.1, relative luminance).
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

// One step towards the text colour (hover) or away from it (pressed).
[[nodiscard]] QColor hovered(Scheme scheme, ColorRole role);
[[nodiscard]] QColor pressed(Scheme scheme, ColorRole role);
// Of what cannot be used now: seen at a glance beside what can.
[[nodiscard]] QColor disabledTextOf(Scheme scheme);

} // namespace attune::ui
