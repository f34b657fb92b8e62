// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/HelpKey.h"

#include "ui/help/HelpContent.h"
#include "ui/help/HelpPopover.h"
#include "ui/help/HelpRequest.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QWidget>

namespace attune::ui {

HelpKey::HelpKey(QWidget* window) : QObject(window), m_window(window) {
    QCoreApplication::instance()->installEventFilter(this);
}

bool HelpKey::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent*>(event)->key() != Qt::Key_F1)
        return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    if (widget == nullptr || widget->window() == m_window) return false;
    QWidget* dialog = widget->window();
    if (qobject_cast<HelpPopover*>(dialog) != nullptr) return false; // closes itself
    const QWidget* owner = dialog;
    while (owner != nullptr && owner != m_window) owner = owner->parentWidget();
    if (owner == nullptr) return false; // of another window
    QWidget* field = dialog->focusWidget() != nullptr ? dialog->focusWidget() : widget;
    const HelpEntry* entry = HelpContent::instance().find(helpTopicAt(field));
    if (entry == nullptr) return false;
    new HelpPopover(*entry, field); // shows and deletes itself
    return true;
}

} // namespace attune::ui
