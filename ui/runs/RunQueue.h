// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunQueue: the jobs that wait, next first: drag or move them, take one out. Hidden while nothing waits.
//
// Threads: GUI thread. The jobs are borrowed and outlive it.
#pragma once

#include "ui/bridge/JobCenter.h"

#include "ui/bridge/TrainService.h"

#include <QFrame>

class QListWidget;

namespace attune::ui {

class RunQueue : public QFrame {
    Q_OBJECT
public:
    RunQueue(JobCenter& jobs, TrainService& train, QWidget* parent = nullptr);

private:
    void fill();
    void moveCurrent(int by);
    [[nodiscard]] JobId jobAt(int row) const;

    [[nodiscard]] QString titleOf(const jobs::JobSnapshot& job) const;

    JobCenter& m_jobs;
    TrainService& m_train; // knows which run a job trains
    QListWidget* m_list;
};

} // namespace attune::ui
