// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/JobWatch.h"

#include "ui/bridge/JobText.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/SystemService.h"
#include "ui/help/HelpRequest.h"
#include "ui/settings/AppSettings.h"
#include "ui/shell/Notifier.h"
#include "ui/shell/StatusStrip.h"

#include <QMessageBox>
#include <QPushButton>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace attune::ui {

namespace {

bool isRunning(const jobs::JobSnapshot& job) {
    return !jobs::isEnded(job.state) && job.state != JobState::Idle;
}

} // namespace

JobWatch::JobWatch(const JobWatchServices& services, StatusStrip& strip, Notifier& notifier, QWidget& window)
    : QObject(&window), m_services(services), m_strip(strip), m_notifier(notifier), m_window(window) {
    JobCenter& jobs = m_services.jobs;
    connect(&jobs, &JobCenter::progressed, this, [this](JobId, const Progress& progress) {
        showJobs();
        const bool wasFull = std::exchange(m_isDiskFull, jobtext::isWaitingForDisk(progress));
        if (m_isDiskFull && !wasFull)
            notify(tr("The run is paused"), tr("The disk is full. Free some space."));
    });
    connect(&jobs, &JobCenter::queueChanged, this, &JobWatch::showJobs);
    connect(&jobs, &JobCenter::metricsArrived, &m_strip,
            [this](JobId, const std::vector<jobs::MetricPoint>& points) { m_strip.showMetrics(points); });
    connect(&jobs, &JobCenter::stateChanged, this, [this](JobId id, JobState state) {
        showJobs();
        m_services.system.keepAwake(isWorking());
        m_services.system.watchGpu(isWorking());
        if (jobs::isEnded(state)) jobEnded(id, state);
    });
    connect(&m_services.system, &SystemService::gpuRead, &m_strip, &StatusStrip::showGpu);
    const auto tellDemos = [this] { notify(tr("Demos"), tr("New demos are ready to hear.")); };
    connect(&m_services.listen, &ListenService::generated, this, tellDemos);
    connect(&m_services.listen, &ListenService::demosAdded, this, tellDemos);
    connect(&m_strip, &StatusStrip::pauseRequested, this, [this] { command(&JobCenter::pause); });
    connect(&m_strip, &StatusStrip::resumeRequested, this, [this] { command(&JobCenter::resume); });
    connect(&m_strip, &StatusStrip::stopRequested, this, [this] { command(&JobCenter::stop); });
    connect(&m_notifier, &Notifier::activated, this, [this] {
        m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
        m_window.show();
        m_window.raise();
        m_window.activateWindow();
    });
}

void JobWatch::jobEnded(JobId id, JobState state) {
    for (const jobs::JobSnapshot& snapshot : m_services.jobs.snapshots()) {
        if (snapshot.id != id) continue;
        if (state == JobState::Failed) // on whichever page: the cause stands on the page of the job
            m_failure = tr("%1 stopped with an error").arg(jobtext::title(snapshot.title));
        if (snapshot.device == jobs::DeviceUse::Exclusive)
            notify(jobtext::title(snapshot.title), state == JobState::Failed ? tr("stopped with an error")
                                                   : state == JobState::Cancelled ? tr("cancelled")
                                                                                  : tr("done"));
    }
    showJobs();
    if (m_closeWhenIdle && !isWorking()) m_window.close();
}

void JobWatch::command(void (JobCenter::*what)(JobId)) {
    const std::vector<jobs::JobSnapshot> snapshots = m_services.jobs.snapshots();
    const auto job = std::find_if(snapshots.begin(), snapshots.end(), isRunning);
    if (job != snapshots.end()) (m_services.jobs.*what)(job->id);
}

void JobWatch::showJobs() {
    const std::vector<jobs::JobSnapshot> snapshots = m_services.jobs.snapshots();
    const auto waiting = std::count_if(snapshots.begin(), snapshots.end(),
                                       [](const auto& s) { return s.queuePosition.has_value(); });
    const auto running = std::find_if(snapshots.begin(), snapshots.end(), isRunning);
    if (running == snapshots.end()) {
        m_strip.showIdle(m_failure.isEmpty() ? tr("Nothing is running") : m_failure);
        Q_EMIT jobShown({}, -1.0);
        return;
    }
    m_failure.clear();
    const QString title = jobtext::title(running->title);
    const Progress& progress = running->progress;
    m_strip.showJob(title, running->state, progress, static_cast<int>(waiting));
    Q_EMIT jobShown(title, progress.total > 0
                               ? static_cast<double>(progress.done) / static_cast<double>(progress.total)
                               : -1.0);
}

bool JobWatch::isWorking() const {
    const std::vector<jobs::JobSnapshot> snapshots = m_services.jobs.snapshots();
    return std::any_of(snapshots.begin(), snapshots.end(),
                       [](const auto& s) { return !jobs::isEnded(s.state); });
}

void JobWatch::notify(const QString& title, const QString& text) {
    if (m_services.settings.notifies() && !m_window.isActiveWindow()) m_notifier.notify(title, text);
}

bool JobWatch::mayClose() {
    if (!isWorking()) return true;
    if (!m_closeWhenIdle) askClose(); // else it is still saving, and closes by itself
    return false;
}

// What stopping leaves behind: a run its checkpoint, which the user should know before choosing.
QString JobWatch::whatStoppingLeaves() const {
    const std::vector<jobs::JobSnapshot> snapshots = m_services.jobs.snapshots();
    const auto job = std::find_if(snapshots.begin(), snapshots.end(), isRunning);
    QStringList said;
    if (job != snapshots.end()) {
        const Progress& progress = job->progress;
        const bool isRun = progress.unit == "steps";
        said << (isRun && progress.done > 0
                     ? tr("%1 is at step %L2. Stopping saves it as a checkpoint of that "
                          "step, or of the one that it is making.")
                           .arg(jobtext::title(job->title))
                           .arg(progress.done)
                 : isRun ? tr("%1 has made no step yet, so there is nothing to save.")
                               .arg(jobtext::title(job->title))
                         : tr("%1: what is done is kept.").arg(jobtext::title(job->title)));
    }
    const auto waiting = std::count_if(snapshots.begin(), snapshots.end(),
                                       [](const auto& s) { return s.queuePosition.has_value(); });
    if (waiting > 0)
        said << tr("%n jobs that wait are taken out of the queue; runs stay in the list.", nullptr,
                   static_cast<int>(waiting));
    return said.join(QStringLiteral("\n"));
}

void JobWatch::askClose() {
    const auto* asked = m_window.findChild<QMessageBox*>(QStringLiteral("closeQuestion"));
    if (asked != nullptr && asked->isVisible()) return;
    auto* box = new QMessageBox(QMessageBox::Question, tr("A job is running"),
                                tr("A job is still running. What shall happen to it?"), QMessageBox::NoButton,
                                &m_window);
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->setInformativeText(whatStoppingLeaves());
    setHelpTopic(box, QStringLiteral("checkpoints"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* save = box->addButton(tr("Stop, save and close"), QMessageBox::AcceptRole);
    connect(save, &QPushButton::clicked, this, [this] {
        m_closeWhenIdle = true;
        m_services.jobs.stopAll();
        if (!isWorking()) m_window.close();
    });
    if (m_notifier.canHideWindow()) {
        QPushButton* tray = box->addButton(tr("Keep it running in the tray"), QMessageBox::ActionRole);
        tray->setObjectName(QStringLiteral("closeToTray"));
        connect(tray, &QPushButton::clicked, this, [this] {
            m_notifier.showIcon();
            m_window.hide();
        });
    }
    box->addButton(QMessageBox::Cancel);
    box->open();
}

} // namespace attune::ui
