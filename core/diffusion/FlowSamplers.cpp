// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/FlowSamplers.h"

#include <cmath>

namespace attune::diffusion {

namespace {

// Infinite at both ends, which the update below takes in its stride.
double logSnr(double t) {
    return std::log((1.0 - t) / t);
}

} // namespace

Result<at::Tensor> sampleFlowEuler(const SamplingRun& run, at::Tensor x, const Schedule& times) {
    for (std::size_t i = 0; i + 1 < times.size(); ++i) {
        const at::Tensor velocity = run.network(x, times[i]);
        const at::Tensor denoised = at::sub(x, velocity, times[i]);
        x = at::add(x, velocity, times[i + 1] - times[i]);
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(times), times[i], x, denoised}));
    }
    return x;
}

Result<at::Tensor> sampleFlowRk4(const SamplingRun& run, at::Tensor x, const Schedule& times) {
    for (std::size_t i = 0; i + 1 < times.size(); ++i) {
        const double t = times[i];
        const double dt = times[i + 1] - t;
        const at::Tensor k1 = run.network(x, t);
        const at::Tensor k2 = run.network(at::add(x, k1, dt / 2.0), t + dt / 2.0);
        const at::Tensor k3 = run.network(at::add(x, k2, dt / 2.0), t + dt / 2.0);
        const at::Tensor k4 = run.network(at::add(x, k3, dt), times[i + 1]);
        const at::Tensor denoised = at::sub(x, k1, t);
        x = at::add(x, k1 + 2.0 * k2 + 2.0 * k3 + k4, dt / 6.0);
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(times), t, x, denoised}));
    }
    return x;
}

Result<at::Tensor> sampleFlowDpmpp(const SamplingRun& run, at::Tensor x, const Schedule& times) {
    at::Tensor previous;
    for (std::size_t i = 0; i + 1 < times.size(); ++i) {
        const double t = times[i];
        const double next = times[i + 1];
        const at::Tensor denoised = at::sub(x, run.network(x, t), t);
        const double h = logSnr(next) - logSnr(t);
        at::Tensor estimate = denoised;
        if (previous.defined() && next != 0.0) {
            const double lead = h / (2.0 * (logSnr(t) - logSnr(times[i - 1])));
            estimate = at::sub(denoised * (1.0 + lead), previous, lead);
        }
        x = at::add(x * (next / t), estimate, -(1.0 - next) * std::expm1(-h));
        previous = denoised;
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(times), t, x, denoised}));
    }
    return x;
}

Result<at::Tensor> sampleFlowPingpong(const SamplingRun& run, at::Tensor x, const Schedule& times) {
    for (std::size_t i = 0; i + 1 < times.size(); ++i) {
        const double t = times[i];
        const double next = times[i + 1];
        const at::Tensor denoised = at::sub(x, run.network(x, t), t);
        // Drawn in the last step too, times 0: the reference's generator moves on there.
        x = at::add(denoised * (1.0 - next), run.noise.next(x, t, next), next);
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(times), t, x, denoised}));
    }
    return x;
}

} // namespace attune::diffusion
