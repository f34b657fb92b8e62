// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProgressThrottle: lets only as much progress through as eyes can follow; and ProgressEstimate: speed and
// time left.
//
// Threads: each object belongs to the thread that makes the progress. The clock is handed in, so tests own
// time.
#pragma once

#include "core/base/Progress.h"

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace attune::jobs {

using SteadyTime = std::chrono::steady_clock::time_point;

class ProgressThrottle {
public:
    // The shortest time between two that pass; zero lets everything through.
    explicit ProgressThrottle(std::chrono::milliseconds interval) : m_interval(interval) {}

    // True for the first of a stage, for its end (done == total) and when the interval is over.
    [[nodiscard]] bool passes(const Progress& progress, SteadyTime now);

private:
    std::chrono::milliseconds m_interval;
    std::optional<SteadyTime> m_last;
    std::string m_stage;
};

// Speed over the last quarter of a minute, so that one slow file neither hides nor dominates. Work that ends
// in batches arrives in bursts; a stage therefore reports once before its first unit, and no speed is told
// before there is a second to measure.
class ProgressEstimate {
public:
    static constexpr std::chrono::seconds kWindow{15};
    static constexpr std::chrono::seconds kShortest{1};

    void add(const Progress& progress, SteadyTime now);

    // Units a second; empty before something was done and the observations are kShortest apart.
    [[nodiscard]] std::optional<double> unitsPerSecond() const;
    // Empty when the total or the speed is unknown.
    [[nodiscard]] std::optional<std::chrono::duration<double>> timeLeft() const;

private:
    std::deque<std::pair<SteadyTime, std::int64_t>> m_seen; // time and units done, oldest first
    std::string m_stage;
    std::int64_t m_total{0};
};

} // namespace attune::jobs
