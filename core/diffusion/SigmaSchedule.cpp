// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/SigmaSchedule.h"

#include <ATen/ops/linspace.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/sigmoid.h>

#include <algorithm>
#include <cmath>

namespace attune::diffusion {

namespace {

Schedule scheduleFromTensor(const at::Tensor& values) {
    const at::Tensor flat = values.contiguous();
    const float* const begin = flat.const_data_ptr<float>();
    return Schedule(begin, begin + flat.numel());
}

} // namespace

Schedule polyexponentialSigmas(int steps, double sigmaMin, double sigmaMax, double rho) {
    const at::Tensor ramp = at::pow(at::linspace(1.0, 0.0, steps, at::kFloat), rho);
    const double logMin = std::log(sigmaMin);
    Schedule sigmas = scheduleFromTensor((ramp * (std::log(sigmaMax) - logMin) + logMin).exp());
    sigmas.push_back(0.0);
    return sigmas;
}

Schedule logSnrTimes(int steps, double sigmaMax) {
    // The range of log signal-to-noise the flow models were tuned for: -6 (t = 0.9975) to 2 (t = 0.119).
    constexpr double kLowest = -6.0;
    constexpr double kHighest = 2.0;
    sigmaMax = std::min(sigmaMax, 1.0);
    const double first = sigmaMax < 1.0 ? std::log((1.0 - sigmaMax) / sigmaMax + 1e-6) : kLowest;
    Schedule times = scheduleFromTensor(at::sigmoid(-at::linspace(first, kHighest, steps + 1, at::kFloat)));
    times.front() = static_cast<double>(static_cast<float>(sigmaMax));
    times.back() = 0.0;
    return times;
}

Schedule linearTimes(int steps, double sigmaMax, const std::optional<DistributionShift>& shift,
                     std::int64_t latentFrames) {
    const at::Tensor times = at::linspace(std::min(sigmaMax, 1.0), 0.0, steps + 1, at::kFloat);
    return scheduleFromTensor(shift ? shift->apply(times, latentFrames) : times);
}

} // namespace attune::diffusion
