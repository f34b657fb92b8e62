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
    // content hash where it is known; without it the file's place, size and time stand for it.
    [[nodiscard]] SharedPeaks peaks(const QString& file, const ContentHash& identity = {});
    // Forgets a file that has changed.
    void invalidate(const QString& file);

Q_SIGNALS:
    void peaksReady(const QString& file);
    void peaksFailed(const QString& file);

private:
    struct Request {
        QString file;
        ContentHash identity;
    };
    void startNext();
    void finish(const QString& file, SharedPeaks peaks);

    std::filesystem::path m_folder;
    QCache<QString, SharedPeaks> m_memory; // cost in kB
    QHash<QString, bool> m_known;          // waiting (false) or being built (true)
    std::vector<Request> m_waiting;        // newest last
    QHash<QString, bool> m_failed;
    QThreadPool m_pool;
    int m_running{0};
};

} // namespace attune::ui
