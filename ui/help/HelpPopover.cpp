// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/HelpPopover.h"

#include "ui/help/HelpContent.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QTextBrowser>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr int kWidth = 440;
constexpr int kTallest = 360;

} // namespace

HelpPopover::HelpPopover(const HelpEntry& entry, QWidget* field)
    : QFrame(field, Qt::Popup), m_text(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("helpPopover"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(entry.title);
    setSurface(this, Surface::Card);
    m_text->setObjectName(QStringLiteral("helpPopoverText"));
    m_text->setAccessibleName(entry.title);
    m_text->setHtml(HelpContent::html(entry));
    columnLayout(this, 12, 0)->addWidget(m_text);
    setFocusProxy(m_text);
    m_text->document()->setTextWidth(kWidth);
    const int height = static_cast<int>(std::ceil(m_text->document()->size().height())) + 32;
    resize(kWidth + 40, std::min(height, kTallest));
    const QRect room = field->screen()->availableGeometry();
    QPoint at = field->mapToGlobal(QPoint(0, field->height() + 4));
    if (at.y() + this->height() > room.bottom())
        at.setY(field->mapToGlobal(QPoint()).y() - 4 - this->height());
    at.setY(std::max(at.y(), room.top()));
    at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())));
    move(at);
    show();
    m_text->setFocus(Qt::PopupFocusReason);
}

void HelpPopover::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_F1)
        close();
    else
        QFrame::keyPressEvent(event); // closes on Esc
}

} // namespace attune::ui
