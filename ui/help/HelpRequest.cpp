// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/HelpRequest.h"

#include <QCoreApplication>
#include <QWidget>

namespace attune::ui {

QEvent::Type HelpRequestEvent::eventType() {
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}

namespace {

constexpr char kTopicProperty[] = "attuneHelpTopic";

} // namespace

void setHelpTopic(QWidget* widget, const QString& topic) {
    widget->setProperty(kTopicProperty, topic);
}

QString helpTopicAt(const QWidget* widget) {
    for (; widget != nullptr; widget = widget->parentWidget())
        if (const QString topic = widget->property(kTopicProperty).toString(); !topic.isEmpty()) return topic;
    return {};
}

void requestHelp(QWidget* from, const QString& topic) {
    QWidget* window = from->window();
    while (window->parentWidget() != nullptr)
        window = window->parentWidget()->window(); // a dialog asks its owner
    QCoreApplication::postEvent(window, new HelpRequestEvent(topic));
}

} // namespace attune::ui
