// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/HelpRequest.h"

#include <QCoreApplication>
#include <QWidget>

namespace attune::ui {

QEvent::Type HelpRequestEvent::eventType() {
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}

void requestHelp(QWidget* from, const QString& topic) {
    QWidget* window = from->window();
    while (window->parentWidget() != nullptr) window = window->parentWidget()->window(); // a dialog asks its owner
    QCoreApplication::postEvent(window, new HelpRequestEvent(topic));
}

} // namespace attune::ui
