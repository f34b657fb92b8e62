// SPDX-License-Identifier: GPL-3.0-or-later
//
// EmptyState: what a place is for and the one button to press, shown while the place is empty.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace attune::ui {

class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent = nullptr);
    // The button appears with its first text. `objectName` lets tests find it.
    void setAction(const QString& text, const QString& objectName);

Q_SIGNALS:
    void actionTriggered();

private:
    QPushButton* m_button{nullptr};
};

} // namespace attune::ui
