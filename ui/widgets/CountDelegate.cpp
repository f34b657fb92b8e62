// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CountDelegate.h"

#include "ui/theme/Theme.h"

#include <QListWidget>
#include <QLocale>
#include <QPainter>

namespace attune::ui {

void paintToneShape(QPainter& painter, const QPointF& centre, StateTone tone) {
    const Theme& theme = Theme::instance();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    switch (tone) {
    case StateTone::Good:
    case StateTone::Warn:
        painter.setBrush(theme.color(tone == StateTone::Good ? ColorRole::Good : ColorRole::Warn));
        painter.drawEllipse(centre, 4.0, 4.0);
        break;
    case StateTone::Bad:
        painter.setBrush(theme.color(ColorRole::Bad));
        painter.translate(centre);
        painter.rotate(45);
        painter.drawRect(QRectF(-3.6, -3.6, 7.2, 7.2));
        break;
    case StateTone::None:
        painter.setPen(QPen(theme.color(ColorRole::Text3), 1.5));
        painter.drawEllipse(centre, 3.2, 3.2);
        break;
    }
    painter.restore();
}

void CountDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    const Theme& theme = Theme::instance();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(ColorRole::Selection));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 6, 6);
    }
    QRectF text = QRectF(option.rect).adjusted(10, 0, -10, 0);
    const QVariant tone = index.data(ToneRole);
    if (tone.isValid()) {
        paintToneShape(*painter, QPointF(text.left() + 5, text.center().y()),
                       static_cast<StateTone>(tone.toInt()));
        text.setLeft(text.left() + 20);
    }
    const QString count =
        index.data(CountRole).isValid() ? QLocale().toString(index.data(CountRole).toInt()) : QString();
    const double countWidth = option.fontMetrics.horizontalAdvance(count);
    painter->setPen(theme.color(ColorRole::Text2));
    painter->setFont(option.font);
    painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, count);
    text.setRight(text.right() - countWidth - 8);
    QFont font = option.font;
    if (isSelected) font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(theme.color(ColorRole::Text));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight,
                                                    static_cast<int>(text.width())));
    painter->restore();
}

void fitRows(QListWidget& list, int most) {
    const int row = std::max(28, list.sizeHintForRow(0));
    list.setFixedHeight(std::min(list.count(), most) * row + 2 * list.frameWidth() + 2);
}

QSize CountDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {80, std::max(28, option.fontMetrics.height() + 12)};
}

} // namespace attune::ui
