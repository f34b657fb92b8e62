// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/WaveformPainter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace attune::ui {

using Range = audio::PeakPyramid::Range;

void paintWaveform(QPainter& painter, const QRectF& area, const audio::PeakPyramid& peaks, FrameIndex begin,
                   FrameIndex end, const WaveformLook& look) {
    const FrameIndex last = std::min(end, peaks.frameCount());
    if (end <= begin || last <= begin || peaks.channelCount() == 0) return;
    const double pitch = look.barWidth + look.gap;
    const double soundWidth =
        area.width() * static_cast<double>(last - begin) / static_cast<double>(end - begin);
    const auto bars = static_cast<std::size_t>(std::max(1.0, std::floor((soundWidth + look.gap) / pitch)));
    std::vector<Range> envelope(bars);
    peaks.ranges(0, begin, last, envelope);
    std::vector<Range> other(bars);
    for (int channel = 1; channel < peaks.channelCount(); ++channel) {
        peaks.ranges(channel, begin, last, other);
        for (std::size_t i = 0; i < bars; ++i) {
            envelope[i].min = std::min(envelope[i].min, other[i].min);
            envelope[i].max = std::max(envelope[i].max, other[i].max);
        }
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double middle = area.center().y();
    const double half = area.height() / 2.0;
    const double playedUntil = area.left() + area.width() * look.playedShare;
    const double radius = look.barWidth / 2.0;
    for (std::size_t i = 0; i < bars; ++i) {
        const double x = area.left() + static_cast<double>(i) * pitch;
        const double top = std::clamp<double>(static_cast<double>(envelope[i].max * look.gain), 0.0, 1.0);
        const double bottom = std::clamp<double>(static_cast<double>(-envelope[i].min * look.gain), 0.0, 1.0);
        // Symmetric bars read as level; the louder side decides.
        const double height = std::max(std::max(top, bottom) * half, 0.75);
        painter.setBrush(x < playedUntil && look.playedShare > 0.0 ? look.played : look.unplayed);
        painter.drawRoundedRect(QRectF(x, middle - height, look.barWidth, 2.0 * height), radius, radius);
    }
    painter.restore();
}

float fittingGain(const audio::PeakPyramid& peaks) {
    float loudest = 0.0F;
    std::vector<Range> whole(1);
    for (int channel = 0; channel < peaks.channelCount(); ++channel) {
        peaks.ranges(channel, 0, peaks.frameCount(), whole);
        loudest = std::max({loudest, whole[0].max, -whole[0].min});
    }
    return loudest > 0.0F ? std::clamp(0.95F / loudest, 0.5F, 16.0F) : 1.0F;
}

} // namespace attune::ui
