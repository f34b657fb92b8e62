// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunQueue: the jobs that wait, next first: drag or move them, take one out. Hidden while nothing waits.
//
// Threads: GUI thread. The jobs are borrowed and outlive it.
#pragma once

#include "ui/bridge/JobCenter.h"
#include "ui/bridge/TrainService.h"

#include <QFrame>

class QKeySequence;
class QListWidget;
class QPushButton;

namespace attune::ui {

class RunQueue : public QFrame {
    Q_OBJECT
public:
    RunQueue(JobCenter& jobs, TrainService& train, QWidget* parent = nullptr);

private:
    void fill();
    void showJobs(const QList<std::pair<qlonglong, QString>>& waiting); // jobs and their titles, next first
    void showButtons();
    void addKey(const QKeySequence& keys, QPushButton* button);
    void moveCurrent(int by);
    [[nodiscard]] JobId jobAt(int row) const;

    [[nodiscard]] QString titleOf(const jobs::JobSnapshot& job) const;

    JobCenter& m_jobs;
    TrainService& m_train; // knows which run a job trains
    QListWidget* m_list;
    QPushButton* m_up;
    QPushButton* m_down;
    QPushButton* m_out;
    QList<std::pair<qlonglong, QString>> m_shown;
};

} // namespace attune::ui
