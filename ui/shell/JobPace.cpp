// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/JobPace.h"

#include <algorithm>
#include <vector>

namespace attune::ui {

namespace {

constexpr std::size_t kLatest = 15; // steps: eight in a row make a new pace

// Sounds and prompts end in batches, whose first one counts; steps come one by one.
bool comesInBatches(const Progress& progress) {
    return progress.unit != "steps";
}

} // namespace

void JobPace::begin(const Progress& progress, jobs::SteadyTime now) {
    reset();
    m_hasBegun = true;
    m_last = progress;
    m_lastTime = now;
    if (comesInBatches(progress)) count(0);
}

void JobPace::count(std::int64_t units) {
    m_worked += m_waiting;
    if (units > 0 && m_waiting.count() > 0.0) // a pause may have swallowed its time
        m_latest.push_back(m_waiting.count() / static_cast<double>(units));
    if (m_latest.size() > kLatest) m_latest.pop_front();
    m_waiting = Seconds(0.0);
    m_counted += units;
    m_isWarm = true;
    // A clock that only runs while units are made.
    m_estimate.add({{}, m_counted, m_last.total, m_last.unit, {}},
                   jobs::SteadyTime(std::chrono::duration_cast<jobs::SteadyTime::duration>(m_worked)));
}

void JobPace::add(const Progress& progress, jobs::SteadyTime now) {
    const bool isOther = progress.unit != m_last.unit || progress.total != m_last.total;
    if (!m_hasBegun || isOther || progress.done < m_last.done) {
        begin(progress, now);
        return;
    }
    const Seconds passed = m_isPaused ? Seconds(0.0) : Seconds(now - m_lastTime);
    const bool isSameStage = progress.stage == m_last.stage;
    const std::int64_t units = progress.done - m_last.done;
    m_isPaused = false;
    m_last = progress;
    m_lastTime = now;
    m_waiting += passed;
    if (isSameStage && units == 0) return;
    if (isSameStage && m_isWarm) {
        count(units);
    } else if (isSameStage) {
        m_waiting = Seconds(0.0);
        count(0);
    } else { // back from something else, or on the way there
        if (m_isWarm) m_aside += m_waiting;
        m_waiting = Seconds(0.0);
    }
}

std::optional<double> JobPace::unitsPerSecond() const {
    if (comesInBatches(m_last) || m_latest.empty()) return m_estimate.unitsPerSecond();
    if (m_worked < jobs::ProgressEstimate::kShortest) return std::nullopt;
    std::vector<double> sorted(m_latest.begin(), m_latest.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return 1.0 / *middle;
}

std::optional<double> JobPace::secondsLeft() const {
    const auto speed = unitsPerSecond();
    const std::int64_t left = m_last.total - m_last.done;
    if (!speed || left <= 0) return std::nullopt;
    const double asidePerUnit = m_aside.count() / static_cast<double>(std::max<std::int64_t>(m_counted, 1));
    return static_cast<double>(left) * (1.0 / *speed + asidePerUnit);
}

} // namespace attune::ui
