// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobWatch: what the window does about jobs on every page: the status strip, keeping the machine awake,
// messages when something is ready, and the question at closing.
//
// Services, strip and notifier are borrowed and outlive the watch. Threads: GUI thread.
#pragma once

#include "ui/bridge/JobCenter.h"

#include <QObject>

class QWidget;

namespace attune::ui {

class AppSettings;
class ListenService;
class Notifier;
class StatusStrip;
class SystemService;

struct JobWatchServices {
    JobCenter& jobs;
    ListenService& listen;
    SystemService& system;
    const AppSettings& settings;
};

class JobWatch : public QObject {
    Q_OBJECT
public:
    // `window`: hears the questions, and gets messages only while somebody works elsewhere.
    JobWatch(const JobWatchServices& services, StatusStrip& strip, Notifier& notifier, QWidget& window);

    [[nodiscard]] bool isWorking() const; // a job runs or waits
    // True when the window may close now. Else it asks what shall happen to the jobs and closes the window
    // itself, once nothing runs any more, if that is the answer.
    [[nodiscard]] bool mayClose();

Q_SIGNALS:
    void jobShown(const QString& title, double share); // as TopBar::setJob takes it

private:
    void showJobs();
    void jobEnded(JobId id, JobState state);
    void notify(const QString& title, const QString& text);
    [[nodiscard]] QString whatStoppingLeaves() const;
    void askClose();
    void command(void (JobCenter::*what)(JobId)); // to the running job

    JobWatchServices m_services;
    StatusStrip& m_strip;
    Notifier& m_notifier;
    QWidget& m_window;
    bool m_closeWhenIdle{false};
    bool m_isDiskFull{false}; // said already
    QString m_failure;        // of the last job, until another one runs
};

} // namespace attune::ui
