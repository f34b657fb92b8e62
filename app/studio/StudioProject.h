// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioProject: ProjectService over core/project: the open project, its sections, the recent list, the tour.
//
// Opening and saving touch a small file and a lock, which is quick; both happen on the GUI thread, saves at
// most twice a second. Threads: GUI thread.
#pragma once

#include "app/engine/ImportJob.h"
#include "core/project/Project.h"
#include "core/project/RecentProjects.h"
#include "ui/bridge/ProjectService.h"

#include <QThreadPool>
#include <QTimer>

#include <optional>

namespace attune::studio {

class JobFollower;

class StudioProject final : public ui::ProjectService {
    Q_OBJECT
public:
    explicit StudioProject(JobFollower& jobs, QObject* parent = nullptr);
    ~StudioProject() override;

    [[nodiscard]] const ui::ProjectView& project() const override { return m_view; }
    [[nodiscard]] std::vector<ui::RecentProject> recent() const override;
    void create(const QString& folder, const QString& name) override;
    void open(const QString& place) override;
    void openForReading(const QString& place) override;
    void close() override;
    void forgetRecent(const QString& folder) override;
    void startTour() override;
    void importReference(const QString& path) override;
    void setRules(const dataset::PromptRules& rules) override;
    void setPromptTable(const QString& file) override;
    void setModel(const QString& modelId) override;
    void setDraft(const config::Json& draft) override;

    void saveSoon(); // a section was changed through current()
    // Why nothing of the project may be changed; empty when it may.
    [[nodiscard]] std::optional<Error> whyReadOnly() const;
    // For the other services; empty when none is open.
    [[nodiscard]] project::Project* current() noexcept { return m_project ? &*m_project : nullptr; }

Q_SIGNALS:
    // The tour's project is new and empty: `clips` are to be scanned, `modelId` is the starter.
    void tourPrepared(const QString& clips);

private:
    void openAs(const QString& place, project::Access access);
    void adopt(project::Project project);
    void keepImported(const engine::ImportOutcome& outcome);
    void changedSection();
    void save();
    void saveBeside();

    JobFollower& m_jobs;
    std::optional<project::Project> m_project;
    project::RecentProjects m_recent;
    ui::ProjectView m_view;
    QThreadPool m_writer; // of the document
    QTimer m_saveDelay;
};

} // namespace attune::studio
