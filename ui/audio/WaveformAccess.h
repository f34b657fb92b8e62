// SPDX-License-Identifier: GPL-3.0-or-later
//
// WaveformAccess: a waveform as screen readers know it: a slider over the seconds of the sound.
//
// Threads: GUI thread.
#pragma once

namespace attune::ui {

// Tells Qt to answer for every WaveformView; once is enough, more often is harmless.
void makeWaveformsAccessible();

} // namespace attune::ui
