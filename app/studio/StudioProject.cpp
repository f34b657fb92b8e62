// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioProject.h"

#include "app/engine/ProjectSections.h"
#include "app/engine/Resources.h"
#include "app/studio/JobFollower.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/project/ProjectFile.h"
#include "ui/widgets/EngineText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QPointer>
#include <QStandardPaths>

#include <memory>
#include <utility>

namespace attune::studio {

namespace {

QString fromPath(const std::filesystem::path& path) {
    return QString::fromStdString(genericUtf8FromPath(path));
}
std::filesystem::path toPath(const QString& text) {
    return pathFromUtf8(text.toStdString());
}

} // namespace

StudioProject::StudioProject(JobFollower& jobs, QObject* parent) : ui::ProjectService(parent), m_jobs(jobs) {
    m_saveDelay.setSingleShot(true);
    m_saveDelay.setInterval(500);
    m_files.setMaxThreadCount(1);
    connect(&m_saveDelay, &QTimer::timeout, this, [this] { saveBeside(); });
    updateRecent({});
}

StudioProject::~StudioProject() {
    close();
    m_files.waitForDone();
}

void StudioProject::updateRecent(std::function<Result<void>(project::RecentProjects&)> change) {
    const QPointer<StudioProject> self(this);
    m_files.start([self, &recent = m_recent, change = std::move(change)] {
        const Result<void> changed = change ? change(recent) : Result<void>();
        std::vector<ui::RecentProject> list;
        for (const project::RecentProject& entry : recent.list())
            list.push_back(
                {QString::fromStdString(entry.name), fromPath(entry.folder),
                 QDateTime::fromString(QString::fromStdString(entry.openedUtc), Qt::ISODate).toLocalTime(),
                 entry.exists});
        QMetaObject::invokeMethod(
            qApp,
            [self, changed, list = std::move(list)]() mutable {
                if (self.isNull()) return;
                self->m_recentList = std::move(list);
                if (!changed)
                    Q_EMIT self->failed(changed.error(),
                                        tr("The list of recent projects could not be saved"));
                Q_EMIT self->recentChanged();
            },
            Qt::QueuedConnection);
    });
}

void StudioProject::create(const QString& folder, const QString& name) {
    fetch({folder,
           tr("The project could not be made"),
           [place = toPath(folder), name = name.toStdString()](const auto&) {
               return project::Project::create(place, name).map([](project::Project project) {
                   return std::optional(std::move(project));
               });
           },
           {}});
}

void StudioProject::open(const QString& place) {
    openAs(place, project::Access::ReadWrite);
}

void StudioProject::openForReading(const QString& place) {
    openAs(place, project::Access::ReadOnly);
}

void StudioProject::openAs(const QString& place, project::Access access) {
    using Found = Result<std::optional<project::Project>>;
    fetch({place,
           tr("The project could not be opened"),
           [file = toPath(place), access](const std::filesystem::path& openFolder) -> Found {
               std::error_code error;
               if (!openFolder.empty() &&
                   std::filesystem::equivalent(openFolder, project::Project::folderOf(file), error))
                   return std::nullopt;
               ATTUNE_TRY(project::Project opened, project::Project::open(file, access));
               return std::optional(std::move(opened));
           },
           {}});
}

// One at a time, each taken before the next is looked for: two wishes for one project open it once.
void StudioProject::fetch(Wanted wanted) {
    if (m_isFetching) {
        m_wanted.push_back(std::move(wanted));
        return;
    }
    m_isFetching = true;
    Q_EMIT busyChanged(true);
    const QPointer<StudioProject> self(this);
    const std::filesystem::path openFolder = m_project ? m_project->folder() : std::filesystem::path();
    m_files.start([self, openFolder, wanted = std::move(wanted)] {
        auto found = std::make_shared<Result<std::optional<project::Project>>>(wanted.get(openFolder));
        QMetaObject::invokeMethod(
            qApp,
            [self, wanted, found] {
                if (!self.isNull()) self->take(wanted, std::move(*found));
            },
            Qt::QueuedConnection);
    });
}

void StudioProject::take(const Wanted& wanted, Result<std::optional<project::Project>> found) {
    if (!found) {
        const bool isLocked = found.error().code == ErrorCode::Locked;
        Q_EMIT failed(found.error(), wanted.whatFailed);
        if (isLocked) Q_EMIT lockedElsewhere(wanted.place);
        updateRecent({}); // it may have gone
    } else if (*found) {
        close(); // only now: what is open stays open when the other one cannot be had
        adopt(**std::move(found));
        if (wanted.after) wanted.after();
    }
    m_isFetching = false;
    if (m_wanted.empty()) {
        Q_EMIT busyChanged(false);
        return;
    }
    Wanted next = std::move(m_wanted.front());
    m_wanted.pop_front();
    fetch(std::move(next));
}

void StudioProject::adopt(project::Project project) {
    m_project.emplace(std::move(project));
    m_view = {};
    m_view.name = QString::fromStdString(m_project->name());
    m_view.folder = fromPath(m_project->folder());
    m_view.libraryFile = fromPath(m_project->libraryFile());
    if (m_project->isReadOnly()) m_view.readOnlyWhy = ui::engineText(m_project->readOnlyReason()->message);
    m_view.modelId = QString::fromStdString(m_project->modelId());
    if (const auto prompts = engine::promptSettingsOf(*m_project)) {
        m_view.rules = prompts->rules;
        if (prompts->tableFile) m_view.promptTable = fromPath(*prompts->tableFile);
    } else {
        Q_EMIT failed(prompts.error(), tr("The prompt rules of this project could not be read"));
    }
    if (const config::Json& drafts = m_project->sectionOf(project::section::kDrafts);
        drafts.is_array() && !drafts.empty())
        m_view.draft = drafts.front();
    updateRecent([folder = m_project->folder(), name = m_project->name()](project::RecentProjects& recent) {
        return recent.add(folder, name);
    });
    Q_EMIT opened();
}

// What was not saved yet is written, and the lock given back, on the worker.
void StudioProject::close() {
    if (!m_project) return;
    m_saveDelay.stop();
    const auto leaving = std::make_shared<std::optional<project::Project>>(std::exchange(m_project, {}));
    const QPointer<StudioProject> self(this);
    m_files.start([self, leaving] {
        const Result<void> saved = (*leaving)->isReadOnly() ? Result<void>() : (*leaving)->save();
        leaving->reset();
        if (saved) return;
        log::error(saved.error().describe()); // the window may be gone
        QMetaObject::invokeMethod(
            qApp,
            [self, error = saved.error()] {
                if (!self.isNull()) Q_EMIT self->failed(error, tr("The project could not be saved"));
            },
            Qt::QueuedConnection);
    });
    m_view = {};
    Q_EMIT closed();
}

void StudioProject::forgetRecent(const QString& folder) {
    updateRecent(
        [folder = toPath(folder)](project::RecentProjects& recent) { return recent.remove(folder); });
}

void StudioProject::startTour() {
    const auto starter = engine::starterFolder();
    if (!starter) {
        Q_EMIT failed(starter.error(), tr("The starter model is not there"));
        return;
    }
    const QDir base(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    Wanted tour;
    tour.place = base.path();
    tour.whatFailed = tr("The project could not be made");
    // A place of its own, so that a tour never meets the user's work; a number when one was taken before.
    tour.get = [base, name = tr("Tour").toStdString()](const auto&) {
        QString folder;
        for (int number = 1; folder.isEmpty() || QFileInfo::exists(folder); ++number)
            folder = base.filePath(QStringLiteral("tour/Tour %1").arg(number));
        return project::Project::create(toPath(folder), name).map([](project::Project project) {
            return std::optional(std::move(project));
        });
    };
    tour.after = [this, clips = fromPath(*starter / "clips")] {
        Q_EMIT tourPrepared(clips);
        Q_EMIT tourStarted();
    };
    fetch(std::move(tour));
}

void StudioProject::importReference(const QString& path) {
    if (!m_project) return;
    if (const auto reason = whyReadOnly()) {
        Q_EMIT failed(*reason, tr("Nothing was taken over"));
        return;
    }
    auto import = engine::makeImportJob({engine::ProjectPlaces::of(*m_project), toPath(path), {}});
    const std::filesystem::path folder = m_project->folder();
    m_jobs.submit(std::move(import.job),
                  [this, folder, outcome = import.outcome](jobs::JobState state, const Error& error) {
                      if (state == jobs::JobState::Failed) Q_EMIT failed(error, tr("Nothing was taken over"));
                      if (state == jobs::JobState::Finished && m_project && m_project->folder() == folder)
                          keepImported(*outcome);
                  });
}

// Rules that do what the metadata module did, and the training settings as the draft.
void StudioProject::keepImported(const engine::ImportOutcome& outcome) {
    if (!outcome.promptPreset.empty()) setRules(dataset::findPromptPreset(outcome.promptPreset)->rules);
    if (outcome.settings) {
        config::RunSettings settings = *outcome.settings;
        settings.model = m_view.modelId.toStdString();
        setDraft(config::jsonFromRunSettings(settings));
    }
    ui::ImportView view{outcome.clips,
                        outcome.prompts,
                        outcome.latents,
                        outcome.heldOutLatents,
                        outcome.settings.has_value(),
                        {}};
    for (const std::string& note : outcome.notes) view.notes << ui::engineText(note);
    if (!outcome.pretrained.empty())
        view.notes << tr("Its model was %1; drop that file into the window to add it.")
                          .arg(fromPath(outcome.pretrained));
    Q_EMIT imported(view);
}

void StudioProject::changedSection() {
    saveSoon();
    Q_EMIT changed();
}

// The file that opens the project follows; the folder stays, as everything in it is found by its place.
void StudioProject::rename(const QString& name) {
    if (!m_project || m_project->isReadOnly() || name.trimmed().isEmpty() || name == m_view.name) return;
    const std::string before = m_project->name();
    m_project->setName(name.toStdString());
    m_view.name = QString::fromStdString(m_project->name());
    updateRecent([folder = m_project->folder(), before, now = m_project->name()](auto& recent) {
        if (const auto renamed = project::renameProjectFile(folder, before, now); !renamed)
            log::warning(renamed.error().describe()); // it opens the project under its old name too
        return recent.add(folder, now);
    });
    changedSection();
}

void StudioProject::setRules(const dataset::PromptRules& rules) {
    if (!m_project || m_project->isReadOnly()) return;
    auto settings = engine::promptSettingsOf(*m_project).value_or(engine::defaultPromptSettings());
    settings.rules = rules;
    engine::setPromptSettings(*m_project, settings);
    m_view.rules = rules;
    changedSection();
}

void StudioProject::setPromptTable(const QString& file) {
    if (!m_project || m_project->isReadOnly() || file == m_view.promptTable) return;
    auto settings = engine::promptSettingsOf(*m_project).value_or(engine::defaultPromptSettings());
    settings.tableFile = file.isEmpty() ? std::nullopt : std::optional(toPath(file));
    engine::setPromptSettings(*m_project, settings);
    m_view.promptTable = file;
    changedSection();
}

void StudioProject::setModel(const QString& modelId) {
    if (!m_project || m_project->isReadOnly() || modelId == m_view.modelId) return;
    m_project->setModelId(modelId.toStdString());
    m_view.modelId = modelId;
    changedSection();
}

void StudioProject::setDraft(const config::Json& draft) {
    if (!m_project || m_project->isReadOnly() || draft == m_view.draft) return;
    m_project->setSection(project::section::kDrafts, config::Json::array({draft}));
    m_view.draft = draft;
    saveSoon(); // nobody else shows the draft: no `changed`
}

std::optional<Error> StudioProject::whyReadOnly() const {
    if (!m_project || !m_project->isReadOnly()) return std::nullopt;
    const Error& reason = *m_project->readOnlyReason();
    const std::string remedy = reason.remedy.empty()
                                   ? tr("Close it in the other program, then open it again.").toStdString()
                                   : reason.remedy;
    return Error{ErrorCode::Refused, tr("the project is open for reading only").toStdString(),
                 reason.describe(), remedy};
}

void StudioProject::saveSoon() {
    m_saveDelay.start();
    Q_EMIT saveStateChanged(ui::SaveState::Saving);
}

void StudioProject::saveBeside() {
    if (!m_project || m_project->isReadOnly()) return;
    if (!m_project->isModified()) {
        Q_EMIT saveStateChanged(ui::SaveState::Saved); // it was as it is on the disk
        return;
    }
    const QPointer<StudioProject> self(this);
    m_files.start([self, file = m_project->documentFile(), document = m_project->takeUnsaved()] {
        const auto saved = config::writeJsonFile(file, document);
        QMetaObject::invokeMethod(
            qApp,
            [self, file, saved] {
                if (!self.isNull()) self->tellSaved(file, saved);
            },
            Qt::QueuedConnection);
    });
}

void StudioProject::tellSaved(const std::filesystem::path& document, const Result<void>& saved) {
    const bool isOpen = m_project && m_project->documentFile() == document;
    if (!saved) {
        if (isOpen) m_project->markUnsaved();
        Q_EMIT failed(saved.error(), tr("The project could not be saved"));
    }
    if (isOpen && !m_saveDelay.isActive())
        Q_EMIT saveStateChanged(saved ? ui::SaveState::Saved : ui::SaveState::Failed);
}

} // namespace attune::studio
