// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/CurveReading.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::ui {

namespace {

constexpr std::size_t kLeastChecks = 4;
constexpr qint64 kRisingChecks = 3;

QString say(const char* text) {
    return QCoreApplication::translate("CurveReading", text);
}

// Typical jump between neighbouring checks: what a difference must exceed to mean anything.
double typicalJump(const std::vector<PlotPoint>& points) {
    std::vector<double> jumps;
    for (std::size_t i = 1; i < points.size(); ++i) jumps.push_back(std::abs(points[i].y - points[i - 1].y));
    std::nth_element(jumps.begin(), jumps.begin() + static_cast<std::ptrdiff_t>(jumps.size() / 2),
                     jumps.end());
    return jumps[jumps.size() / 2];
}

} // namespace

CurveReading readCurves(const std::vector<PlotPoint>& heldOut, bool trainingFalls, CurveTime time) {
    const bool isOver = time == CurveTime::Afterwards;
    CurveReading reading;
    if (heldOut.empty()) {
        reading.trend = CurveTrend::NoHeldOut;
        reading.sentence = say(QT_TRANSLATE_NOOP(
            "CurveReading", "No held-out clips have been measured yet. Listen to the demos to judge."));
        return reading;
    }
    const auto best = std::min_element(heldOut.begin(), heldOut.end(),
                                       [](const PlotPoint& a, const PlotPoint& b) { return a.y < b.y; });
    reading.best = *best;
    reading.checksSinceBest = heldOut.end() - best - 1;
    if (heldOut.size() < kLeastChecks) {
        reading.sentence =
            isOver
                ? say(QT_TRANSLATE_NOOP("CurveReading", "There were too few checks on the held-out clips to "
                                                        "say anything. Let the demos decide."))
                : say(QT_TRANSLATE_NOOP("CurveReading", "Too early to say: the curves need a few more checks "
                                                        "on the held-out clips."));
        return reading;
    }
    const double jump = typicalJump(heldOut);
    const double rise = heldOut.back().y - best->y;
    const QString bestStep = QLocale().toString(static_cast<qint64>(std::llround(best->x)));
    const QString lastStep = QLocale().toString(static_cast<qint64>(std::llround(heldOut.back().x)));
    if (reading.checksSinceBest >= kRisingChecks && rise > jump) {
        reading.trend = CurveTrend::Rising;
        const auto checks = static_cast<int>(reading.checksSinceBest);
        const bool isBase = best->x == 0.0; // no step has made it better
        reading.sentence =
            isBase ? say(QT_TRANSLATE_NOOP(
                         "CurveReading", "The held-out loss has not been lower than that of the base model"))
                   : QCoreApplication::translate(
                         "CurveReading", "The held-out loss has not been lower for %n checks since step %1",
                         nullptr, checks)
                         .arg(bestStep);
        reading.sentence +=
            trainingFalls ? say(QT_TRANSLATE_NOOP("CurveReading",
                                                  ", while the training loss still falls: the model begins "
                                                  "to remember these clips rather than learn from them."))
                          : QStringLiteral(".");
        reading.sentence +=
            QLatin1Char(' ') +
            (isOver
                 ? say(QT_TRANSLATE_NOOP("CurveReading",
                                         "Listen to %1 against %2 and export the one that you prefer."))
                 : say(QT_TRANSLATE_NOOP("CurveReading", "Listen to %1 against %2; if you prefer the earlier "
                                                         "one, stop here.")))
                .arg(isBase ? say(QT_TRANSLATE_NOOP("CurveReading", "the base model")) : bestStep, lastStep);
    } else if (reading.checksSinceBest <= 1) {
        reading.trend = CurveTrend::Falling;
        reading.sentence =
            isOver ? say(QT_TRANSLATE_NOOP("CurveReading", "The held-out loss was still falling at the end: "
                                                           "more steps may bring more."))
                   : say(QT_TRANSLATE_NOOP("CurveReading",
                                           "The held-out loss is still falling: the model learns "
                                           "things that hold for clips it has not seen. Go on."));
    } else {
        reading.trend = CurveTrend::Flat;
        reading.sentence =
            say(QT_TRANSLATE_NOOP("CurveReading", "The held-out loss has levelled off. More steps change the "
                                                  "sound more than this number: let the demos decide."));
    }
    return reading;
}

} // namespace attune::ui
