// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChartItems: what is drawn over the curves: marks of checkpoints, demos and notes with the ringed best
// point, and the crosshair with its reading; and the numbers along the axes.
//
// One item paints all marks, so that a run with hundreds of checkpoints costs one paint, not hundreds of
// objects. Ownership: the plot owns its items, the axis its ticker. Threads: GUI thread. For ui/plots only.
#pragma once

#include "ui/plots/MetricChart.h"

#include <qcustomplot.h>

namespace attune::ui {

class MarkerItem final : public QCPAbstractItem {
public:
    explicit MarkerItem(QCustomPlot* plot) : QCPAbstractItem(plot) { setClipToAxisRect(false); }
    void setMarkers(std::vector<ChartMarker> markers) { m_markers = std::move(markers); }
    [[nodiscard]] const std::vector<ChartMarker>& markers() const noexcept { return m_markers; }
    double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1.0; }

protected:
    void draw(QCPPainter* painter) override;

private:
    void drawMark(QCPPainter& painter, const ChartMarker& marker, double x, const QRectF& area) const;
    void drawBest(QCPPainter& painter, const ChartMarker& marker, double x, const QRectF& area) const;
    std::vector<ChartMarker> m_markers;
};

// On the overlay layer, which is painted alone: following the mouse never redraws the curves.
class CrosshairItem final : public QCPAbstractItem {
public:
    explicit CrosshairItem(QCustomPlot* plot);
    void place(double x, const QStringList& lines);
    [[nodiscard]] double x() const noexcept { return m_x; }
    double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1.0; }

protected:
    void draw(QCPPainter* painter) override;

private:
    double m_x{0.0};
    QStringList m_lines; // the first one is the heading
};

enum class TickKind { Steps, Values, LogarithmicValues };

// Ticks at round numbers, written as in the user's language with as many decimals as the distance needs.
// Steps are whole numbers; a logarithmic axis below a decade has ticks too.
class NumberTicker final : public QCPAxisTicker {
public:
    explicit NumberTicker(TickKind kind) : m_kind(kind) {}

protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;

private:
    TickKind m_kind;
    double m_step{1.0};
};

} // namespace attune::ui
