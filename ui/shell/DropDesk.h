// SPDX-License-Identifier: GPL-3.0-or-later
//
// DropDesk: takes what is dragged over the window and let go there, finds out on a worker what it is, and
// says so: over the window while it is dragged, by dropped() once it was let go.
//
// A worker, because finding out looks at files: a drive on the network that does not answer must not stop the
// window. One after another, so that what was dropped first comes first. Ownership: a child of the window,
// over whose events it watches. Threads: GUI thread.
#pragma once

#include "ui/shell/DropRouter.h"

#include <QObject>
#include <QThreadPool>

#include <functional>

class QDragEnterEvent;
class QWidget;

namespace attune::ui {

class DropOverlay;

class DropDesk : public QObject {
    Q_OBJECT
public:
    explicit DropDesk(QWidget* window);

    void take(const QStringList& paths); // as if they had been dropped; dropped() follows

Q_SIGNALS:
    // `asked` is all that was dropped, `drop` what it means.
    void dropped(const attune::ui::Drop& drop, const QStringList& asked);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void enter(QDragEnterEvent& event);
    void find(const QStringList& paths, std::function<void(const Drop&)> then);

    DropOverlay* m_hint;
    int m_drag{0};               // counts them: what is found out about one that left is not said
    bool m_isUseless{false};     // nothing of what is dragged can be taken
    QThreadPool m_looking{this}; // one thread
};

} // namespace attune::ui
