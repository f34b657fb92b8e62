// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/SourceWatcher.h"

#include <QSet>

namespace attune::ui {

namespace {

constexpr int kQuietMs = 2000;
constexpr int kAgainMs = 15'000;

} // namespace

SourceWatcher::SourceWatcher(QObject* parent) : QObject(parent) {
    setDelays(kQuietMs, kAgainMs);
    for (QTimer* timer : {&m_quiet, &m_again}) {
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, &SourceWatcher::changed);
    }
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        m_quiet.start();
        m_again.start();
    });
}

void SourceWatcher::setDelays(int quietMs, int againMs) {
    m_quiet.setInterval(quietMs);
    m_again.setInterval(againMs);
}

void SourceWatcher::setFolders(const QStringList& folders) {
    const QStringList wanted = folders.mid(0, kMostFolders);
    const QStringList before = m_watcher.directories();
    const auto without = [](const QStringList& list, const QStringList& others) {
        const QSet<QString> known(others.begin(), others.end());
        QStringList rest;
        for (const QString& folder : list)
            if (!known.contains(folder)) rest << folder;
        return rest;
    };
    const QStringList gone = without(before, wanted);
    const QStringList added = without(wanted, before);
    if (!gone.isEmpty()) m_watcher.removePaths(gone);
    if (!added.isEmpty()) m_watcher.addPaths(added); // what cannot be watched is found by the next scan
    if (wanted.isEmpty()) {
        m_quiet.stop();
        m_again.stop();
    }
}

} // namespace attune::ui
