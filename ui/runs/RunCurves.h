// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunCurves: the curves of up to five runs over one another, by steps or by hours, held-out or training loss.
//
// Threads: GUI thread.
#pragma once

#include "core/jobs/MetricFeed.h"
#include "ui/bridge/TrainService.h"

#include <QHash>
#include <QWidget>

#include <vector>

class QPushButton;

namespace attune::ui {

class ChartLegend;
class MetricChart;
enum class ChartView;

class RunCurves : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t kMostRuns = 5;

    explicit RunCurves(QWidget* parent = nullptr);
    // Their numbers come through setMetrics; the same runs again keep zoom and curves until then.
    void setRuns(const std::vector<const RunView*>& runs);
    void setMetrics(const QString& runId, const std::vector<jobs::MetricPoint>& points);

private:
    struct Numbers {
        QString runId;
        std::vector<jobs::MetricPoint> points; // of the two losses only
    };
    [[nodiscard]] static Numbers numbersOf(const std::vector<Numbers>& known, const QString& runId);
    void draw(ChartView view);

    MetricChart* m_chart;
    ChartLegend* m_legend;
    QPushButton* m_training;
    QPushButton* m_hours;
    std::vector<Numbers> m_runs; // in the order of the curves
};

} // namespace attune::ui
