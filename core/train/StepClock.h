// SPDX-License-Identifier: GPL-3.0-or-later
//
// StepClock: time that goes by, never set back when somebody sets the wall clock.
//
// Threads: any.
#pragma once

#include <chrono>

namespace attune::train {

using StepClock = std::chrono::steady_clock;

[[nodiscard]] inline double secondsSince(StepClock::time_point start) {
    return std::chrono::duration<double>(StepClock::now() - start).count();
}

} // namespace attune::train
