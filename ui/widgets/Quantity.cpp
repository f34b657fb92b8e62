// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Quantity.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace attune::ui {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Quantity", text);
}

QString twoDigits(long value) {
    return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

} // namespace

QString bytesText(double bytes) {
    constexpr std::array<const char*, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    while (std::abs(bytes) >= 999.5 && unit + 1 < kUnits.size()) {
        bytes /= 1000.0;
        ++unit;
    }
    const int decimals = unit == 0 || bytes >= 99.95 ? 0 : 1;
    return unbroken(QStringLiteral("%1 %2").arg(QLocale().toString(bytes, 'f', decimals),
                                                QString::fromLatin1(kUnits[unit])));
}

QString durationText(double seconds) {
    if (!(seconds >= 0.0)) return say(QT_TRANSLATE_NOOP("Quantity", "unknown"));
    if (seconds < 59.95)
        return unbroken(say(QT_TRANSLATE_NOOP("Quantity", "%1 s")).arg(QLocale().toString(seconds, 'f', 1)));
    if (seconds < 3599.5) {
        const long whole = std::lround(seconds);
        return unbroken(
            say(QT_TRANSLATE_NOOP("Quantity", "%1 min %2 s")).arg(whole / 60).arg(twoDigits(whole % 60)));
    }
    const long minutes = std::lround(seconds / 60.0);
    return unbroken(
        say(QT_TRANSLATE_NOOP("Quantity", "%1 h %2 min"))
            .arg(QLocale().toString(static_cast<qlonglong>(minutes / 60)), twoDigits(minutes % 60)));
}

QString unbroken(QString text) {
    return text.replace(QLatin1Char(' '), QChar::Nbsp);
}

} // namespace attune::ui
