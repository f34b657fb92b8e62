// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/MetricChart.h"

#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QSaveFile>
#include <QTextStream>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace attune::ui {

struct MetricChart::Curve {
    QString name;
    ColorRole color;
    SeriesStyle style;
    DecimatedSeries data;
    QCPGraph* graph;
};

struct MetricChart::Decorations {
    QCPItemStraightLine* crosshair{nullptr};
    std::vector<QCPAbstractItem*> markers;
};

MetricChart::MetricChart(QWidget* parent)
    : QWidget(parent), m_plot(new QCustomPlot(this)), m_decorations(std::make_unique<Decorations>()) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chart"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setRangeDrag(Qt::Horizontal);
    m_plot->axisRect()->setRangeZoom(Qt::Horizontal);
    m_plot->setNoAntialiasingOnDrag(true);
    m_plot->xAxis2->setVisible(false);
    m_plot->yAxis2->setVisible(false);
    m_plot->installEventFilter(this);
    m_decorations->crosshair = new QCPItemStraightLine(m_plot);
    m_decorations->crosshair->setVisible(false);
    connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] { scheduleReplot(); });
    connect(m_plot, &QCustomPlot::mousePress, this, [this] { m_followsNewest = false; });
    connect(m_plot, &QCustomPlot::mouseWheel, this, [this] { m_followsNewest = false; });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] { showEverything(); });
    connect(m_plot, &QCustomPlot::mouseMove, this,
            [this](QMouseEvent* event) { moveCrosshair(m_plot->xAxis->pixelToCoord(event->position().x())); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { applyTheme(); });
    applyTheme();
}

MetricChart::~MetricChart() = default;

int MetricChart::addSeries(const QString& name, ColorRole color, SeriesStyle style) {
    auto curve = std::make_unique<Curve>(Curve{name, color, style, {}, m_plot->addGraph()});
    curve->graph->setName(name);
    curve->graph->setAdaptiveSampling(false);
    m_curves.push_back(std::move(curve));
    applyTheme();
    return static_cast<int>(m_curves.size()) - 1;
}

void MetricChart::setSeriesVisible(int series, bool visible) {
    m_curves[static_cast<std::size_t>(series)]->graph->setVisible(visible);
    scheduleReplot();
}

void MetricChart::setSeriesName(int series, const QString& name) {
    m_curves[static_cast<std::size_t>(series)]->name = name;
    m_curves[static_cast<std::size_t>(series)]->graph->setName(name);
}

void MetricChart::append(int series, PlotPoint point) {
    m_curves[static_cast<std::size_t>(series)]->data.append(point);
    scheduleReplot();
}

void MetricChart::clear() {
    for (const auto& curve : m_curves) curve->data.clear();
    m_markers.clear();
    m_followsNewest = true;
    scheduleReplot();
}

void MetricChart::setMarkers(std::vector<ChartMarker> markers) {
    m_markers = std::move(markers);
    scheduleReplot();
}

void MetricChart::setAxisTitles(const QString& x, const QString& y) {
    m_plot->xAxis->setLabel(x);
    m_plot->yAxis->setLabel(y);
    scheduleReplot();
}

void MetricChart::setLogarithmic(bool logarithmic) {
    m_logarithmic = logarithmic;
    m_plot->yAxis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog) : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    scheduleReplot();
}

void MetricChart::showEverything() {
    m_followsNewest = true;
    scheduleReplot();
}

void MetricChart::setCompact(bool compact) {
    m_compact = compact;
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) axis->setVisible(!compact);
    m_plot->setInteractions(compact ? QCP::Interactions() : QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setAutoMargins(compact ? QCP::msNone : QCP::msAll);
    if (compact) m_plot->axisRect()->setMargins(QMargins(2, 4, 2, 4));
    setFocusPolicy(compact ? Qt::NoFocus : Qt::StrongFocus);
    applyTheme();
}

const DecimatedSeries& MetricChart::series(int index) const { return m_curves[static_cast<std::size_t>(index)]->data; }
int MetricChart::seriesCount() const noexcept { return static_cast<int>(m_curves.size()); }
QString MetricChart::seriesName(int index) const { return m_curves[static_cast<std::size_t>(index)]->name; }

QString MetricChart::readingAt(double x) const {
    QStringList lines{tr("step %L1").arg(static_cast<qint64>(std::llround(x)))};
    for (const auto& curve : m_curves)
        if (curve->graph->visible() && curve->data.size() > 0)
            lines << QStringLiteral("%1 %2").arg(curve->name).arg(curve->data.nearest(x).y, 0, 'g', 4);
    for (const ChartMarker& marker : m_markers)
        if (!marker.text.isEmpty() && std::abs(m_plot->xAxis->coordToPixel(marker.x) - m_plot->xAxis->coordToPixel(x)) < 6)
            lines << marker.text;
    return lines.join(QLatin1Char('\n'));
}

void MetricChart::scheduleReplot() {
    if (m_replotQueued) return;
    m_replotQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_replotQueued = false;
            if (m_followsNewest) followNewest();
            refreshVisible();
            paintMarkers();
            m_plot->replot(QCustomPlot::rpQueuedReplot);
        },
        Qt::QueuedConnection);
}

void MetricChart::followNewest() {
    double last = 1.0;
    double first = 0.0;
    bool any = false;
    for (const auto& curve : m_curves) {
        if (curve->data.size() == 0) continue;
        first = any ? std::min(first, curve->data.points().front().x) : curve->data.points().front().x;
        last = any ? std::max(last, curve->data.points().back().x) : curve->data.points().back().x;
        any = true;
    }
    if (last <= first) last = first + 1.0;
    const QSignalBlocker blocker(m_plot->xAxis);
    m_plot->xAxis->setRange(first, first + (last - first) * 1.02);
}

void MetricChart::refreshVisible() {
    const QCPRange shown = m_plot->xAxis->range();
    const int pixels = std::max(m_plot->axisRect()->width(), 1);
    double low = 0.0;
    double high = 0.0;
    bool any = false;
    for (const auto& curve : m_curves) {
        if (!curve->graph->visible()) continue;
        const std::vector<PlotPoint> points = curve->data.visible(shown.lower, shown.upper, pixels);
        QVector<QCPGraphData> drawn;
        drawn.reserve(static_cast<qsizetype>(points.size()));
        for (const PlotPoint& point : points) drawn.append(QCPGraphData(point.x, point.y));
        curve->graph->data()->set(drawn, true);
        double curveLow = 0.0;
        double curveHigh = 0.0;
        if (!curve->data.range(shown.lower, shown.upper, curveLow, curveHigh)) continue;
        low = any ? std::min(low, curveLow) : curveLow;
        high = any ? std::max(high, curveHigh) : curveHigh;
        any = true;
    }
    if (!any) {
        low = 0.0;
        high = 1.0;
    }
    if (m_logarithmic) {
        low = std::max(low, high * 1e-6);
        m_plot->yAxis->setRange(low * 0.95, std::max(high * 1.05, low * 1.1));
    } else {
        const double margin = std::max((high - low) * 0.08, std::abs(high) * 1e-6 + 1e-12);
        m_plot->yAxis->setRange(low - margin, high + margin);
    }
}

void MetricChart::paintMarkers() {
    for (QCPAbstractItem* item : m_decorations->markers) m_plot->removeItem(item);
    m_decorations->markers.clear();
    if (m_compact) return;
    const Theme& theme = Theme::instance();
    for (const ChartMarker& marker : m_markers) {
        if (!m_plot->xAxis->range().contains(marker.x)) continue;
        if (marker.kind == MarkerKind::Best && marker.y) {
            auto* ring = new QCPItemTracer(m_plot);
            ring->position->setCoords(marker.x, *marker.y);
            ring->setStyle(QCPItemTracer::tsCircle);
            ring->setSize(13);
            ring->setPen(QPen(theme.color(ColorRole::Good), 2));
            ring->setBrush(Qt::NoBrush);
            m_decorations->markers.push_back(ring);
            continue;
        }
        auto* line = new QCPItemStraightLine(m_plot);
        line->point1->setCoords(marker.x, 0);
        line->point2->setCoords(marker.x, 1);
        line->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
        line->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
        line->point1->setCoords(marker.x, 0.0);
        line->point2->setCoords(marker.x, 1.0);
        const ColorRole role = marker.kind == MarkerKind::Note ? ColorRole::Text3 : ColorRole::Accent;
        line->setPen(QPen(theme.color(role), 1, Qt::DotLine));
        m_decorations->markers.push_back(line);
        auto* head = new QCPItemTracer(m_plot);
        head->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        head->position->setCoords(marker.x, 0.0);
        head->setStyle(marker.kind == MarkerKind::Note ? QCPItemTracer::tsSquare : QCPItemTracer::tsCircle);
        head->setSize(8);
        head->setPen(QPen(theme.color(role), 1.5));
        head->setBrush(marker.kind == MarkerKind::Checkpoint ? QBrush(theme.color(role)) : QBrush(theme.color(ColorRole::Panel)));
        head->setClipToAxisRect(false);
        m_decorations->markers.push_back(head);
    }
}

void MetricChart::moveCrosshair(double x) {
    if (m_compact) return;
    m_decorations->crosshair->point1->setCoords(x, 0);
    m_decorations->crosshair->point2->setCoords(x, 1);
    m_decorations->crosshair->setVisible(true);
    setToolTip(readingAt(x));
    setAccessibleDescription(toolTip());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    Q_EMIT crosshairMoved(x);
}

void MetricChart::applyTheme() {
    const Theme& theme = Theme::instance();
    const QColor line = theme.color(ColorRole::Line);
    const QColor label = theme.color(ColorRole::Text3);
    m_plot->setBackground(QBrush(theme.color(ColorRole::Panel)));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(Qt::NoPen));
        axis->setTickPen(QPen(Qt::NoPen));
        axis->setSubTickPen(QPen(Qt::NoPen));
        axis->setTickLabelColor(label);
        axis->setLabelColor(label);
        axis->setTickLabelFont(theme.font(TextStyle::Label));
        axis->setLabelFont(theme.font(TextStyle::Label));
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setNumberPrecision(4);
        axis->grid()->setPen(QPen(line, 1));
        axis->grid()->setSubGridVisible(false);
        axis->grid()->setZeroLinePen(QPen(line, 1));
    }
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->yAxis->grid()->setVisible(!m_compact);
    m_decorations->crosshair->setPen(QPen(label, 1));
    for (const auto& curve : m_curves) {
        const QColor color = theme.color(curve->color);
        curve->graph->setPen(QPen(color, curve->style == SeriesStyle::Thin ? 1.0 : 2.0));
        curve->graph->setAntialiased(curve->style != SeriesStyle::Thin);
        curve->graph->setScatterStyle(curve->style == SeriesStyle::LineWithPoints
                                          ? QCPScatterStyle(QCPScatterStyle::ssDisc, color, color, 5) : QCPScatterStyle());
    }
    scheduleReplot();
}

void MetricChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    scheduleReplot();
}

void MetricChart::keyPressEvent(QKeyEvent* event) {
    QCPAxis* axis = m_plot->xAxis;
    const QCPRange range = axis->range();
    const auto look = [&](double lower, double upper) {
        m_followsNewest = false;
        axis->setRange(lower, upper);
        event->accept();
    };
    switch (event->key()) {
    case Qt::Key_Left: look(range.lower - range.size() * 0.1, range.upper - range.size() * 0.1); return;
    case Qt::Key_Right: look(range.lower + range.size() * 0.1, range.upper + range.size() * 0.1); return;
    case Qt::Key_Plus: look(range.lower + range.size() * 0.15, range.upper - range.size() * 0.15); return;
    case Qt::Key_Minus: look(range.lower - range.size() * 0.2, range.upper + range.size() * 0.2); return;
    case Qt::Key_Home: showEverything(); return;
    default: QWidget::keyPressEvent(event);
    }
}

bool MetricChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::Leave) {
        m_decorations->crosshair->setVisible(false);
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
    return QWidget::eventFilter(watched, event);
}

bool MetricChart::savePicture(const QString& file) {
    if (file.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) return m_plot->savePdf(file);
    return m_plot->savePng(file, 0, 0, 2.0);
}

bool MetricChart::saveCsv(const QString& file) const {
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Text)) return false;
    QTextStream stream(&out);
    stream << "series,step,value\n";
    for (const auto& curve : m_curves)
        for (const PlotPoint& point : curve->data.points())
            stream << '"' << QString(curve->name).replace(QLatin1Char('"'), QStringLiteral("\"\"")) << "\"," << QString::number(point.x, 'g', 15) << ','
                   << QString::number(point.y, 'g', 9) << '\n';
    stream.flush();
    return out.commit();
}

} // namespace attune::ui
