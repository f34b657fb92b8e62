// SPDX-License-Identifier: GPL-3.0-or-later
//
// HelpKey: F1 in the dialogs of a window. They are windows of their own, so their keys never reach the one
// that shows the help; and what a modal dialog covers cannot be read. The entry of the field, or of the
// dialog, or of the page that opened it, comes up beside the field.
//
// The window is borrowed and owns this. Threads: GUI thread.
#pragma once

#include <QObject>

class QWidget;

namespace attune::ui {

class HelpKey final : public QObject {
    Q_OBJECT
public:
    explicit HelpKey(QWidget* window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* m_window;
};

} // namespace attune::ui
