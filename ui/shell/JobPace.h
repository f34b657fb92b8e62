// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobPace: how fast the running job is and how long it still takes, as the status strip says it.
//
// A run does not only make steps: in between it measures, saves and renders demos, or somebody pauses it.
// While the count stands still for that, the speed stays what it was; the time left makes room for as much of
// it as there was so far (but not for pauses). The first step, which also warms everything up, says nothing,
// and a single slow one little: the speed of steps is the median of the latest.
//
// Threads: belongs to one thread. The clock is handed in, so that tests own time.
#pragma once

#include "core/jobs/ProgressThrottle.h"

#include <deque>
#include <optional>
#include <string>

namespace attune::ui {

class JobPace {
public:
    void add(const Progress& progress, jobs::SteadyTime now);
    void pause() noexcept { m_isPaused = true; } // the time until the next add() does not count at all
    void reset() { *this = JobPace(); }

    [[nodiscard]] std::optional<double> unitsPerSecond() const;
    [[nodiscard]] std::optional<double> secondsLeft() const;

private:
    using Seconds = std::chrono::duration<double>;
    void begin(const Progress& progress, jobs::SteadyTime now);
    void count(std::int64_t units);

    Progress m_last;
    jobs::SteadyTime m_lastTime{};
    bool m_hasBegun{false};
    bool m_isPaused{false};
    Seconds m_waiting{0.0}; // since the last unit, in the stage that counts or may turn out to
    Seconds m_worked{0.0};  // on the units that were counted
    Seconds m_aside{0.0};   // on other things since the first unit
    std::int64_t m_counted{0};
    bool m_isWarm{false};              // the first unit is done
    jobs::ProgressEstimate m_estimate; // of what comes in batches
    std::deque<double> m_latest;       // seconds a step
};

} // namespace attune::ui
