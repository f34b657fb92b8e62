// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioTrain: TrainService over the engine, the run store and the metrics databases of the project.
//
// What is read from disk (runs, sizes, metrics) is read on the global pool and shown from a cache.
// Threads: GUI thread.
#pragma once

#include "app/engine/Presets.h"
#include "app/engine/TrainJob.h"
#include "core/project/RunStore.h"
#include "ui/bridge/JobCenter.h"
#include "ui/bridge/TrainService.h"

#include <QHash>
#include <QThreadPool>

#include <optional>

namespace attune::ui {
class AppSettings;
}

namespace attune::studio {

class EngineAccess;
class JobFollower;
class StudioModels;
class StudioProject;

class StudioTrain final : public ui::TrainService {
    Q_OBJECT
public:
    StudioTrain(EngineAccess& engine, JobFollower& jobs, StudioProject& project, StudioModels& models,
                const ui::AppSettings& settings, QObject* parent = nullptr);

    [[nodiscard]] std::vector<config::Json> presets() const override;
    void plan(const config::Json& settings) override;
    void measure(const config::Json& settings) override;
    void start(const config::Json& settings) override;
    void resume(const QString& runId) override;
    void goOn(const QString& runId, qint64 step) override;
    [[nodiscard]] std::vector<ui::RunView> runs() const override { return m_runs; }
    [[nodiscard]] std::vector<ui::CheckpointView> checkpoints(const QString& runId) const override {
        return m_checkpoints.value(runId);
    }
    [[nodiscard]] std::vector<ui::RunNoteView> notes(const QString& runId) const override;
    void loadMetrics(const QString& runId) override;
    void addNote(const QString& runId, qint64 step, const QString& text) override;
    void setRunNotes(const QString& runId, const QString& notes) override;
    void pin(const QString& runId, qint64 step, bool isPinned) override;
    void removeRun(const QString& runId) override;
    void cleanUp(const QString& runId) override;

    [[nodiscard]] Result<project::RunRecord> record(const QString& runId) const;
    // The same for a worker: reads the folder when it is called, on any thread.
    [[nodiscard]] std::function<Result<project::RunRecord>()> finder(const QString& runId) const;
    [[nodiscard]] std::optional<project::ModelCard> modelOf(const project::RunRecord& run) const;
    void refresh();

Q_SIGNALS:
    void demosWritten(const QString& runId);

private:
    [[nodiscard]] std::optional<project::RunStore> store() const;
    void train(const QString& runId, std::optional<std::int64_t> toStep = std::nullopt);
    void planRemedies(const config::Json& settings, const project::ModelCard& model,
                      const ui::RunPlanView& plan, int number);
    [[nodiscard]] bool refuses(const QString& whatFailed); // says why, where the project may only be read
    void refreshCheckpoints(const QString& runId);         // checkpointsChanged follows
    // Beside the window: a drive on the network may let one wait. `then` follows, also after a failure.
    void changeState(const QString& runId, std::function<void(project::RunState&)> change,
                     std::function<void()> then = {});

    EngineAccess& m_engine;
    JobFollower& m_jobs;
    StudioProject& m_project;
    StudioModels& m_models;
    const ui::AppSettings& m_settings;
    std::vector<ui::RunView> m_runs;
    QHash<QString, std::vector<ui::CheckpointView>> m_checkpoints; // of every run, as last read
    QHash<QString, ui::JobId> m_jobOfRun;                          // running and waiting ones
    mutable std::vector<engine::Preset> m_presets;                 // read once
    int m_newestPlan{0};
    int m_newestLook{0};
    int m_visit{0};      // counts projects: answers that come after theirs was left are dropped
    QThreadPool m_files; // one thread: changes are written in their order. The last member: it is waited for
};

} // namespace attune::studio
