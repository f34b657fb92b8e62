// SPDX-License-Identifier: GPL-3.0-or-later
//
// DropOverlay: says, over the middle of the window, what letting go here would do.
//
// Threads: GUI thread. Ownership: a child of the window.
#pragma once

#include <QLabel>

namespace attune::ui {

class DropOverlay : public QLabel {
    Q_OBJECT
public:
    explicit DropOverlay(QWidget* window);

    void offer(const QString& hint); // shows it; hide() takes it away
};

} // namespace attune::ui
