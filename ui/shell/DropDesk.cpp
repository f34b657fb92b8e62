// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/DropDesk.h"

#include "ui/shell/DropOverlay.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QWidget>

#include <utility>

namespace attune::ui {

DropDesk::DropDesk(QWidget* window) : QObject(window), m_hint(new DropOverlay(window)) {
    m_looking.setMaxThreadCount(1);
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

bool DropDesk::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::DragEnter:
        enter(*static_cast<QDragEnterEvent*>(event));
        return true;
    case QEvent::DragMove:
        if (m_isUseless)
            event->ignore();
        else
            static_cast<QDragMoveEvent*>(event)->acceptProposedAction();
        return true;
    case QEvent::DragLeave:
        ++m_drag;
        m_hint->hide();
        return true;
    case QEvent::Drop: {
        auto* drop = static_cast<QDropEvent*>(event);
        ++m_drag;
        m_hint->hide();
        take(localPaths(*drop->mimeData()));
        drop->acceptProposedAction();
        return true;
    }
    default:
        return QObject::eventFilter(watched, event);
    }
}

void DropDesk::enter(QDragEnterEvent& event) {
    const QStringList paths = localPaths(*event.mimeData());
    if (paths.isEmpty() || event.source() != nullptr) { // our own clips are for others
        event.ignore();
        return;
    }
    m_isUseless = false;
    event.acceptProposedAction();
    find(paths, [this, drag = ++m_drag](const Drop& drop) {
        if (drag != m_drag) return;
        m_isUseless = drop.kind == DropKind::Nothing;
        if (!m_isUseless) m_hint->offer(drop.hint);
    });
}

void DropDesk::take(const QStringList& paths) {
    find(paths, [this, paths](const Drop& drop) { Q_EMIT dropped(drop, paths); });
}

void DropDesk::find(const QStringList& paths, std::function<void(const Drop&)> then) {
    m_looking.start([this, paths, then = std::move(then)] { // which is waited for before this goes
        QMetaObject::invokeMethod(
            this, [drop = classifyDrop(paths), then] { then(drop); }, Qt::QueuedConnection);
    });
}

} // namespace attune::ui
