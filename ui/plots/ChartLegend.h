// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChartLegend: the names of a chart's curves in their colours; each one is a switch that hides its curve.
//
// Threads: GUI thread. The chart is borrowed and outlives the legend.
#pragma once

#include <QWidget>

#include <vector>

class QBoxLayout;
class QPushButton;

namespace attune::ui {

class MetricChart;

class ChartLegend : public QWidget {
    Q_OBJECT
public:
    explicit ChartLegend(MetricChart& chart, QWidget* parent = nullptr);
    // After curves came, went out of use or got another name.
    void refresh();

private:
    MetricChart& m_chart;
    QBoxLayout* m_row{nullptr};
    std::vector<QPushButton*> m_entries; // one a curve
};

} // namespace attune::ui
