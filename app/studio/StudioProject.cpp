// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioProject.h"

#include "app/engine/ProjectSections.h"
#include "app/engine/Resources.h"
#include "app/studio/JobFollower.h"
#include "core/base/Text.h"
#include "ui/widgets/EngineText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QPointer>
#include <QStandardPaths>

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
    m_writer.setMaxThreadCount(1); // later documents replace earlier ones
    connect(&m_saveDelay, &QTimer::timeout, this, [this] { saveBeside(); });
}

StudioProject::~StudioProject() {
    save();
}

std::vector<ui::RecentProject> StudioProject::recent() const {
    std::vector<ui::RecentProject> list;
    for (const project::RecentProject& entry : m_recent.list())
        list.push_back(
            {QString::fromStdString(entry.name), fromPath(entry.folder),
             QDateTime::fromString(QString::fromStdString(entry.openedUtc), Qt::ISODate).toLocalTime(),
             entry.exists});
    return list;
}

void StudioProject::create(const QString& folder, const QString& name) {
    auto created = project::Project::create(toPath(folder), name.toStdString());
    if (!created) {
        Q_EMIT failed(created.error(), tr("The project could not be made"));
        return;
    }
    close(); // only now: what is open stays open when the other one cannot be had
    adopt(*std::move(created));
}

void StudioProject::open(const QString& place) {
    openAs(place, project::Access::ReadWrite);
}

void StudioProject::openForReading(const QString& place) {
    openAs(place, project::Access::ReadOnly);
}

void StudioProject::openAs(const QString& place, project::Access access) {
    std::error_code error;
    if (m_project &&
        std::filesystem::equivalent(m_project->folder(), project::Project::folderOf(toPath(place)), error))
        return;
    auto opened = project::Project::open(toPath(place), access);
    if (!opened) {
        const bool isLocked = opened.error().code == ErrorCode::Locked;
        Q_EMIT failed(opened.error(), tr("The project could not be opened"));
        if (isLocked) Q_EMIT lockedElsewhere(place);
        Q_EMIT recentChanged();
        return;
    }
    close();
    adopt(*std::move(opened));
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
    if (const auto added = m_recent.add(m_project->folder(), m_project->name()); !added)
        Q_EMIT failed(added.error(), tr("The list of recent projects could not be saved"));
    Q_EMIT recentChanged();
    Q_EMIT opened();
}

void StudioProject::close() {
    if (!m_project) return;
    save();
    m_project.reset();
    m_view = {};
    Q_EMIT closed();
}

void StudioProject::forgetRecent(const QString& folder) {
    if (const auto removed = m_recent.remove(toPath(folder)); !removed)
        Q_EMIT failed(removed.error(), tr("The list of recent projects could not be saved"));
    Q_EMIT recentChanged();
}

void StudioProject::startTour() {
    const auto starter = engine::starterFolder();
    if (!starter) {
        Q_EMIT failed(starter.error(), tr("The starter model is not there"));
        return;
    }
    // A place of its own, so that a tour never meets the user's work; a number when one was taken before.
    const QDir base(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    QString folder;
    for (int number = 1; folder.isEmpty() || QFileInfo::exists(folder); ++number)
        folder = base.filePath(QStringLiteral("tour/Tour %1").arg(number));
    create(folder, tr("Tour"));
    if (!m_project) return;
    Q_EMIT tourPrepared(fromPath(*starter / "clips"));
    Q_EMIT tourStarted();
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
    for (const std::string& note : outcome.notes) view.notes << QString::fromStdString(note);
    if (!outcome.pretrained.empty())
        view.notes << tr("Its model was %1; drop that file into the window to add it.")
                          .arg(fromPath(outcome.pretrained));
    Q_EMIT imported(view);
}

void StudioProject::changedSection() {
    m_saveDelay.start();
    Q_EMIT changed();
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
    m_saveDelay.start(); // nobody else shows the draft: no `changed`
}

std::optional<Error> StudioProject::whyReadOnly() const {
    if (!m_project || !m_project->isReadOnly()) return std::nullopt;
    return Error{ErrorCode::Refused, tr("the project is open for reading only").toStdString(),
                 m_project->readOnlyReason()->describe(),
                 tr("Close it in the other program, then open it again.").toStdString()};
}

void StudioProject::saveSoon() {
    m_saveDelay.start();
}

// A disk may take its time to say that it has the document: the window does not wait for it.
void StudioProject::saveBeside() {
    if (!m_project || m_project->isReadOnly() || !m_project->isModified()) return;
    const QPointer<StudioProject> self(this);
    m_writer.start([self, file = m_project->documentFile(), document = m_project->takeUnsaved()] {
        const auto saved = config::writeJsonFile(file, document);
        if (saved) return;
        QMetaObject::invokeMethod(
            qApp,
            [self, file, error = saved.error()] {
                if (self.isNull()) return;
                if (self->m_project && self->m_project->documentFile() == file)
                    self->m_project->markUnsaved();
                Q_EMIT self->failed(error, tr("The project could not be saved"));
            },
            Qt::QueuedConnection);
    });
}

// Before the project goes.
void StudioProject::save() {
    m_saveDelay.stop();
    m_writer.waitForDone();
    if (!m_project || m_project->isReadOnly() || !m_project->isModified()) return;
    if (const auto saved = m_project->save(); !saved)
        Q_EMIT failed(saved.error(), tr("The project could not be saved"));
}

} // namespace attune::studio
