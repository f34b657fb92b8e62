// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/JobCenter.h"

#include "core/base/Log.h"

#include <QCoreApplication>
#include <QPointer>

namespace attune::ui {

namespace {

constexpr int kMetricsMs = 80;

// A command that came too late (the job had just ended) is no trouble for anybody.
void logRefusal(const Result<void>& result) {
    if (!result) log::debug(result.error().describe());
}

} // namespace

RunnerJobCenter::RunnerJobCenter(std::function<Error(std::string)> translateException, QObject* parent)
    : JobCenter(parent) {
    // Listeners run on the job's thread: each event is posted to this object, or dropped when it is gone.
    const QPointer<RunnerJobCenter> self(this);
    const auto post = [self](auto work) {
        QMetaObject::invokeMethod(
            qApp,
            [self, work] {
                if (!self.isNull()) work(*self);
            },
            Qt::QueuedConnection);
    };
    jobs::JobListener listener;
    listener.stateChanged = [post](JobId id, JobState state) {
        post([id, state](RunnerJobCenter& center) {
            center.drainMetrics();
            Q_EMIT center.stateChanged(id, state);
        });
    };
    listener.progressed = [post](JobId id, const Progress& progress) {
        post([id, progress](RunnerJobCenter& center) { Q_EMIT center.progressed(id, progress); });
    };
    listener.failed = [post](JobId id, const Error& error) {
        post([id, error](RunnerJobCenter& center) { Q_EMIT center.failed(id, error); });
    };
    listener.queueChanged = [post] { post([](RunnerJobCenter& center) { Q_EMIT center.queueChanged(); }); };
    jobs::JobRunnerOptions options;
    if (translateException) options.translateException = std::move(translateException);
    m_runner = std::make_unique<jobs::JobRunner>(std::move(listener), std::move(options));
    connect(&m_metricsTimer, &QTimer::timeout, this, [this] { drainMetrics(); });
    m_metricsTimer.start(kMetricsMs);
}

RunnerJobCenter::~RunnerJobCenter() = default;

JobId RunnerJobCenter::submit(std::unique_ptr<jobs::Job> job) {
    return m_runner->submit(std::move(job));
}
void RunnerJobCenter::stop(JobId id) {
    logRefusal(m_runner->stop(id));
}
void RunnerJobCenter::pause(JobId id) {
    logRefusal(m_runner->pause(id));
}
void RunnerJobCenter::resume(JobId id) {
    logRefusal(m_runner->resume(id));
}
void RunnerJobCenter::requestCheckpoint(JobId id) {
    logRefusal(m_runner->requestCheckpoint(id));
}
void RunnerJobCenter::requestDemo(JobId id) {
    logRefusal(m_runner->requestDemo(id));
}
void RunnerJobCenter::moveInQueue(JobId id, int position) {
    logRefusal(m_runner->moveInQueue(id, static_cast<std::size_t>(position)));
}
void RunnerJobCenter::stopAll() {
    m_runner->stopAll();
}
std::vector<jobs::JobSnapshot> RunnerJobCenter::snapshots() const {
    return m_runner->snapshots();
}

void RunnerJobCenter::drainMetrics() {
    for (const jobs::JobSnapshot& snapshot : m_runner->snapshots()) {
        const auto feed = m_runner->metrics(snapshot.id);
        if (!feed) continue;
        const std::vector<jobs::MetricPoint> points = (*feed)->drain();
        if (!points.empty()) Q_EMIT metricsArrived(snapshot.id, points);
    }
}

} // namespace attune::ui
