// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ElidedLabel.h"

#include <QPainter>

namespace attune::ui {

ElidedLabel::ElidedLabel(const QString& text, LabelRole role, QWidget* parent) : QLabel(text, parent) {
    setProperty("textRole", textRoleName(role));
    setTextFormat(Qt::PlainText); // as it is painted
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {24, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    // Said by the tooltip only where the eye misses something.
    if (const QString tip = shown == text() ? QString() : text(); tip != toolTip()) setToolTip(tip);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

} // namespace attune::ui
