// SPDX-License-Identifier: GPL-3.0-or-later
//
// EmptyState: what a place is for and the one button to press, shown while the place is empty.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

class QBoxLayout;
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
    QBoxLayout* m_column{nullptr};
    QPushButton* m_button{nullptr};
};

} // namespace attune::ui
