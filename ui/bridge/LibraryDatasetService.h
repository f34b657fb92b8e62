// SPDX-License-Identifier: GPL-3.0-or-later
//
// LibraryDatasetService: DatasetService over the project's library.sqlite.
//
// One worker thread owns the Library and does the work in order; scanning hands over what is new once a second, so
// that the table fills while it runs. Closing stops what runs and waits for it.
// Threads: GUI thread outside; the worker inside.
#pragma once

#include "core/base/Cancellation.h"
#include "ui/bridge/DatasetService.h"

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
    void removeSource(dataset::SourceId source) override;
    void save(std::vector<dataset::ClipRecord> clips) override;
    void check(const dataset::DoctorSettings& settings) override;
    void applyRules(const dataset::PromptRules& rules) override;
    void previewRules(const dataset::PromptRules& rules, std::vector<ClipId> ids) override;
    void assignSplit(const dataset::SplitOptions& options) override;

private:
    class Worker;
    // Runs `work` on the worker, after what was asked before; `what` is shown while it runs.
    void run(const QString& what, const QString& whatFailed, std::function<Result<void>(Worker&)> work);

    QThread m_thread;
    Worker* m_worker; // lives on m_thread
    CancellationSource m_closing;
    std::shared_ptr<std::atomic<int>> m_newestPreview = std::make_shared<std::atomic<int>>(0);
    int m_pending{0};
};

} // namespace attune::ui
