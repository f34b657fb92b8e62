// SPDX-License-Identifier: GPL-3.0-or-later
//
// SpectrogramImage: a spectrogram as a picture in a perceptually even colour scale.
//
// Threads: pure functions, any thread.
#pragma once

#include "core/audio/Spectrogram.h"

#include <QColor>
#include <QImage>

namespace attune::ui {

// One pixel a column and band, highest band on top. -90 dB and below is `ground`, 0 dB the brightest.
[[nodiscard]] QImage spectrogramImage(const audio::Spectrogram& spectrogram, const QColor& ground);

} // namespace attune::ui
