// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/ChartItems.h"

#include "ui/theme/Theme.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kMarkSize = 4.5; // half the width of a triangle
constexpr double kPadding = 8.0;

QSizeF textSize(const QStringList& lines, const QFont& font) {
    const QFontMetricsF metrics(font);
    double width = 0.0;
    for (const QString& line : lines) width = std::max(width, metrics.horizontalAdvance(line));
    return {width, metrics.lineSpacing() * static_cast<double>(lines.size())};
}

// A box beside `x`, on the side where it fits.
void drawBox(QCPPainter& painter, double x, double top, const QRectF& area, const QStringList& lines) {
    const Theme& theme = Theme::instance();
    const QFont font = theme.font(TextStyle::Label);
    QFont strong = font;
    strong.setWeight(QFont::Bold);
    const QSizeF text = textSize(lines, strong);
    QRectF box(x + 10.0, top, text.width() + 2 * kPadding, text.height() + 2 * kPadding);
    if (box.right() > area.right()) box.moveRight(x - 10.0);
    box.moveLeft(std::max(box.left(), area.left()));
    box.moveBottom(std::min(box.bottom(), area.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::Raised));
    painter.drawRoundedRect(box, 6, 6);
    const double height = QFontMetricsF(font).lineSpacing();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        painter.setFont(i == 0 ? strong : font);
        painter.setPen(theme.color(i == 0 ? ColorRole::Text : ColorRole::Text2));
        painter.drawText(QRectF(box.left() + kPadding, box.top() + kPadding + height * static_cast<double>(i),
                                text.width() + 1.0, height),
                         Qt::AlignLeft | Qt::AlignVCenter, lines[i]);
    }
}

} // namespace

void MarkerItem::draw(QCPPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    const QCPAxis& axis = *parentPlot()->xAxis;
    const QRectF area = parentPlot()->axisRect()->rect();
    // The best point last, so that no line crosses its words.
    for (const bool isBest : {false, true})
        for (const ChartMarker& marker : m_markers) {
            if ((marker.kind == MarkerKind::Best) != isBest || !axis.range().contains(marker.x)) continue;
            if (isBest)
                drawBest(*painter, marker, axis.coordToPixel(marker.x), area);
            else
                drawMark(*painter, marker, axis.coordToPixel(marker.x), area);
        }
}

void MarkerItem::drawMark(QCPPainter& painter, const ChartMarker& marker, double x,
                          const QRectF& area) const {
    const QColor color =
        Theme::instance().color(marker.kind == MarkerKind::Note ? ColorRole::Text2 : ColorRole::Accent);
    painter.setPen(QPen(color, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, area.top() + 6.0), QPointF(x, area.bottom()));
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(marker.kind == MarkerKind::Demo ? QBrush(Theme::instance().color(ColorRole::Panel))
                                                     : QBrush(color));
    const double top = area.top() - 3.0;
    if (marker.kind == MarkerKind::Note)
        painter.drawRect(QRectF(x - 3.5, top, 7.0, 7.0));
    else
        painter.drawPolygon(QPolygonF{{x - kMarkSize, top}, {x + kMarkSize, top}, {x, top + 2 * kMarkSize}});
}

void MarkerItem::drawBest(QCPPainter& painter, const ChartMarker& marker, double x,
                          const QRectF& area) const {
    if (!marker.y) return;
    const double y = parentPlot()->yAxis->coordToPixel(*marker.y);
    painter.setPen(QPen(Theme::instance().color(ColorRole::Good), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(x, y), 7.0, 7.0);
    if (marker.text.isEmpty()) return;
    // A falling curve has its room above the point that it has reached.
    const QStringList lines = marker.text.split(QLatin1Char('\n'));
    const double height = textSize(lines, Theme::instance().font(TextStyle::Label)).height() + 2 * kPadding;
    drawBox(painter, x, y > area.center().y() ? y - 14.0 - height : y + 14.0, area, lines);
}

CrosshairItem::CrosshairItem(QCustomPlot* plot) : QCPAbstractItem(plot) {
    setLayer(QStringLiteral("overlay"));
    setVisible(false);
}

void CrosshairItem::place(double x, const QStringList& lines) {
    m_x = x;
    m_lines = lines;
}

void CrosshairItem::draw(QCPPainter* painter) {
    const QRectF area = parentPlot()->axisRect()->rect();
    const double x = parentPlot()->xAxis->coordToPixel(m_x);
    if (x < area.left() || x > area.right()) return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(Theme::instance().color(ColorRole::Text3), 1));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    drawBox(*painter, x, area.top() + 8.0, area, m_lines);
}

double NumberTicker::getTickStep(const QCPRange& range) {
    m_step = QCPAxisTicker::getTickStep(range);
    if (m_kind == TickKind::Steps) m_step = std::max(1.0, std::round(m_step));
    return m_step;
}

QString NumberTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    const QLocale locale;
    if (m_kind == TickKind::Steps) return locale.toString(static_cast<qint64>(std::llround(tick)));
    const double size = std::abs(tick);
    if (size < m_step * 1e-6) return locale.toString(0); // nought as sums of steps come to it
    if (size >= 1e6 || size < 1e-3) {                    // as many digits as tell neighbours apart
        const int digits =
            1 + static_cast<int>(std::floor(std::log10(size)) - std::floor(std::log10(m_step)));
        return locale.toString(tick, 'g', std::clamp(digits, 3, 9));
    }
    if (m_kind == TickKind::LogarithmicValues) return locale.toString(tick, 'g', 4);
    int decimals = 0;
    for (double step = m_step; decimals < 6 && std::abs(step - std::round(step)) > 1e-6 * std::max(1.0, step);
         step *= 10.0)
        ++decimals;
    return locale.toString(tick, 'f', decimals);
}

QVector<double> NumberTicker::createTickVector(double tickStep, const QCPRange& range) {
    const bool isWide = range.lower > 0.0 && range.upper / range.lower > 8.0;
    if (m_kind != TickKind::LogarithmicValues || !isWide)
        return QCPAxisTicker::createTickVector(tickStep, range);
    const int first = static_cast<int>(std::floor(std::log10(range.lower)));
    const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
    QVector<double> ticks;
    for (int decade = first; decade <= last; ++decade)
        for (const double digit : {1.0, 2.0, 5.0})
            if (digit == 1.0 || last - first <= 3) ticks.append(digit * std::pow(10.0, decade));
    return ticks;
}

} // namespace attune::ui
