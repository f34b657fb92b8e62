// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetricTile: one number of a run with its newest value and its course as a small curve.
//
// Threads: GUI thread.
#pragma once

#include "ui/plots/DecimatedSeries.h"
#include "ui/theme/Colors.h"

#include <QFrame>

class QLabel;

namespace attune::ui {

class MetricChart;

class MetricTile : public QFrame {
    Q_OBJECT
public:
    MetricTile(const QString& title, const QString& help, ColorRole color, QWidget* parent = nullptr);
    void add(PlotPoint point, const QString& value);
    void setTitle(const QString& title);
    void clear();

private:
    QLabel* m_title;
    QLabel* m_value;
    MetricChart* m_chart;
};

} // namespace attune::ui
