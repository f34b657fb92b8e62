// SPDX-License-Identifier: GPL-3.0-or-later
//
// HelpRequest: F1 from any control: an event that travels up to the window that shows the help.
//
// Threads: GUI thread.
#pragma once

#include <QEvent>
#include <QString>

class QWidget;

namespace attune::ui {

class HelpRequestEvent final : public QEvent {
public:
    explicit HelpRequestEvent(QString topicName) : QEvent(eventType()), topic(std::move(topicName)) {}
    [[nodiscard]] static QEvent::Type eventType();
    QString topic; // a glossary key or the path of a setting
};

// What F1 shows while the keyboard is in `widget` or in something inside it.
void setHelpTopic(QWidget* widget, const QString& topic);
// Of `widget` or the nearest one around it; empty = none.
[[nodiscard]] QString helpTopicAt(const QWidget* widget);

// Sends the request to `from`'s window.
void requestHelp(QWidget* from, const QString& topic);

} // namespace attune::ui
