// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/StackedBar.h"

#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr ColorRole kRoles[] = {ColorRole::Series1, ColorRole::Series2, ColorRole::Series3,
                                ColorRole::Series4, ColorRole::Series5, ColorRole::Text3};
constexpr int kBarHeight = 14;

} // namespace

StackedBar::StackedBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StackedBar::setParts(std::vector<Part> parts, double limit, QString (*text)(double)) {
    m_parts = std::move(parts);
    m_limit = limit;
    m_text = text;
    QStringList words;
    for (const Part& part : m_parts) words << QStringLiteral("%1 %2").arg(part.name, m_text(part.value));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setToolTip(words.join(QLatin1Char('\n')));
    updateGeometry();
    update();
}

double StackedBar::total() const {
    double sum = 0.0;
    for (const Part& part : m_parts) sum += part.value;
    return sum;
}

QSize StackedBar::sizeHint() const {
    const int line = fontMetrics().height() + 4;
    return {220, kBarHeight + 8 + line * static_cast<int>((m_parts.size() + 1) / 2)};
}

void StackedBar::paintEvent(QPaintEvent*) {
    if (m_text == nullptr) return;
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double scale = width() / std::max({total(), m_limit, 1e-9});
    painter.setBrush(theme.color(ColorRole::Raised));
    painter.drawRoundedRect(QRectF(0, 0, width(), kBarHeight), 4, 4);
    double x = 0.0;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const double wide = m_parts[i].value * scale;
        painter.setBrush(theme.color(kRoles[i % std::size(kRoles)]));
        painter.drawRect(QRectF(x, 0, std::max(0.0, wide - 1.0), kBarHeight));
        x += wide;
    }
    if (m_limit > 0.0) {
        painter.setPen(QPen(theme.color(total() > m_limit ? ColorRole::Bad : ColorRole::Text), 2));
        const double at = std::min(m_limit * scale, width() - 1.0);
        painter.drawLine(QPointF(at, -1), QPointF(at, kBarHeight + 3));
    }
    painter.setFont(theme.font(TextStyle::Label));
    const int line = fontMetrics().height() + 4;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const QRectF cell(static_cast<double>(i % 2) * width() / 2.0,
                          kBarHeight + 8 + line * static_cast<double>(i / 2), width() / 2.0, line);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(kRoles[i % std::size(kRoles)]));
        painter.drawRoundedRect(QRectF(cell.left(), cell.center().y() - 4, 8, 8), 2, 2);
        painter.setPen(theme.color(ColorRole::Text2));
        painter.drawText(cell.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QStringLiteral("%1 %2").arg(m_parts[i].name, m_text(m_parts[i].value)));
    }
}

} // namespace attune::ui
