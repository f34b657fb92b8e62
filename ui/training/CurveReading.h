// SPDX-License-Identifier: GPL-3.0-or-later
//
// CurveReading: what the curves say, in two sentences: is the held-out loss falling, flat or rising, and what
// to do.
//
// Needs several checks before it judges, and compares with the spread of the checks, so that one noisy value
// never sends anybody home. Threads: pure functions; tr() needs the GUI thread's translators.
#pragma once

#include "ui/plots/DecimatedSeries.h"
#include "ui/plots/Smoother.h"

#include <QString>

#include <optional>
#include <vector>

namespace attune::ui {

enum class CurveTrend { TooEarly, Falling, Flat, Rising, NoHeldOut };

// What there is to advise: to go on or stop, or what to do with a run that has ended.
enum class CurveTime { WhileTraining, Afterwards };

struct CurveReading {
    CurveTrend trend{CurveTrend::TooEarly};
    QString sentence;
    std::optional<PlotPoint> best; // the lowest held-out value
    qint64 checksSinceBest{0};
};

// `heldOut` in order of steps; `trainingFalls` tells whether the smoothed training loss still goes down.
[[nodiscard]] CurveReading readCurves(const std::vector<PlotPoint>& heldOut, bool trainingFalls,
                                      CurveTime time = CurveTime::WhileTraining);

} // namespace attune::ui
