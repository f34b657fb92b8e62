// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetricChart: curves over steps with markers, as the cockpit and the run comparison show them.
//
// Any number of points: what is painted is decimated to the pixels (DecimatedSeries), and live points only
// append and ask for one queued replot. Wheel zooms at the cursor, drag pans, double click or Home shows
// everything, arrow keys pan, + and - zoom; a crosshair (mouse, or Shift and arrow keys) reads all curves at
// one step. Threads: GUI thread.
#pragma once

#include "ui/plots/DecimatedSeries.h"
#include "ui/theme/Colors.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QCPRange;
class QCustomPlot;

namespace attune::ui {

class CrosshairItem;
class MarkerItem;

enum class MarkerKind { Checkpoint, Demo, Note, Best };

struct ChartMarker {
    double x{0.0};
    MarkerKind kind{MarkerKind::Checkpoint};
    QString text;            // said by the crosshair; of Best: written beside the ring
    std::optional<double> y; // for Best: the ringed point
};

enum class SeriesStyle { Thin, Line, LineWithPoints };
enum class ChartAxis { Steps, Hours };
enum class ChartView { Everything, Kept }; // whether a zoom outlives new points

// A copy of a chart's numbers that may be written on a worker.
struct ChartTable {
    std::vector<std::pair<QString, std::vector<PlotPoint>>> series;
    // One line a point, written beside and renamed; false when that failed.
    [[nodiscard]] bool write(const QString& file) const;
};

class MetricChart : public QWidget {
    Q_OBJECT
public:
    explicit MetricChart(QWidget* parent = nullptr);
    ~MetricChart() override;

    // Curves in painting order. Returns the curve's index.
    int addSeries(const QString& name, ColorRole color, SeriesStyle style);
    void setSeriesVisible(int series, bool visible);
    void setSeriesName(int series, const QString& name);
    void setSeriesStyle(int series, SeriesStyle style);
    void append(int series, PlotPoint point);           // one queued replot however many calls
    void clear(ChartView view = ChartView::Everything); // points and markers; curves stay
    void setMarkers(std::vector<ChartMarker> markers);

    void setAxisTitles(const QString& x, const QString& y);
    void setAxis(ChartAxis axis); // what x is; the points are for the caller to bring again
    void setLogarithmic(bool logarithmic);
    [[nodiscard]] bool isLogarithmic() const noexcept { return m_logarithmic; }
    void showEverything();
    [[nodiscard]] std::pair<double, double> shownSteps() const; // lower and upper end of the step axis
    [[nodiscard]] QStringList valueLabels() const;              // along the axis of values, as last painted
    // Without axes and interaction: the small multiples under the chart.
    void setCompact(bool compact);

    [[nodiscard]] const DecimatedSeries& series(int index) const;
    [[nodiscard]] int seriesCount() const noexcept;
    [[nodiscard]] QString seriesName(int index) const;
    [[nodiscard]] ColorRole seriesColor(int index) const;
    [[nodiscard]] bool isSeriesVisible(int index) const;
    // What the crosshair says at `x`, one line a curve, for the tooltip and for screen readers.
    [[nodiscard]] QString readingAt(double x) const;

    // Errors are reported by the return value: false when the file could not be written.
    [[nodiscard]] bool savePicture(const QString& file); // by ending: .png or .pdf; curves are named in it
    [[nodiscard]] bool saveCsv(const QString& file) const;
    [[nodiscard]] ChartTable table() const;

Q_SIGNALS:
    void crosshairMoved(double x);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Curve;
    void applyTheme();
    void scheduleReplot();
    void replotNow();
    void refreshVisible();
    void followNewest();
    void rangeChosen();
    void moveCrosshair(double x);
    void hideCrosshair();
    void showNames(bool shown);               // of the curves, in the picture itself
    [[nodiscard]] QCPRange dataSteps() const; // of all curves, with a margin

    QCustomPlot* m_plot;
    MarkerItem* m_markers{nullptr};      // owned by the plot
    CrosshairItem* m_crosshair{nullptr}; // owned by the plot
    std::vector<std::unique_ptr<Curve>> m_curves;
    bool m_logarithmic{false};
    bool m_followsNewest{true}; // until the user zooms or pans
    bool m_replotQueued{false};
    int m_drawnWidth{0}; // columns that the curves were decimated for
    bool m_compact{false};
    ChartAxis m_axis{ChartAxis::Steps};
};

} // namespace attune::ui
