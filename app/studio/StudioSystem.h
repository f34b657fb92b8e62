// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioSystem: SystemService over the engine's device report, the system check, the GPU component and
// NVIDIA's sensors.
//
// Threads: GUI thread; the work happens on EngineAccess's worker, in jobs and on a pool thread of its own.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/platform/GpuSensors.h"
#include "core/base/platform/Platform.h"
#include "core/jobs/JobRunner.h"
#include "ui/bridge/SystemService.h"

#include <QThreadPool>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>

namespace attune::studio {

class EngineAccess;
class JobFollower;

class StudioSystem final : public ui::SystemService {
    Q_OBJECT
public:
    StudioSystem(EngineAccess& engine, JobFollower& jobs, QObject* parent = nullptr);
    ~StudioSystem() override;

    void requestDevices() override;
    void check(ui::CheckDepth depth) override;
    void stopCheck() override;
    void requestGraphics() override;
    void addGpuComponent(const QString& manifest) override;
    void stopGpuComponent() override;
    void removeGpuComponent() override;
    void keepAwake(bool awake) override;
    void watchGpu(bool watched) override;

private:
    void readGpu();

    EngineAccess& m_engine;
    JobFollower& m_jobs;
    CancellationSource m_check; // of the check that runs
    jobs::JobId m_componentJob; // while it waits or runs
    std::unique_ptr<platform::SleepInhibitor> m_awake;
    QTimer m_sensorTimer;
    std::unique_ptr<platform::GpuSensors> m_sensors; // opened and read on m_pool only
    QThreadPool m_pool;                              // one thread; waited for before anything above goes
};

} // namespace attune::studio
