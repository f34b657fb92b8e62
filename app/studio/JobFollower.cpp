// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/JobFollower.h"

namespace attune::studio {

JobFollower::JobFollower(ui::JobCenter& jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {
    connect(&jobs, &ui::JobCenter::failed, this, [this](ui::JobId id, const Error& error) {
        if (m_waiting.contains(id)) m_errors[id] = error;
    });
    connect(&jobs, &ui::JobCenter::stateChanged, this, [this](ui::JobId id, jobs::JobState state) {
        const auto it = m_waiting.find(id);
        if (it == m_waiting.end() || !jobs::isEnded(state)) return;
        const auto ended = std::move(it->second);
        m_waiting.erase(it);
        const auto error = m_errors.extract(id);
        ended(state, error.empty() ? Error{} : error.mapped());
    });
}

ui::JobId JobFollower::submit(std::unique_ptr<jobs::Job> job,
                              std::function<void(jobs::JobState, const Error&)> ended) {
    const ui::JobId id = m_jobs.submit(std::move(job));
    m_waiting[id] = std::move(ended); // events are posted: none can have come yet
    return id;
}

} // namespace attune::studio
