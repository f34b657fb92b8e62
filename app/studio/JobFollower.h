// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobFollower: calls back once when a submitted job has ended.
//
// Threads: GUI thread.
#pragma once

#include "ui/bridge/JobCenter.h"

#include <QObject>

#include <functional>
#include <map>

namespace attune::studio {

class JobFollower : public QObject {
    Q_OBJECT
public:
    explicit JobFollower(ui::JobCenter& jobs, QObject* parent = nullptr);
    // Submits the job; `ended` hears how it ended (Finished, Failed or Cancelled) and with which error.
    ui::JobId submit(std::unique_ptr<jobs::Job> job, std::function<void(jobs::JobState, const Error&)> ended);
    [[nodiscard]] ui::JobCenter& center() noexcept { return m_jobs; }

private:
    ui::JobCenter& m_jobs;
    std::map<ui::JobId, std::function<void(jobs::JobState, const Error&)>> m_waiting;
    std::map<ui::JobId, Error> m_errors;
};

} // namespace attune::studio
