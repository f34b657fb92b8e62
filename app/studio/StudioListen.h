// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioListen: ListenService over the demo folders of runs and the engine's generation and export jobs.
//
// Threads: GUI thread; folders are read and changed on pools.
#pragma once

#include "core/project/DemoIndex.h"
#include "ui/bridge/ListenService.h"

#include <QHash>
#include <QThreadPool>

#include <functional>
#include <string>

namespace attune::ui {
class AppSettings;
}

namespace attune::studio {

class EngineAccess;
class JobFollower;
class StudioProject;
class StudioTrain;

class StudioListen final : public ui::ListenService {
    Q_OBJECT
public:
    StudioListen(EngineAccess& engine, JobFollower& jobs, StudioProject& project, StudioTrain& train,
                 const ui::AppSettings& settings, QObject* parent = nullptr);
    ~StudioListen() override;
    using DemoChange = std::function<Result<void>(project::DemoIndex& index, const std::string& file)>;
    void loadGrid(const QString& runId) override;
    void generate(const ui::GenerateRequest& request) override;
    void setStars(const QString& runId, const QString& rowId, qint64 step, int stars) override;
    void setNote(const QString& runId, const QString& rowId, qint64 step, const QString& note) override;
    void exportCheckpoint(const ui::ExportRequest& request) override;
    [[nodiscard]] QStringList samplers() const override { return m_samplers; }

private:
    void changeSoon(const QString& runId, const QString& rowId, qint64 step, const QString& whatFailed,
                    DemoChange change);
    [[nodiscard]] bool refuses(const QString& whatFailed); // says why, where the project may only be read
    EngineAccess& m_engine;
    JobFollower& m_jobs;
    StudioProject& m_project;
    StudioTrain& m_train;
    const ui::AppSettings& m_settings;
    QStringList m_samplers;
    enum class Look { Once, Again };
    QHash<QString, Look> m_loading; // grids of runs that are being read
    QThreadPool m_files;            // one thread: changes are written in their order
};

} // namespace attune::studio
