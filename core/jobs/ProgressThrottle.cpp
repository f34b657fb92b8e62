// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ProgressThrottle.h"

namespace attune::jobs {

bool ProgressThrottle::passes(const Progress& progress, SteadyTime now) {
    const bool isNewStage = !m_last || progress.stage != m_stage;
    const bool isEnd = progress.total > 0 && progress.done >= progress.total;
    if (!isNewStage && !isEnd && now - *m_last < m_interval) return false;
    m_last = now;
    m_stage = progress.stage;
    return true;
}

void ProgressEstimate::add(const Progress& progress, SteadyTime now) {
    if (progress.stage != m_stage || (!m_seen.empty() && progress.done < m_seen.back().second))
        m_seen.clear();
    m_stage = progress.stage;
    m_total = progress.total;
    m_seen.emplace_back(now, progress.done);
    // One observation older than the window stays, so that slow work keeps a speed at all.
    while (m_seen.size() > 2 && now - m_seen[1].first >= kWindow) m_seen.pop_front();
}

std::optional<double> ProgressEstimate::unitsPerSecond() const {
    if (m_seen.size() < 2) return std::nullopt;
    const std::chrono::duration<double> span = m_seen.back().first - m_seen.front().first;
    const std::int64_t units = m_seen.back().second - m_seen.front().second;
    if (units <= 0 || span < kShortest) return std::nullopt;
    return static_cast<double>(units) / span.count();
}

std::optional<std::chrono::duration<double>> ProgressEstimate::timeLeft() const {
    const auto speed = unitsPerSecond();
    if (!speed || *speed <= 0.0 || m_total <= 0) return std::nullopt;
    return std::chrono::duration<double>(static_cast<double>(m_total - m_seen.back().second) / *speed);
}

} // namespace attune::jobs
