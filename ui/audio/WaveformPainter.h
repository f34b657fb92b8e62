// SPDX-License-Identifier: GPL-3.0-or-later
//
// WaveformPainter: peaks as rounded bars, the only decoration of the studio. Shared by thumbnails, cells and
// views.
//
// Threads: GUI thread (paints).
#pragma once

#include "core/audio/PeakPyramid.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace attune::ui {

struct WaveformLook {
    QColor unplayed;
    QColor played;
    double playedShare{0.0}; // of the width
    double barWidth{2.0};    // pixels
    double gap{2.0};         // between bars, pixels
    float gain{1.0F};        // so that quiet sounds are visible; 1 = true to scale
};

// Paints frames [begin, end) of all channels (their envelope) into `area`; short sounds are not stretched
// beyond what `end` says.
void paintWaveform(QPainter& painter, const QRectF& area, const audio::PeakPyramid& peaks, FrameIndex begin,
                   FrameIndex end, const WaveformLook& look);

// The gain that brings the loudest bar to 95 % of the height, at most 24 dB.
[[nodiscard]] float fittingGain(const audio::PeakPyramid& peaks);

} // namespace attune::ui
