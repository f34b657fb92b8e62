// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/SpectrogramImage.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::ui {

namespace {

// From the ground over blue, teal and yellow to near white: lightness rises evenly, so loudness reads as
// light.
std::array<QRgb, 256> colourScale(const QColor& ground) {
    const std::array<QColor, 5> stops{ground, QColor(40, 70, 120), QColor(40, 140, 150), QColor(225, 190, 90),
                                      QColor(255, 250, 225)};
    std::array<QRgb, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double at = static_cast<double>(i) / 255.0 * (stops.size() - 1);
        const auto low = std::min(static_cast<std::size_t>(at), stops.size() - 2);
        const double share = at - static_cast<double>(low);
        const auto channel = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
        table[i] = qRgb(channel(stops[low].red(), stops[low + 1].red()),
                        channel(stops[low].green(), stops[low + 1].green()),
                        channel(stops[low].blue(), stops[low + 1].blue()));
    }
    return table;
}

} // namespace

QImage spectrogramImage(const audio::Spectrogram& spectrogram, const QColor& ground) {
    constexpr float kFloorDb = -90.0F;
    const auto columns = static_cast<int>(spectrogram.columnCount());
    const int bands = spectrogram.bandCount();
    if (columns == 0 || bands == 0) return {};
    const std::array<QRgb, 256> table = colourScale(ground);
    QImage image(columns, bands, QImage::Format_RGB32);
    for (int x = 0; x < columns; ++x) {
        const std::span<const float> column = spectrogram.column(x);
        for (int band = 0; band < bands; ++band) {
            const float level =
                std::clamp((column[static_cast<std::size_t>(band)] - kFloorDb) / -kFloorDb, 0.0F, 1.0F);
            reinterpret_cast<QRgb*>(image.scanLine(bands - 1 - band))[x] =
                table[static_cast<std::size_t>(level * 255.0F)];
        }
    }
    return image;
}

} // namespace attune::ui
