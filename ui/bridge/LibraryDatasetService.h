// SPDX-License-Identifier: GPL-3.0-or-later
//
// LibraryDatasetService: DatasetService over the project's library.sqlite.
//
// One worker thread owns the Library and does the work in order; scanning hands over what is new once a
// second, so that the table fills while it runs. Closing stops what runs and waits for it. Latents that the
// project took over stand among the clips (ImportedClips). Threads: GUI thread outside; the worker inside.
#pragma once

#include "core/base/Cancellation.h"
#include "ui/bridge/DatasetService.h"
#include "ui/bridge/SourceWatcher.h"

#include <QThread>

#include <atomic>
#include <functional>
#include <optional>

namespace attune::ui {

class LibraryDatasetService final : public DatasetService {
    Q_OBJECT
public:
    explicit LibraryDatasetService(QObject* parent = nullptr);
    ~LibraryDatasetService() override;

    void open(const QString& libraryFile, bool isReadOnly) override;
    void addFolders(const QStringList& paths) override;
    void rescan() override;
    void setWatching(bool watching) override;
    void removeSource(dataset::SourceId source) override;
    bool refusesEdits() override;
    void save(std::vector<ClipEdit> edits) override;
    void setPromptTable(const QString& file) override { m_promptTable = file; }
    void check(const dataset::DoctorSettings& settings) override;
    void applyRules(const dataset::PromptRules& rules) override;
    void previewRules(const dataset::PromptRules& rules, std::vector<ClipId> ids) override;
    void assignSplit(const dataset::SplitOptions& options) override;

    [[nodiscard]] SourceWatcher& watcher() noexcept { return m_watcher; }

private:
    class Worker;
    void watch(const QStringList& folders);
    // Says why nothing is changed, where the project may only be read.
    [[nodiscard]] bool refuses(const QString& whatFailed);
    // Runs `work` on the worker, after what was asked before; `what` is shown while it runs.
    void run(const QString& what, const QString& whatFailed, std::function<Result<void>(Worker&)> work);

    QThread m_thread;
    Worker* m_worker; // lives on m_thread
    CancellationSource m_closing;
    int m_opened{0}; // counts open(): what the worker still has to tell of a library before is dropped
    std::shared_ptr<std::atomic<int>> m_newestPreview = std::make_shared<std::atomic<int>>(0);
    SourceWatcher m_watcher;
    QStringList m_folders; // with sounds in them, and those above up to their source
    bool m_isWatching{false};
    QString m_promptTable;
    int m_pending{0};
    bool m_isReadOnly{false};
    bool m_hasRefused{false}; // in this turn of the event loop
};

} // namespace attune::ui
