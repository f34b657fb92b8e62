// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/RecentDelegate.h"

#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr double kBar = 2.0;
constexpr double kGap = 1.5;

void paintStrip(QPainter& painter, const QRectF& area, const QByteArray& strip, const QColor& color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const auto shown =
        std::min<qsizetype>(strip.size(), static_cast<qsizetype>(area.width() / (kBar + kGap)));
    const double left = area.right() - static_cast<double>(shown) *
                                           (kBar + kGap); // the beginning is kept where room is short
    for (qsizetype i = 0; i < shown; ++i) {
        const double height = std::max(1.5, area.height() * static_cast<uchar>(strip[i]) / 255.0);
        painter.drawRoundedRect(QRectF(left + static_cast<double>(i) * (kBar + kGap),
                                       area.center().y() - height / 2.0, kBar, height),
                                1.0, 1.0);
    }
}

} // namespace

void RecentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const Theme& theme = Theme::instance();
    const bool isThere = !index.data(MissingRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected) || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(option.state.testFlag(QStyle::State_Selected) ? ColorRole::Selection
                                                                                    : ColorRole::Raised));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 6, 6);
    }
    const QRect inner = option.rect.adjusted(12, 7, -12, -7);
    const QByteArray strip = index.data(StripRole).toByteArray();
    const int stripWidth =
        strip.isEmpty() ? 0
                        : std::min(inner.width() * 2 / 5,
                                   static_cast<int>(static_cast<double>(strip.size()) * (kBar + kGap)));
    if (stripWidth > 0)
        paintStrip(*painter,
                   QRectF(inner.right() - stripWidth, inner.top() + 2, stripWidth, inner.height() - 4), strip,
                   theme.color(isThere ? ColorRole::Waveform : ColorRole::Text3));
    const QRect text = inner.adjusted(0, 0, -(stripWidth > 0 ? stripWidth + 16 : 0), 0);
    const auto line = [&](const QString& content, TextStyle style, ColorRole role, Qt::Alignment alignment) {
        const QFont font = theme.font(style);
        painter->setFont(font);
        painter->setPen(theme.color(role));
        painter->drawText(text, static_cast<int>(alignment | Qt::AlignLeft),
                          QFontMetrics(font).elidedText(content, Qt::ElideMiddle, text.width()));
    };
    line(index.data(Qt::DisplayRole).toString(), TextStyle::ItemTitle,
         isThere ? ColorRole::Text : ColorRole::Text3, Qt::AlignTop);
    line(index.data(DetailRole).toString(), TextStyle::Secondary,
         isThere ? ColorRole::Text2 : ColorRole::Text3, Qt::AlignBottom);
    painter->restore();
}

QSize RecentDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    const Theme& theme = Theme::instance();
    return {320, QFontMetrics(theme.font(TextStyle::ItemTitle)).height() +
                     QFontMetrics(theme.font(TextStyle::Secondary)).height() + 20};
}

} // namespace attune::ui
