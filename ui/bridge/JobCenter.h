// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobCenter: the jobs of the program as the window sees them: snapshots and queued signals.
//
// JobCenter is the interface (tests have their own); RunnerJobCenter puts a jobs::JobRunner behind it.
// Signals come on the GUI thread, whatever thread the job runs on; metrics are drained by a timer, so that a
// fast run never floods the event loop. Threads: GUI thread.
#pragma once

#include "core/base/Error.h"
#include "core/jobs/JobRunner.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace attune::ui {

using jobs::JobId;
using jobs::JobState;

class JobCenter : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual JobId submit(std::unique_ptr<jobs::Job> job) = 0;
    virtual void stop(JobId id) = 0;
    virtual void pause(JobId id) = 0;
    virtual void resume(JobId id) = 0;
    virtual void requestCheckpoint(JobId id) = 0;
    virtual void requestDemo(JobId id) = 0;
    virtual void moveInQueue(JobId id, int position) = 0;
    virtual void stopAll() = 0;
    [[nodiscard]] virtual std::vector<jobs::JobSnapshot> snapshots() const = 0;

Q_SIGNALS:
    void stateChanged(attune::jobs::JobId id, attune::jobs::JobState state);
    void progressed(attune::jobs::JobId id, const attune::Progress& progress);
    void failed(attune::jobs::JobId id, const attune::Error& error);
    void metricsArrived(attune::jobs::JobId id, const std::vector<attune::jobs::MetricPoint>& points);
    void queueChanged();
};

class RunnerJobCenter final : public JobCenter {
    Q_OBJECT
public:
    // `translateException` knows the engine's exceptions; may be empty.
    explicit RunnerJobCenter(std::function<Error(std::string)> translateException, QObject* parent = nullptr);
    ~RunnerJobCenter() override;

    JobId submit(std::unique_ptr<jobs::Job> job) override;
    void stop(JobId id) override;
    void pause(JobId id) override;
    void resume(JobId id) override;
    void requestCheckpoint(JobId id) override;
    void requestDemo(JobId id) override;
    void moveInQueue(JobId id, int position) override;
    void stopAll() override;
    [[nodiscard]] std::vector<jobs::JobSnapshot> snapshots() const override;

private:
    void drainMetrics();
    QTimer m_metricsTimer;
    std::unique_ptr<jobs::JobRunner> m_runner;
};

} // namespace attune::ui
