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
    // What is told from now on belongs to the library that was opened then.
    void serve(int opened) { m_opened = opened; }
    // Runs `work` on the GUI thread, unless another library was opened meanwhile.
    template <typename Work>
    void tell(Work work) {
        QMetaObject::invokeMethod(
            &m_service,
            [service = &m_service, opened = m_opened, work = std::move(work)] {
                if (service->m_opened == opened) work(*service);
            },
            Qt::QueuedConnection);
    }
    void tellProgress(const Progress& now) {
        tell([now](LibraryDatasetService& service) { Q_EMIT service.scanProgressed(now.done, now.total); });
    }
    void tellChecked(const Progress& now) { // pairs of clips, whose number says nothing to anybody
        if (now.total <= 0) return;
        const double share = static_cast<double>(now.done) / static_cast<double>(now.total);
        tell([share](LibraryDatasetService& service) { Q_EMIT service.checkProgressed(share); });
    }
    void tellChanged(std::vector<ClipRecord> clips) {
        tell([shared = std::make_shared<const std::vector<ClipRecord>>(std::move(clips))](
                 LibraryDatasetService& service) { Q_EMIT service.clipsChanged(shared); });
    }
    void readImported(const Cancellation& cancellation) {
        m_imported = readImportedClips(m_latents, cancellation);
        for (const Error& problem : m_imported.problems)
            tell([problem](LibraryDatasetService& service) {
                Q_EMIT service.failed(problem, tr("Imported latents could not be read"));
            });
    }
    Result<void> tellSources() {
        ATTUNE_TRY(auto sources, m_library->sources());
        sources.insert(sources.end(), m_imported.sources.begin(), m_imported.sources.end());
        tell([sources](LibraryDatasetService& service) { Q_EMIT service.sourcesChanged(sources); });
        return {};
    }
    Result<void> tellAll() {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library->clips());
        ATTUNE_TRY(const auto sources, m_library->sources());
        for (const ClipRecord& clip : clips) m_known.insert(clip.id.value);
        tellFolders(sources, clips);
        clips.insert(clips.end(), m_imported.clips.begin(), m_imported.clips.end());
        tell([shared = std::make_shared<const std::vector<ClipRecord>>(std::move(clips))](
                 LibraryDatasetService& service) { Q_EMIT service.clipsLoaded(shared); });
        return {};
    }
    // Hands over the clips of a source that the window does not have yet.
    Result<void> tellNew(dataset::SourceId source) {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library->clipsOf(source));
        std::erase_if(clips, [this](const ClipRecord& clip) { return m_known.contains(clip.id.value); });
        for (const ClipRecord& clip : clips) m_known.insert(clip.id.value);
        if (!clips.empty()) tellChanged(std::move(clips));
        return {};
    }
    // How many files are new, changed or moved.
    Result<qint64> scan(dataset::SourceId source, const Cancellation& cancellation) {
        QElapsedTimer sinceTold;
        sinceTold.start();
        const auto progress = [&](const Progress& now) {
            if (sinceTold.elapsed() < 500 && now.done != now.total) return;
            sinceTold.restart();
            tellProgress(now);
            static_cast<void>(tellNew(source)); // an error here comes again at the end
        };
        ATTUNE_TRY(const dataset::ScanReport report,
                   dataset::scanSource(*m_library, source, {}, progress, cancellation));
        return report.added + report.changed + report.moved;
    }

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
        tell([list](LibraryDatasetService& service) { service.watch(list); });
    }

    ImportedClips m_imported;
    std::filesystem::path m_latents;
    int m_opened{0};
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
    // The thread ends itself behind all that was asked: told from here, it could end before the last save.
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker] {
            delete worker;
            QThread::currentThread()->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void LibraryDatasetService::run(const QString& what, const QString& whatFailed,
                                std::function<Result<void>(Worker&)> work) {
    if (m_pending++ == 0) Q_EMIT busyChanged(true, what);
    QMetaObject::invokeMethod(
        m_worker,
        [this, whatFailed, opened = m_opened, work = std::move(work)] {
            m_worker->serve(opened);
            Result<void> result = [&]() -> Result<void> {
                try {
                    return work(*m_worker);
                } catch (...) {
                    return fail(errorFromCurrentException({}));
                }
            }();
            QMetaObject::invokeMethod(
                this,
                [this, whatFailed, result = std::move(result)] {
                    if (!result && result.error().code != ErrorCode::Cancelled)
                        Q_EMIT failed(result.error(), whatFailed);
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
                        tr("Beside the project's name it says why.").toStdString()},
                  whatFailed);
    return true;
}

void LibraryDatasetService::open(const QString& libraryFile, bool isReadOnly) {
    m_isReadOnly = isReadOnly;
    m_closing.request(); // what still runs belongs to the project before
    m_closing = CancellationSource();
    ++m_opened;
    Q_EMIT opening();
    run(tr("Opening the dataset"), tr("The dataset could not be opened"),
        [libraryFile, cancellation = m_closing.cancellation()](Worker& worker) {
            return worker.openLibrary(libraryFile, cancellation);
        });
}

void LibraryDatasetService::addFolders(const QStringList& paths) {
    if (refuses(tr("The folder could not be added"))) return;
    run(tr("Scanning"), tr("The folder could not be added"),
        [paths, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            QStringList folders; // asked for here: a drive on the network may let one wait
            for (const QString& path : paths) {
                const QFileInfo info(path);
                const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
                if (!folders.contains(folder)) folders << folder;
            }
            Result<void> outcome; // a folder that cannot be added keeps no other from coming in
            for (const QString& folder : folders) {
                const auto source = library->addSource(pathFromUtf8(folder.toStdString()));
                if (!source) {
                    if (outcome) outcome = fail(source.error());
                    continue;
                }
                ATTUNE_CHECK(worker.tellSources());
                ATTUNE_CHECK(worker.scan(*source, cancellation));
            }
            ATTUNE_CHECK(worker.tellAll());
            return outcome;
        });
}

void LibraryDatasetService::rescan() {
    if (refuses(tr("The folders could not be scanned"))) return;
    run(tr("Scanning"), tr("The folders could not be scanned"),
        [cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            ATTUNE_TRY(const auto sources, library->sources());
            Result<void> outcome; // a drive that is not connected keeps no other folder from being looked at
            qint64 changes = 0;
            for (const dataset::SourceFolder& source : sources) {
                const Result<qint64> scan = worker.scan(source.id, cancellation);
                if (scan)
                    changes += *scan;
                else if (outcome)
                    outcome = fail(scan.error());
            }
            worker.readImported(cancellation);
            ATTUNE_CHECK(worker.tellSources());
            ATTUNE_CHECK(worker.tellAll());
            worker.tell([changes](LibraryDatasetService& service) { Q_EMIT service.scanned(changes); });
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

bool LibraryDatasetService::refusesEdits() {
    return refuses(tr("The change could not be saved"));
}

void LibraryDatasetService::save(std::vector<ClipEdit> edits) {
    if (refusesEdits()) return;
    run(tr("Saving"), tr("The change could not be saved"),
        [edits = std::move(edits)](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            std::vector<ClipRecord> clips;
            clips.reserve(edits.size());
            for (const ClipEdit& edit : edits) {
                Result<ClipRecord> clip = library->clip(edit.after.id);
                if (!clip && clip.error().code == ErrorCode::NotFound) continue; // its folder was taken out
                ATTUNE_CHECK(clip);
                applyEdit(*clip, edit);
                clips.push_back(*std::move(clip));
            }
            ATTUNE_CHECK(library->save(std::span(clips)));
            worker.tellChanged(std::move(clips));
            return {};
        });
}

void LibraryDatasetService::check(const dataset::DoctorSettings& settings) {
    if (refuses(tr("The dataset could not be checked"))) return;
    run(tr("Checking"), tr("The dataset could not be checked"),
        [settings, cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            const auto progress = [&worker](const Progress& now) { worker.tellChecked(now); };
            ATTUNE_TRY(const dataset::DoctorReport report,
                       dataset::examineLibrary(*library, settings, progress, cancellation));
            ATTUNE_CHECK(worker.tellAll());
            worker.tell([report](LibraryDatasetService& service) { Q_EMIT service.reportReady(report); });
            return {};
        });
}

void LibraryDatasetService::applyRules(const dataset::PromptRules& rules) {
    if (refuses(tr("The prompts could not be written"))) return;
    run(tr("Writing prompts"), tr("The prompts could not be written"),
        [rules, file = m_promptTable,
         cancellation = m_closing.cancellation()](Worker& worker) -> Result<void> {
            ATTUNE_TRY(Library * library, worker.library());
            ATTUNE_TRY(const std::optional<dataset::PromptTable> table, readTable(file));
            ATTUNE_TRY(
                const dataset::PromptApplyReport report,
                dataset::applyPromptRules(*library, rules, table ? &*table : nullptr, {}, cancellation));
            ATTUNE_CHECK(worker.tellAll());
            worker.tell([report](LibraryDatasetService& service) { Q_EMIT service.rulesApplied(report); });
            return {};
        });
}

void LibraryDatasetService::previewRules(const dataset::PromptRules& rules, std::vector<ClipId> ids) {
    const int number = ++*m_newestPreview;
    run(tr("Previewing"), tr("The preview could not be made"),
        [rules, ids = std::move(ids), number, newest = m_newestPreview,
         file = m_promptTable](Worker& worker) -> Result<void> {
            if (*newest != number) return {}; // a newer one waits behind
            ATTUNE_TRY(Library * library, worker.library());
            const auto table = readTable(file);
            if (!table) {
                worker.tell([problem = engineText(table.error().message)](LibraryDatasetService& service) {
                    Q_EMIT service.previewReady({}, problem);
                });
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
            const auto made = dataset::previewPrompts(rules, contexts);
            worker.tell([rows = made.value_or(std::vector<dataset::PromptPreviewRow>()),
                         problem = made ? QString() : engineText(made.error().message)](
                            LibraryDatasetService& service) { // a problem: a pattern being typed
                Q_EMIT service.previewReady(rows, problem);
            });
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
