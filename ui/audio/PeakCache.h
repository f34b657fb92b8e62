// SPDX-License-Identifier: GPL-3.0-or-later
//
// PeakCache: peak pyramids of sound files, made on workers, kept in memory (bounded) and on disk (by
// content).
//
// Equal requests are merged, requests of rows that scrolled away are dropped before they start (newest
// first). Threads: GUI thread; building happens on a pool of its own with two threads, so that a fast scroll
// never starves other work.
#pragma once

#include "core/audio/PeakPyramid.h"
#include "core/base/Hash.h"

#include <QCache>
#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <filesystem>
#include <memory>
#include <vector>

namespace attune::ui {

using SharedPeaks = std::shared_ptr<const audio::PeakPyramid>;

class PeakCache : public QObject {
    Q_OBJECT
public:
    // `folder` holds the cache files; it is made when the first one is written.
    explicit PeakCache(std::filesystem::path folder, QObject* parent = nullptr);
    ~PeakCache() override;

    // The peaks when they are in memory; otherwise nothing, and peaksReady(file) later. `identity` is the
    // content hash where it is known: with another one they are made anew. Without it the file's place, size
    // and time stand for it when they are made.
    [[nodiscard]] SharedPeaks peaks(const QString& file, const ContentHash& identity = {});

Q_SIGNALS:
    void peaksReady(const QString& file); // not where they could not be made

private:
    struct Request {
        QString file;
        ContentHash identity;
    };
    void startNext();
    void finish(const Request& request, SharedPeaks peaks);

    struct Entry {
        ContentHash identity;
        SharedPeaks peaks; // null = they could not be made
    };
    std::filesystem::path m_folder;
    QCache<QString, Entry> m_memory; // cost in kB
    QHash<QString, bool> m_known;    // waiting (false) or being built (true)
    std::vector<Request> m_waiting;  // newest last
    QThreadPool m_pool;
    int m_running{0};
};

} // namespace attune::ui
