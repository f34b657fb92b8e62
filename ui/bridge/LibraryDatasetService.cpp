// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/LibraryDatasetService.h"

#include "core/base/Text.h"
#include "core/dataset/Scanner.h"
#include "core/dataset/Sidecars.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/widgets/EngineText.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSet>

#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace attune::ui {

using dataset::ClipRecord;
using dataset::Library;

namespace {

Result<std::optional<dataset::PromptTable>> readTable(const QString& file) {
    if (file.isEmpty()) return std::optional<dataset::PromptTable>();
    ATTUNE_TRY(dataset::PromptTable table, dataset::PromptTable::read(pathFromUtf8(file.toStdString())));
    return std::optional(std::move(table));
}

} // namespace

// Owns the library; every function runs on the worker thread.
class LibraryDatasetService::Worker final : public QObject {
public:
    explicit Worker(LibraryDatasetService& service) : m_service(service) {}

    [[nodiscard]] Result<Library*> library() {
        if (!m_library) return fail(ErrorCode::NotFound, "No project is open");
        return &*m_library;
    }
    Result<void> openLibrary(const QString& file, const Cancellation& cancellation) {
        m_library.reset();
        m_known.clear();
        m_imported = {};
        tellFolders({}, {});
        if (file.isEmpty()) return {};
        const std::filesystem::path path = pathFromUtf8(file.toStdString());
        ATTUNE_TRY(Library library, Library::open(path));
        m_library.emplace(std::move(library));
        m_latents = path.parent_path() / "latents";
        readImported(cancellation);
        ATTUNE_CHECK(tellSources());
        return tellAll();
    }
    void readImported(const Cancellation& cancellation) {
        m_imported = readImportedClips(m_latents, cancellation);
        for (const Error& problem : m_imported.problems)
            Q_EMIT m_service.failed(problem, LibraryDatasetService::tr("Imported latents could not be read"));
    }
    Result<void> tellSources() {
        ATTUNE_TRY(auto sources, m_library->sources());
        sources.insert(sources.end(), m_imported.sources.begin(), m_imported.sources.end());
        Q_EMIT m_service.sourcesChanged(sources);
        return {};
    }
    Result<void> tellAll() {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library->clips());
        ATTUNE_TRY(const auto sources, m_library->sources());
        for (const ClipRecord& clip : clips) m_known.insert(clip.id.value);
        tellFolders(sources, clips);
        clips.insert(clips.end(), m_imported.clips.begin(), m_imported.clips.end());
        Q_EMIT m_service.clipsLoaded(std::make_shared<const std::vector<ClipRecord>>(std::move(clips)));
        return {};
    }
    // Hands over the clips of a source that the window does not have yet.
    Result<void> tellNew(dataset::SourceId source) {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library->clipsOf(source));
        std::erase_if(clips, [this](const ClipRecord& clip) { return m_known.contains(clip.id.value); });
        for (const ClipRecord& clip : clips) m_known.insert(clip.id.value);
        if (!clips.empty())
            Q_EMIT m_service.clipsChanged(std::make_shared<const std::vector<ClipRecord>>(std::move(clips)));
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
        ATTUNE_TRY(const dataset::ScanReport report,
                   dataset::scanSource(*m_library, source, {}, progress, cancellation));
        m_changes += report.added + report.changed + report.moved;
        return {};
    }
    [[nodiscard]] qint64 takeChanges() { return std::exchange(m_changes, 0); }

private:
    // The folders in which sounds come and go: sources, those that have sounds, and those between.
    void tellFolders(const std::vector<dataset::SourceFolder>& sources,
                     const std::vector<ClipRecord>& clips) {
        std::set<std::string> folders;
        std::unordered_map<std::int64_t, std::string> roots;
        for (const dataset::SourceFolder& source : sources)
            roots[source.id.value] = *folders.insert(genericUtf8FromPath(source.folder)).first;
        for (const ClipRecord& clip : clips)
            for (std::size_t end = clip.path.rfind('/'); end != std::string::npos && end > 0;
                 end = clip.path.rfind('/', end - 1))
                if (!folders.insert(roots[clip.source.value] + '/' + clip.path.substr(0, end)).second) break;
        QStringList list;
        for (const std::string& folder : folders) list << QString::fromStdString(folder);
        QMetaObject::invokeMethod(
            &m_service, [service = &m_service, list] { service->watch(list); }, Qt::QueuedConnection);
    }

    ImportedClips m_imported;
    std::filesystem::path m_latents;
    qint64 m_changes{0};
    LibraryDatasetService& m_service;
    std::optional<Library> m_library;
    QSet<qint64> m_known;
};

LibraryDatasetService::LibraryDatasetService(QObject* parent)
    : DatasetService(parent), m_worker(new Worker(*this)) {
    connect(&m_watcher, &SourceWatcher::changed, this, [this] {
        if (!m_isReadOnly) Q_EMIT foldersTouched();
    });
    m_thread.setObjectName(QStringLiteral("attune-library"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

LibraryDatasetService::~LibraryDatasetService() {
    m_closing.request();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker] { delete worker; }, Qt::QueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void LibraryDatasetService::run(const QString& what, const QString& whatFailed,
                                std::function<Result<void>(Worker&)> work) {
    if (m_pending++ == 0) Q_EMIT busyChanged(true, what);
    QMetaObject::invokeMethod(
        m_worker,
        [this, whatFailed, work = std::move(work)] {
            Result<void> result = [&]() -> Result<void> {
                try {
                    return work(*m_worker);
                } catch (...) {
                    return fail(errorFromCurrentException({}));
                }
            }();
            if (!result && result.error().code != ErrorCode::Cancelled)
                Q_EMIT failed(result.error(), whatFailed);
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (--m_pending == 0) Q_EMIT busyChanged(false, {});
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

bool LibraryDatasetService::refuses(const QString& whatFailed) {
    if (!m_isReadOnly) return false;
    // What one click asks for (scan, check, split) is refused in one sentence.
    if (std::exchange(m_hasRefused, true)) return true;
    QMetaObject::invokeMethod(
        this, [this] { m_hasRefused = false; }, Qt::QueuedConnection);
    Q_EMIT failed(Error{ErrorCode::Refused,
                        tr("the project is open for reading only").toStdString(),
                        {},
                        tr("Close it in the other program, then open it again.").toStdString()},
                  whatFailed);
    return true;
}

void LibraryDatasetService::open(const QString& libraryFile, bool isReadOnly) {
    m_isReadOnly = isReadOnly;
    m_closing.request(); // what still runs belongs to the project before
    m_closing = CancellationSource();
    Q_EMIT opening();
    run(tr("Opening the dataset"), tr("The dataset could not be opened"),
        [libraryFile, cancellation = m_closing.cancellation()](Worker& worker) {
            return worker.openLibrary(libraryFile, cancellation);
        });
}

void LibraryDatasetService::addFolders(const QStringList& paths) {
    if (refuses(tr("The folder could not be added"))) return;
    QStringList folders;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        if (!folders.contains(folder)) folders << folder;
    }
    run(tr("Scanning"), tr("The folder could not be added"),
        [folders, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            for (const QString& folder : folders) {
                ATTUNE_TRY(const dataset::SourceId source,
                           library->addSource(pathFromUtf8(folder.toStdString())));
                ATTUNE_CHECK(worker.tellSources());
                ATTUNE_CHECK(worker.scan(source, cancellation));
            }
            return worker.tellAll();
        });
}

void LibraryDatasetService::rescan() {
    if (refuses(tr("The folders could not be scanned"))) return;
    run(tr("Scanning"), tr("The folders could not be scanned"),
        [this, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            ATTUNE_TRY(const auto sources, library->sources());
            Result<void> outcome; // a drive that is not connected keeps no other folder from being looked at
            for (const dataset::SourceFolder& source : sources)
                if (const auto scan = worker.scan(source.id, cancellation); !scan && outcome)
                    outcome = fail(scan.error());
            worker.readImported(cancellation);
            ATTUNE_CHECK(worker.tellSources());
            ATTUNE_CHECK(worker.tellAll());
            Q_EMIT scanned(worker.takeChanges());
            return outcome;
        });
}

void LibraryDatasetService::setWatching(bool watching) {
    m_isWatching = watching;
    m_watcher.setFolders(watching ? m_folders : QStringList());
}

void LibraryDatasetService::watch(const QStringList& folders) {
    m_folders = folders;
    setWatching(m_isWatching);
}

void LibraryDatasetService::removeSource(dataset::SourceId source) {
    if (refuses(tr("The folder could not be taken out"))) return;
    run(tr("Removing"), tr("The folder could not be taken out"), [source](Worker& worker) -> Result<void> {
        ATTUNE_TRY(Library * library, worker.library());
        ATTUNE_CHECK(library->removeSource(source));
        ATTUNE_CHECK(worker.tellSources());
        return worker.tellAll();
    });
}

void LibraryDatasetService::save(std::vector<ClipRecord> clips) {
    if (refuses(tr("The change could not be saved"))) return;
    run(tr("Saving"), tr("The change could not be saved"),
        [this, clips = std::move(clips)](Worker& worker) mutable -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            ATTUNE_CHECK(library->save(std::span(clips)));
            Q_EMIT clipsChanged(std::make_shared<const std::vector<ClipRecord>>(std::move(clips)));
            return {};
        });
}

void LibraryDatasetService::check(const dataset::DoctorSettings& settings) {
    if (refuses(tr("The dataset could not be checked"))) return;
    run(tr("Checking"), tr("The dataset could not be checked"),
        [this, settings, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            const auto progress = [this](const Progress& now) { Q_EMIT scanProgressed(now.done, now.total); };
            ATTUNE_TRY(const dataset::DoctorReport report,
                       dataset::examineLibrary(*library, settings, progress, cancellation));
            ATTUNE_CHECK(worker.tellAll());
            Q_EMIT reportReady(report);
            return {};
        });
}

void LibraryDatasetService::applyRules(const dataset::PromptRules& rules) {
    if (refuses(tr("The prompts could not be written"))) return;
    run(tr("Writing prompts"), tr("The prompts could not be written"),
        [this, rules, file = m_promptTable,
         cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            ATTUNE_TRY(const std::optional<dataset::PromptTable> table, readTable(file));
            ATTUNE_TRY(
                const dataset::PromptApplyReport report,
                dataset::applyPromptRules(*library, rules, table ? &*table : nullptr, {}, cancellation));
            ATTUNE_CHECK(worker.tellAll());
            Q_EMIT rulesApplied(report);
            return {};
        });
}

void LibraryDatasetService::previewRules(const dataset::PromptRules& rules, std::vector<ClipId> ids) {
    const int number = ++*m_newestPreview;
    run(tr("Previewing"), tr("The preview could not be made"),
        [this, rules, ids = std::move(ids), number, newest = m_newestPreview,
         file = m_promptTable](Worker& worker) -> Result<void> {
            if (*newest != number) return {}; // a newer one waits behind
            ATTUNE_TRY(Library * library, worker.library());
            const auto table = readTable(file);
            if (!table) {
                Q_EMIT previewReady({}, QString::fromStdString(table.error().message));
                return {};
            }
            std::vector<dataset::PromptContext> contexts;
            std::vector<std::string> problems;
            for (const ClipId id : ids) {
                ATTUNE_TRY(const ClipRecord clip, library->clip(id));
                ATTUNE_TRY(dataset::PromptContext context,
                           dataset::promptContextOf(*library, clip, *table ? &**table : nullptr, problems));
                contexts.push_back(std::move(context));
            }
            const auto rows = dataset::previewPrompts(rules, contexts);
            if (rows)
                Q_EMIT previewReady(*rows, {});
            else
                Q_EMIT previewReady({}, engineText(rows.error().message)); // a pattern being typed
            return {};
        });
}

void LibraryDatasetService::assignSplit(const dataset::SplitOptions& options) {
    if (refuses(tr("The split could not be made"))) return;
    run(tr("Splitting"), tr("The split could not be made"), [options](Worker& worker) -> Result<void> {
        ATTUNE_TRY(Library * library, worker.library());
        ATTUNE_TRY(std::vector<ClipRecord> clips, library->clips());
        dataset::assignSplit(std::span(clips), options);
        ATTUNE_CHECK(library->save(std::span(clips)));
        return worker.tellAll();
    });
}

} // namespace attune::ui
