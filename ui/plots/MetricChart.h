// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetricChart: curves over steps with markers, as the cockpit and the run comparison show them.
//
// Any number of points: what is painted is decimated to the pixels (DecimatedSeries), and live points only append
// and ask for one queued replot. Wheel zooms at the cursor, drag pans, double click or Home shows everything,
// arrow keys pan, + and - zoom; a crosshair reads all curves at one step.
// Threads: GUI thread.
#pragma once

#include "ui/plots/DecimatedSeries.h"
#include "ui/theme/Colors.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QCustomPlot;

namespace attune::ui {

enum class MarkerKind { Checkpoint, Demo, Note, Best };

struct ChartMarker {
    double x{0.0};
    MarkerKind kind{MarkerKind::Checkpoint};
    QString text;                    // tooltip
    std::optional<double> y;         // for Best: the ringed point
};

enum class SeriesStyle { Thin, Line, LineWithPoints };

class MetricChart : public QWidget {
    Q_OBJECT
public:
    explicit MetricChart(QWidget* parent = nullptr);
    ~MetricChart() override;

    // Curves in painting order. Returns the curve's index.
    int addSeries(const QString& name, ColorRole color, SeriesStyle style);
    void setSeriesVisible(int series, bool visible);
    void setSeriesName(int series, const QString& name);
    void append(int series, PlotPoint point);      // one queued replot however many calls
    void clear();                                  // points and markers; curves stay
    void setMarkers(std::vector<ChartMarker> markers);

    void setAxisTitles(const QString& x, const QString& y);
    void setLogarithmic(bool logarithmic);
    [[nodiscard]] bool isLogarithmic() const noexcept { return m_logarithmic; }
    void showEverything();
    // Without axes and interaction: the small multiples under the chart.
    void setCompact(bool compact);

    [[nodiscard]] const DecimatedSeries& series(int index) const;
    [[nodiscard]] int seriesCount() const noexcept;
    [[nodiscard]] QString seriesName(int index) const;
    // What the crosshair says at `x`, one line a curve, for the tooltip and for screen readers.
    [[nodiscard]] QString readingAt(double x) const;

    // Errors are reported by the return value: false when the file could not be written.
    [[nodiscard]] bool savePicture(const QString& file); // by ending: .png or .pdf
    [[nodiscard]] bool saveCsv(const QString& file) const; // written beside and renamed

Q_SIGNALS:
    void crosshairMoved(double x);
    void markerActivated(int index);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Curve;
    void applyTheme();
    void scheduleReplot();
    void refreshVisible();
    void followNewest();
    void paintMarkers();
    void moveCrosshair(double x);

    QCustomPlot* m_plot;
    std::vector<std::unique_ptr<Curve>> m_curves;
    std::vector<ChartMarker> m_markers;
    bool m_logarithmic{false};
    bool m_followsNewest{true}; // until the user zooms or pans
    bool m_replotQueued{false};
    bool m_compact{false};
    struct Decorations;
    std::unique_ptr<Decorations> m_decorations;
};

} // namespace attune::ui
