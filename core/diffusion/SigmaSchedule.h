// SPDX-License-Identifier: GPL-3.0-or-later
//
// SigmaSchedule: the noise levels a sampler walks down. Values are computed in float32 exactly as the
// reference computes them (the Brownian tree asks at these very times) and handed out as doubles.
//
// Free functions without state, any thread. Sources: k-diffusion sampling.py, inference/sampling.py;
// spec/training.md 10.2 and 11.
#pragma once

#include "core/diffusion/DistributionShift.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace attune::diffusion {

using Schedule = std::vector<double>;

// Of a schedule with its end: one less than its values.
[[nodiscard]] inline int stepCount(const Schedule& schedule) {
    return static_cast<int>(schedule.size()) - 1;
}

// steps + 1 noise levels from sigmaMax down to sigmaMin, evenly spaced in log sigma to the power rho, then 0.
// Requires steps >= 1, 0 < sigmaMin, 0 < sigmaMax, rho > 0.
[[nodiscard]] Schedule polyexponentialSigmas(int steps, double sigmaMin, double sigmaMax, double rho);

// steps + 1 times from sigmaMax (at most 1) to 0, evenly spaced in log signal-to-noise but for the last.
[[nodiscard]] Schedule logSnrTimes(int steps, double sigmaMax);

// steps + 1 times from sigmaMax (at most 1) to 0, evenly spaced, then shifted for `latentFrames` if asked.
[[nodiscard]] Schedule linearTimes(int steps, double sigmaMax, const std::optional<DistributionShift>& shift,
                                   std::int64_t latentFrames);

} // namespace attune::diffusion
