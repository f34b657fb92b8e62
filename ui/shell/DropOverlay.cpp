// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/DropOverlay.h"

#include "ui/widgets/Controls.h"

namespace attune::ui {

DropOverlay::DropOverlay(QWidget* window) : QLabel(window) {
    setAlignment(Qt::AlignCenter);
    setProperty("textRole", QStringLiteral("page"));
    setSurface(this, Surface::Raised);
    hide();
}

void DropOverlay::offer(const QString& hint) {
    const QRect whole = parentWidget()->rect();
    setText(hint);
    setGeometry(whole.adjusted(whole.width() / 4, whole.height() / 3, -whole.width() / 4, -whole.height() / 3));
    raise();
    show();
}

} // namespace attune::ui
