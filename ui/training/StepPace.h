// SPDX-License-Identifier: GPL-3.0-or-later
//
// StepPace: notices when the steps of a run become many times slower than they were: a GPU whose memory is
// full (the driver then borrows main memory without a word), or other programs at work.
//
// Compares medians of a few steps, so that one slow step says nothing. Value type; threads: one at a time.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace attune::ui {

class StepPace {
public:
    void add(double seconds); // of one step
    // How many times as long the latest steps take as the quickest stretch of the run; empty below three
    // times and while there are too few steps to say.
    [[nodiscard]] std::optional<double> slowdown() const;

private:
    [[nodiscard]] double median() const; // of the steps that are kept

    std::array<double, 15> m_latest{}; // a ring
    std::size_t m_count{0};            // of all steps
    double m_quickest{0.0};            // median of a stretch; 0 before there was one
};

} // namespace attune::ui
