// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/MetricChart.h"

#include "ui/plots/ChartItems.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QSaveFile>
#include <QTextStream>
#include <QVBoxLayout>

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

namespace {

constexpr int kFocusRing = 2;      // around the plot
constexpr double kLeastSpan = 4.0; // steps that zooming in still shows
constexpr double kFlat = 1e-6;     // relative; values nearer to each other are one value to the eye

} // namespace

MetricChart::MetricChart(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chart"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kFocusRing, kFocusRing, kFocusRing, kFocusRing);
    layout->addWidget(m_plot);
    // Never without a pixel: QCustomPlot paints into a buffer of its size whatever that is.
    m_plot->setMinimumSize(40, 24);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setRangeDrag(Qt::Horizontal);
    m_plot->axisRect()->setRangeZoom(Qt::Horizontal);
    m_plot->setNoAntialiasingOnDrag(true);
    // Room for the usual labels, so that panning does not move the curves when a number gets longer.
    m_plot->axisRect()->setMinimumMargins(QMargins(62, 14, 16, 8));
    m_plot->xAxis2->setVisible(false);
    m_plot->yAxis2->setVisible(false);
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker(TickKind::Steps)));
    m_plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker(TickKind::Values)));
    m_plot->installEventFilter(this);
    // Above the curves, so that no line crosses the words.
    m_plot->addLayer(QStringLiteral("marks"), m_plot->layer(QStringLiteral("main")), QCustomPlot::limAbove);
    m_markers = new MarkerItem(m_plot);
    m_markers->setLayer(QStringLiteral("marks"));
    m_crosshair = new CrosshairItem(m_plot);
    connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { rangeChosen(); });
    connect(m_plot, &QCustomPlot::afterReplot, this, [this] {
        if (m_plot->axisRect()->width() != m_drawnWidth)
            scheduleReplot(); // labels of another width: other columns
    });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] { showEverything(); });
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        moveCrosshair(m_plot->xAxis->pixelToCoord(event->position().x()));
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] { applyTheme(); });
    applyTheme();
}

MetricChart::~MetricChart() = default;

int MetricChart::addSeries(const QString& name, ColorRole color, SeriesStyle style) {
    auto curve = std::make_unique<Curve>(Curve{name, color, style, {}, m_plot->addGraph()});
    curve->graph->removeFromLegend();
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

void MetricChart::setSeriesStyle(int series, SeriesStyle style) {
    m_curves[static_cast<std::size_t>(series)]->style = style;
    applyTheme();
}

void MetricChart::append(int series, PlotPoint point) {
    m_curves[static_cast<std::size_t>(series)]->data.append(point);
    scheduleReplot();
}

void MetricChart::clear(ChartView view) {
    for (const auto& curve : m_curves) curve->data.clear();
    m_markers->setMarkers({});
    if (view == ChartView::Everything) m_followsNewest = true;
    scheduleReplot();
}

void MetricChart::setMarkers(std::vector<ChartMarker> markers) {
    m_markers->setMarkers(std::move(markers));
    scheduleReplot();
}

void MetricChart::setAxisTitles(const QString& x, const QString& y) {
    m_plot->xAxis->setLabel(x);
    m_plot->yAxis->setLabel(y);
    scheduleReplot();
}

void MetricChart::setAxis(ChartAxis axis) {
    m_axis = axis;
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(
        new NumberTicker(axis == ChartAxis::Steps ? TickKind::Steps : TickKind::Values)));
    scheduleReplot();
}

void MetricChart::setLogarithmic(bool logarithmic) {
    m_logarithmic = logarithmic;
    m_plot->yAxis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>(
        new NumberTicker(logarithmic ? TickKind::LogarithmicValues : TickKind::Values)));
    scheduleReplot();
}

void MetricChart::showEverything() {
    m_followsNewest = true;
    scheduleReplot();
}

std::pair<double, double> MetricChart::shownSteps() const {
    return {m_plot->xAxis->range().lower, m_plot->xAxis->range().upper};
}

QStringList MetricChart::valueLabels() const {
    return m_plot->yAxis->tickVectorLabels();
}

void MetricChart::setCompact(bool compact) {
    m_compact = compact;
    m_markers->setVisible(!compact);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) axis->setVisible(!compact);
    m_plot->setInteractions(compact ? QCP::Interactions() : QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setAutoMargins(compact ? QCP::msNone : QCP::msAll);
    m_plot->axisRect()->setMinimumMargins(QMargins());
    if (compact) m_plot->axisRect()->setMargins(QMargins(2, 4, 2, 4));
    setFocusPolicy(compact ? Qt::NoFocus : Qt::StrongFocus);
    applyTheme();
}

const DecimatedSeries& MetricChart::series(int index) const {
    return m_curves[static_cast<std::size_t>(index)]->data;
}
int MetricChart::seriesCount() const noexcept {
    return static_cast<int>(m_curves.size());
}
QString MetricChart::seriesName(int index) const {
    return m_curves[static_cast<std::size_t>(index)]->name;
}
ColorRole MetricChart::seriesColor(int index) const {
    return m_curves[static_cast<std::size_t>(index)]->color;
}
bool MetricChart::isSeriesVisible(int index) const {
    return m_curves[static_cast<std::size_t>(index)]->graph->visible();
}

QString MetricChart::readingAt(double x) const {
    QStringList lines{m_axis == ChartAxis::Steps ? tr("step %L1").arg(static_cast<qint64>(std::llround(x)))
                                                 : tr("%L1 hours").arg(x, 0, 'g', 3)};
    for (const auto& curve : m_curves)
        if (curve->graph->visible() && curve->data.size() > 0)
            lines << QStringLiteral("%1 %2").arg(curve->name).arg(curve->data.nearest(x).y, 0, 'g', 4);
    for (const ChartMarker& marker : m_markers->markers())
        if (!marker.text.isEmpty() &&
            std::abs(m_plot->xAxis->coordToPixel(marker.x) - m_plot->xAxis->coordToPixel(x)) < 6)
            lines << marker.text.section(QLatin1Char('\n'), 0, 0);
    return lines.join(QLatin1Char('\n'));
}

void MetricChart::scheduleReplot() {
    if (m_replotQueued) return;
    m_replotQueued = true;
    QMetaObject::invokeMethod(
        this, [this] { replotNow(); }, Qt::QueuedConnection);
}

void MetricChart::replotNow() {
    m_replotQueued = false;
    if (m_followsNewest) followNewest();
    refreshVisible();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QCPRange MetricChart::dataSteps() const {
    QCPRange all(0.0, 0.0);
    bool any = false;
    for (const auto& curve : m_curves) {
        if (curve->data.size() == 0) continue;
        const double first = curve->data.points().front().x;
        const double last = curve->data.points().back().x;
        all = any ? QCPRange(std::min(all.lower, first), std::max(all.upper, last)) : QCPRange(first, last);
        any = true;
    }
    // A run begins at nought although its first number comes after the first step.
    if (all.lower > 0.0 && all.lower <= all.upper * 0.05 + (m_axis == ChartAxis::Steps ? 1.0 : 0.0))
        all.lower = 0.0;
    if (all.upper <= all.lower) all.upper = all.lower + 1.0;
    const double span = all.size();
    return {all.lower - span * 0.008, all.upper + span * 0.02}; // points at the ends stay whole
}

void MetricChart::followNewest() {
    const QSignalBlocker blocker(m_plot->xAxis);
    m_plot->xAxis->setRange(dataSteps());
}

// The user zoomed or panned: kept inside the run, so that nobody gets lost beyond its ends.
void MetricChart::rangeChosen() {
    const QCPRange all = dataSteps();
    QCPRange chosen = m_plot->xAxis->range();
    const double least = m_axis == ChartAxis::Steps ? std::min(kLeastSpan, all.size()) : all.size() * 1e-4;
    if (chosen.size() < least) chosen = QCPRange(chosen.center() - least / 2, chosen.center() + least / 2);
    const QSignalBlocker blocker(m_plot->xAxis);
    m_plot->xAxis->setRange(chosen.bounded(all.lower, all.upper));
    m_followsNewest = chosen.size() >= all.size();
    scheduleReplot();
}

void MetricChart::refreshVisible() {
    const QCPRange shown = m_plot->xAxis->range();
    m_drawnWidth = m_plot->axisRect()->width();
    const int pixels = std::max(m_drawnWidth, 1);
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
    if (high - low <= std::abs(high) * kFlat) { // one point, or the same again and again
        const double room = high == 0.0 ? 1.0 : std::abs(high) * 0.2;
        low -= room;
        high += room;
    }
    if (m_logarithmic) {
        low = std::max(low, high * 1e-6);
        m_plot->yAxis->setRange(low * 0.95, std::max(high * 1.05, low * 1.1));
    } else {
        const double margin = (high - low) * 0.08;
        m_plot->yAxis->setRange(low - margin, high + margin);
    }
}

void MetricChart::moveCrosshair(double x) {
    if (m_compact) return;
    const QString reading = readingAt(x);
    m_crosshair->place(x, reading.split(QLatin1Char('\n')));
    m_crosshair->setVisible(true);
    setAccessibleDescription(reading);
    m_crosshair->layer()->replot();
    Q_EMIT crosshairMoved(x);
}

void MetricChart::hideCrosshair() {
    if (!m_crosshair->visible()) return;
    m_crosshair->setVisible(false);
    m_crosshair->layer()->replot();
}

void MetricChart::applyTheme() {
    const Theme& theme = Theme::instance();
    const QColor line = theme.color(ColorRole::Line);
    const QColor label = theme.color(ColorRole::Text3);
    QFont small = theme.font(TextStyle::Label);
    small.setWeight(QFont::Normal);
    m_plot->setBackground(QBrush(theme.color(ColorRole::Panel)));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(Qt::NoPen));
        axis->setTickPen(QPen(Qt::NoPen));
        axis->setSubTickPen(QPen(Qt::NoPen));
        axis->setTickLabelColor(label);
        axis->setLabelColor(label);
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
        axis->grid()->setPen(QPen(line, 1));
        axis->grid()->setSubGridVisible(false);
        axis->grid()->setZeroLinePen(QPen(line, 1));
    }
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->yAxis->grid()->setVisible(!m_compact);
    for (const auto& curve : m_curves) {
        const QColor color = theme.color(curve->color);
        curve->graph->setPen(QPen(color, curve->style == SeriesStyle::Thin ? 1.0 : 2.0));
        curve->graph->setAntialiased(curve->style != SeriesStyle::Thin);
        curve->graph->setScatterStyle(curve->style == SeriesStyle::LineWithPoints
                                          ? QCPScatterStyle(QCPScatterStyle::ssDisc, color, color, 5)
                                          : QCPScatterStyle());
    }
    scheduleReplot();
}

void MetricChart::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    if (!hasFocus()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::instance().color(ColorRole::Accent), kFocusRing));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void MetricChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    scheduleReplot();
}

void MetricChart::keyPressEvent(QKeyEvent* event) {
    QCPAxis* axis = m_plot->xAxis;
    const QCPRange range = axis->range();
    const auto look = [&](double lower, double upper) {
        axis->setRange(lower, upper);
        event->accept();
    };
    const double column = range.size() / std::max(m_plot->axisRect()->width(), 1);
    const double cross = m_crosshair->visible() ? m_crosshair->x() : range.center();
    const bool isCross = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Escape:
        hideCrosshair();
        return;
    case Qt::Key_Left:
        if (isCross) return moveCrosshair(std::max(cross - 4 * column, range.lower));
        look(range.lower - range.size() * 0.1, range.upper - range.size() * 0.1);
        return;
    case Qt::Key_Right:
        if (isCross) return moveCrosshair(std::min(cross + 4 * column, range.upper));
        look(range.lower + range.size() * 0.1, range.upper + range.size() * 0.1);
        return;
    case Qt::Key_Plus:
        look(range.lower + range.size() * 0.15, range.upper - range.size() * 0.15);
        return;
    case Qt::Key_Minus:
        look(range.lower - range.size() * 0.2, range.upper + range.size() * 0.2);
        return;
    case Qt::Key_Home:
        showEverything();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool MetricChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::Leave) hideCrosshair();
    return QWidget::eventFilter(watched, event);
}

// In the window the names stand above the chart; a picture goes alone.
void MetricChart::showNames(bool shown) {
    const Theme& theme = Theme::instance();
    for (const auto& curve : m_curves) {
        const bool isNamed =
            shown && curve->graph->visible() && !curve->name.isEmpty() && curve->data.size() > 0;
        if (isNamed)
            curve->graph->addToLegend();
        else
            curve->graph->removeFromLegend();
    }
    QCPLegend* legend = m_plot->legend;
    QFont font = theme.font(TextStyle::Label);
    font.setWeight(QFont::Normal);
    legend->setFont(font);
    legend->setTextColor(theme.color(ColorRole::Text));
    legend->setBrush(theme.color(ColorRole::Panel));
    legend->setBorderPen(QPen(Qt::NoPen));
    legend->setVisible(shown && legend->itemCount() > 0);
}

bool MetricChart::savePicture(const QString& file) {
    hideCrosshair();
    showNames(true);
    const bool isPdf = file.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive);
    const bool isSaved = isPdf ? m_plot->savePdf(file) : m_plot->savePng(file, 0, 0, 2.0);
    showNames(false);
    return isSaved;
}

bool MetricChart::saveCsv(const QString& file) const {
    return table().write(file);
}

ChartTable MetricChart::table() const {
    ChartTable table;
    for (const auto& curve : m_curves) table.series.emplace_back(curve->name, curve->data.points());
    return table;
}

bool ChartTable::write(const QString& file) const {
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Text)) return false;
    QTextStream stream(&out);
    stream << "series,step,value\n";
    for (const auto& [name, points] : series) {
        const QString quoted = QLatin1Char('"') +
                               QString(name).replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                               QLatin1Char('"');
        for (const PlotPoint& point : points)
            stream << quoted << ',' << QString::number(point.x, 'g', 15) << ','
                   << QString::number(point.y, 'g', 9) << '\n';
    }
    stream.flush();
    return out.commit();
}

} // namespace attune::ui
