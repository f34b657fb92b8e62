// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/LibraryDatasetService.h"

#include "core/base/Text.h"
#include "core/dataset/Scanner.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSet>

namespace attune::ui {

using dataset::ClipRecord;
using dataset::Library;

// Owns the library; every function runs on the worker thread.
class LibraryDatasetService::Worker final : public QObject {
public:
    explicit Worker(LibraryDatasetService& service) : m_service(service) {}

    [[nodiscard]] Result<Library*> library() {
        if (!m_library) return fail(ErrorCode::NotFound, "No project is open");
        return &*m_library;
    }
    Result<void> openLibrary(const QString& file) {
        m_library.reset();
        m_known.clear();
        if (file.isEmpty()) return {};
        ATTUNE_TRY(Library library, Library::open(pathFromUtf8(file.toStdString())));
        m_library.emplace(std::move(library));
        ATTUNE_CHECK(tellSources());
        return tellAll();
    }
    Result<void> tellSources() {
        ATTUNE_TRY(const auto sources, m_library->sources());
        Q_EMIT m_service.sourcesChanged(sources);
        return {};
    }
    Result<void> tellAll() {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library->clips());
        for (const ClipRecord& clip : clips) m_known.insert(clip.id.value);
        Q_EMIT m_service.clipsLoaded(std::make_shared<const std::vector<ClipRecord>>(std::move(clips)));
        return {};
    }
    // Hands over the clips of a source that the window does not have yet.
    Result<void> tellNew(dataset::SourceId source) {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library->clipsOf(source));
        std::erase_if(clips, [this](const ClipRecord& clip) { return m_known.contains(clip.id.value); });
        for (const ClipRecord& clip : clips) m_known.insert(clip.id.value);
        if (!clips.empty()) Q_EMIT m_service.clipsChanged(std::make_shared<const std::vector<ClipRecord>>(std::move(clips)));
        return {};
    }
    Result<void> scan(dataset::SourceId source, const Cancellation& cancellation) {
        QElapsedTimer sinceTold;
        sinceTold.start();
        const auto progress = [&](const Progress& now) {
            if (sinceTold.elapsed() < 500 && now.done != now.total) return;
            sinceTold.restart();
            Q_EMIT m_service.scanProgressed(now.done, now.total);
            static_cast<void>(tellNew(source)); // an error here comes again at the end
        };
        ATTUNE_TRY(const dataset::ScanReport report, dataset::scanSource(*m_library, source, {}, progress, cancellation));
        static_cast<void>(report);
        return {};
    }

private:
    LibraryDatasetService& m_service;
    std::optional<Library> m_library;
    QSet<qint64> m_known;
};

LibraryDatasetService::LibraryDatasetService(QObject* parent) : DatasetService(parent), m_worker(new Worker(*this)) {
    m_thread.setObjectName(QStringLiteral("attune-library"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

LibraryDatasetService::~LibraryDatasetService() {
    m_closing.request();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { delete worker; }, Qt::QueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void LibraryDatasetService::run(const QString& what, const QString& whatFailed, std::function<Result<void>(Worker&)> work) {
    if (m_pending++ == 0) Q_EMIT busyChanged(true, what);
    QMetaObject::invokeMethod(m_worker, [this, whatFailed, work = std::move(work)] {
        Result<void> result = [&]() -> Result<void> {
            try {
                return work(*m_worker);
            } catch (...) {
                return fail(errorFromCurrentException({}));
            }
        }();
        if (!result && result.error().code != ErrorCode::Cancelled) Q_EMIT failed(result.error(), whatFailed);
        QMetaObject::invokeMethod(this, [this] {
            if (--m_pending == 0) Q_EMIT busyChanged(false, {});
        }, Qt::QueuedConnection);
    }, Qt::QueuedConnection);
}

void LibraryDatasetService::open(const QString& libraryFile, bool) {
    m_closing.request(); // what still runs belongs to the project before
    m_closing = CancellationSource();
    run(tr("Opening the dataset"), tr("The dataset could not be opened"),
        [libraryFile](Worker& worker) { return worker.openLibrary(libraryFile); });
}

void LibraryDatasetService::addFolders(const QStringList& paths) {
    QStringList folders;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        if (!folders.contains(folder)) folders << folder;
    }
    run(tr("Scanning"), tr("The folder could not be added"),
        [folders, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library* library, worker.library());
            for (const QString& folder : folders) {
                ATTUNE_TRY(const dataset::SourceId source, library->addSource(pathFromUtf8(folder.toStdString())));
                ATTUNE_CHECK(worker.tellSources());
                ATTUNE_CHECK(worker.scan(source, cancellation));
            }
            return worker.tellAll();
        });
}

void LibraryDatasetService::rescan() {
    run(tr("Scanning"), tr("The folders could not be scanned"),
        [cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library* library, worker.library());
            ATTUNE_TRY(const auto sources, library->sources());
            for (const dataset::SourceFolder& source : sources) ATTUNE_CHECK(worker.scan(source.id, cancellation));
            return worker.tellAll();
        });
}

void LibraryDatasetService::removeSource(dataset::SourceId source) {
    run(tr("Removing"), tr("The folder could not be taken out"), [source](Worker& worker) -> Result<void> {
        ATTUNE_TRY(Library* library, worker.library());
        ATTUNE_CHECK(library->removeSource(source));
        ATTUNE_CHECK(worker.tellSources());
        return worker.tellAll();
    });
}

void LibraryDatasetService::save(std::vector<ClipRecord> clips) {
    run(tr("Saving"), tr("The change could not be saved"), [this, clips = std::move(clips)](Worker& worker) mutable -> Result<void> {
        ATTUNE_TRY(Library* library, worker.library());
        ATTUNE_CHECK(library->save(std::span(clips)));
        Q_EMIT clipsChanged(std::make_shared<const std::vector<ClipRecord>>(std::move(clips)));
        return {};
    });
}

void LibraryDatasetService::check(const dataset::DoctorSettings& settings) {
    run(tr("Checking"), tr("The dataset could not be checked"),
        [this, settings, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library* library, worker.library());
            const auto progress = [this](const Progress& now) { Q_EMIT scanProgressed(now.done, now.total); };
            ATTUNE_TRY(const dataset::DoctorReport report, dataset::examineLibrary(*library, settings, progress, cancellation));
            ATTUNE_CHECK(worker.tellAll());
            Q_EMIT reportReady(report);
            return {};
        });
}

void LibraryDatasetService::applyRules(const dataset::PromptRules& rules) {
    run(tr("Writing prompts"), tr("The prompts could not be written"),
        [this, rules, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library* library, worker.library());
            ATTUNE_TRY(const dataset::PromptApplyReport report, dataset::applyPromptRules(*library, rules, nullptr, {}, cancellation));
            ATTUNE_CHECK(worker.tellAll());
            Q_EMIT rulesApplied(report);
            return {};
        });
}

void LibraryDatasetService::previewRules(const dataset::PromptRules& rules, std::vector<ClipId> ids) {
    const int number = ++*m_newestPreview;
    run(tr("Previewing"), tr("The preview could not be made"),
        [this, rules, ids = std::move(ids), number, newest = m_newestPreview](Worker& worker) -> Result<void> {
            if (*newest != number) return {}; // a newer one waits behind
            ATTUNE_TRY(Library* library, worker.library());
            std::vector<dataset::PromptContext> contexts;
            std::vector<std::string> problems;
            for (const ClipId id : ids) {
                ATTUNE_TRY(const ClipRecord clip, library->clip(id));
                ATTUNE_TRY(dataset::PromptContext context, dataset::promptContextOf(*library, clip, nullptr, problems));
                contexts.push_back(std::move(context));
            }
            const auto rows = dataset::previewPrompts(rules, contexts);
            if (rows) Q_EMIT previewReady(*rows, {});
            else Q_EMIT previewReady({}, QString::fromStdString(rows.error().message)); // a pattern being typed
            return {};
        });
}

void LibraryDatasetService::assignSplit(const dataset::SplitOptions& options) {
    run(tr("Splitting"), tr("The split could not be made"), [options](Worker& worker) -> Result<void> {
        ATTUNE_TRY(Library* library, worker.library());
        ATTUNE_TRY(std::vector<ClipRecord> clips, library->clips());
        dataset::assignSplit(std::span(clips), options);
        ATTUNE_CHECK(library->save(std::span(clips)));
        return worker.tellAll();
    });
}

} // namespace attune::ui
