// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourceWatcher: notices that files came into, left or moved within folders, some seconds after the last of
// it.
//
// The system tells of names, not of contents: a file that is still being copied when it is noticed is looked
// at once more later. Folders beyond a limit are not watched, because the system has few watches to give.
// Threads: GUI thread.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace attune::ui {

class SourceWatcher : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostFolders = 1000;

    explicit SourceWatcher(QObject* parent = nullptr);
    // Instead of those before; none = nothing is watched.
    void setFolders(const QStringList& folders);
    // For tests: how long it waits for quiet, and until it looks again.
    void setDelays(int quietMs, int againMs);

Q_SIGNALS:
    void changed();

private:
    QFileSystemWatcher m_watcher;
    QTimer m_quiet;
    QTimer m_again;
};

} // namespace attune::ui
