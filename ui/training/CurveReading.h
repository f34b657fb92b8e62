// SPDX-License-Identifier: GPL-3.0-or-later
//
// CurveReading: what the curves say, in two sentences: is the held-out loss falling, flat or rising, and what to do.
//
// Needs several checks before it judges, and compares with the spread of the checks, so that one noisy value never
// sends anybody home. Threads: pure functions; tr() needs the GUI thread's translators.
#pragma once

#include "ui/plots/DecimatedSeries.h"

#include <QString>

#include <optional>
#include <vector>

namespace attune::ui {

enum class CurveTrend { TooEarly, Falling, Flat, Rising, NoHeldOut };

struct CurveReading {
    CurveTrend trend{CurveTrend::TooEarly};
    QString sentence;
    std::optional<PlotPoint> best;   // the lowest held-out value
    qint64 checksSinceBest{0};
};

// `heldOut` in order of steps; `trainingFalls` tells whether the smoothed training loss still goes down.
[[nodiscard]] CurveReading readCurves(const std::vector<PlotPoint>& heldOut, bool trainingFalls);

// Exponential smoothing that does not lag at the start (bias-corrected). weight 0 = none, near 1 = much.
class Smoother {
public:
    explicit Smoother(double weight = 0.97) : m_weight(weight) {}
    [[nodiscard]] double next(double value);
    void reset();

private:
    double m_weight;
    double m_sum{0.0};
    double m_norm{0.0};
};

} // namespace attune::ui
