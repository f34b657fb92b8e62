// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioProject: ProjectService over core/project: the open project, its sections, the recent list, the tour.
//
// A disk may take its time: making, opening, saving and the recent list happen on one worker, in the order
// they were asked for; saves at most twice a second. A project that is closed is written and unlocked there
// too, before the next one is opened. Threads: GUI thread outside.
#pragma once

#include "app/engine/ImportJob.h"
#include "core/project/Project.h"
#include "core/project/RecentProjects.h"
#include "ui/bridge/ProjectService.h"

#include <QThreadPool>
#include <QTimer>

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace attune::studio {

class JobFollower;

class StudioProject final : public ui::ProjectService {
    Q_OBJECT
public:
    explicit StudioProject(JobFollower& jobs, QObject* parent = nullptr);
    ~StudioProject() override;

    [[nodiscard]] const ui::ProjectView& project() const override { return m_view; }
    [[nodiscard]] std::vector<ui::RecentProject> recent() const override { return m_recentList; }
    [[nodiscard]] bool isBusy() const override { return m_isFetching; }
    void create(const QString& folder, const QString& name) override;
    void open(const QString& place) override;
    void openForReading(const QString& place) override;
    void close() override;
    void forgetRecent(const QString& folder) override;
    void startTour() override;
    void importReference(const QString& path) override;
    void rename(const QString& name) override;
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
    // A project that is to be made or opened.
    struct Wanted {
        QString place;
        QString whatFailed;
        // On the worker; nothing = it is open already.
        std::function<Result<std::optional<project::Project>>(const std::filesystem::path& openFolder)> get;
        std::function<void()> after; // once it is open
    };
    void openAs(const QString& place, project::Access access);
    void fetch(Wanted wanted);
    void take(const Wanted& wanted, Result<std::optional<project::Project>> found);
    void adopt(project::Project project);
    void keepImported(const engine::ImportOutcome& outcome);
    void changedSection();
    void saveBeside();
    void tellSaved(const std::filesystem::path& document, const Result<void>& saved);
    // Changes the recent list on the worker and reads it anew.
    void updateRecent(std::function<Result<void>(project::RecentProjects&)> change);

    JobFollower& m_jobs;
    std::optional<project::Project> m_project;
    project::RecentProjects m_recent; // used on the worker only
    std::vector<ui::RecentProject> m_recentList;
    ui::ProjectView m_view;
    std::deque<Wanted> m_wanted; // behind the one that is being fetched
    bool m_isFetching{false};
    QTimer m_saveDelay;
    QThreadPool m_files; // one thread: what was asked first is done first. The last member: it is waited for
};

} // namespace attune::studio
