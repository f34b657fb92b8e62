// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::ui {

namespace {

struct Entry {
    QRgb dark;
    QRgb light;
};

constexpr std::array<Entry, kColorRoleCount> kTable{{
    {0xFF14161A, 0xFFF4F5F7}, // Window
    {0xFF1B1E24, 0xFFFFFFFF}, // Panel
    {0xFF242932, 0xFFECEEF2}, // Raised
    {0xFF2F3540, 0xFFD5DAE1}, // Line
    {0xFFE8EAEE, 0xFF191C22}, // Text
    {0xFFA7AEBB, 0xFF4E5664}, // Text2
    {0xFF8F97A6, 0xFF5F6878}, // Text3: a step stronger than the palette sketch, which missed 4.5:1 on raised
    {0xFF4FC3B0, 0xFF0B7A6B}, // Accent
    {0xFF08221E, 0xFFFFFFFF}, // OnAccent
    {0xFF1F3B3B, 0xFFD8EFEB}, // Selection
    {0xFF6FB7C9, 0xFF2F7F96}, // Waveform
    {0xFF7CCB7A, 0xFF286F2C}, // Good
    {0xFFE8B04A, 0xFF8A5C00}, // Warn
    {0xFFF07A6A, 0xFFB3372A}, // Bad
    {0xFF56B4E9, 0xFF0072B2}, // Series1
    {0xFFE69F00, 0xFFB45F00}, // Series2
    {0xFF4FC3B0, 0xFF0B7A6B}, // Series3
    {0xFFCC79A7, 0xFFA8467E}, // Series4
    {0xFFF0E442, 0xFF7A6A00}, // Series5
}};

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return QColor(channel(from.red(), to.red()), channel(from.green(), to.green()),
                  channel(from.blue(), to.blue()));
}

double luminance(const QColor& color) {
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QColor colorOf(Scheme scheme, ColorRole role) {
    const Entry& entry = kTable[static_cast<std::size_t>(role)];
    return QColor::fromRgb(scheme == Scheme::Dark ? entry.dark : entry.light);
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double la = luminance(a) + 0.05;
    const double lb = luminance(b) + 0.05;
    return std::max(la, lb) / std::min(la, lb);
}

QColor hovered(Scheme scheme, ColorRole role) {
    return mixed(colorOf(scheme, role), colorOf(scheme, ColorRole::Text), 0.08);
}

QColor pressed(Scheme scheme, ColorRole role) {
    return mixed(colorOf(scheme, role), colorOf(scheme, ColorRole::Window), 0.25);
}

QColor disabledTextOf(Scheme scheme) {
    return mixed(colorOf(scheme, ColorRole::Text3), colorOf(scheme, ColorRole::Panel), 0.45);
}

} // namespace attune::ui
