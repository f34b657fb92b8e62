// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/KMultistep.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>

namespace attune::diffusion {

namespace {

// Noise is taken out completely in one step as long as this is how the SDE samplers add it back (eta = 1).
constexpr double kEta = 1.0;

} // namespace

Result<at::Tensor> sampleDpmpp2m(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    Denoiser denoise(run.network);
    at::Tensor previous;
    double previousH = 0.0;
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const double sigma = sigmas[i];
        const double next = sigmas[i + 1];
        const at::Tensor denoised = denoise(x, sigma);
        const double h =
            std::log(sigma) - std::log(next); // infinite for the last step, which then is the estimate
        at::Tensor estimate = denoised;
        if (previous.defined() && next != 0.0) {
            const double lead = h / (2.0 * previousH);
            estimate = at::sub(denoised * (1.0 + lead), previous, lead);
        }
        x = at::add(x * (next / sigma), estimate, -std::expm1(-h));
        previous = denoised;
        previousH = h;
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigma, x, denoised}));
    }
    return x;
}

Result<at::Tensor> sampleDpmpp2mSde(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    Denoiser denoise(run.network);
    at::Tensor previous;
    double previousH = 0.0;
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const double sigma = sigmas[i];
        const double next = sigmas[i + 1];
        const at::Tensor denoised = denoise(x, sigma);
        if (next == 0.0) {
            x = denoised;
        } else {
            const double h = std::log(sigma / next);
            const double gain = -std::expm1(-(1.0 + kEta) * h);
            x = at::add(x * (next / sigma * std::exp(-kEta * h)), denoised, gain);
            if (previous.defined()) x = at::add(x, denoised - previous, 0.5 * gain * h / previousH);
            const double noiseLevel = next * std::sqrt(-std::expm1(-2.0 * kEta * h));
            x = at::add(x, run.noise.next(x, sigma, next), noiseLevel);
            previousH = h;
        }
        previous = denoised;
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigma, x, denoised}));
    }
    return x;
}

Result<at::Tensor> sampleDpmpp3mSde(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    Denoiser denoise(run.network);
    at::Tensor previous;
    at::Tensor beforeThat;
    double h1 = 0.0; // of the previous step
    double h2 = 0.0; // of the one before
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const double sigma = sigmas[i];
        const double next = sigmas[i + 1];
        const at::Tensor denoised = denoise(x, sigma);
        if (next == 0.0) {
            x = denoised;
        } else {
            const double h = std::log(sigma / next);
            const double hEta = h * (1.0 + kEta);
            const double phi2 = std::expm1(-hEta) / hEta + 1.0;
            const double phi3 = phi2 / hEta - 0.5;
            x = at::add(x * std::exp(-hEta), denoised, -std::expm1(-hEta));
            if (beforeThat.defined()) {
                const double r0 = h1 / h;
                const double r1 = h2 / h;
                const at::Tensor slope = (denoised - previous) / r0;
                const at::Tensor bend = slope - (previous - beforeThat) / r1;
                x = at::add(x, at::add(slope, bend, r0 / (r0 + r1)), phi2);
                x = at::add(x, bend, -phi3 / (r0 + r1));
            } else if (previous.defined()) {
                x = at::add(x, denoised - previous, phi2 * h / h1);
            }
            const double noiseLevel = next * std::sqrt(-std::expm1(-2.0 * h * kEta));
            x = at::add(x, run.noise.next(x, sigma, next), noiseLevel);
            h2 = h1;
            h1 = h;
        }
        beforeThat = previous;
        previous = denoised;
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigma, x, denoised}));
    }
    return x;
}

std::array<double, 4> lmsWeights(const Schedule& sigmas, std::size_t i, std::size_t order) {
    // Gauss-Legendre with two points integrates polynomials up to degree three exactly.
    const double middle = 0.5 * (sigmas[i] + sigmas[i + 1]);
    const double half = 0.5 * (sigmas[i + 1] - sigmas[i]);
    const double offset = half * std::numbers::inv_sqrt3;
    std::array<double, 4> weights{};
    for (std::size_t j = 0; j < order; ++j) {
        for (const double tau : {middle - offset, middle + offset}) {
            double basis = 1.0;
            for (std::size_t k = 0; k < order; ++k)
                if (k != j) basis *= (tau - sigmas[i - k]) / (sigmas[i - j] - sigmas[i - k]);
            weights[j] += half * basis;
        }
    }
    return weights;
}

Result<at::Tensor> sampleLms(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    constexpr std::size_t kOrder = 4;
    Denoiser denoise(run.network);
    std::deque<at::Tensor> slopes; // newest first
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const at::Tensor denoised = denoise(x, sigmas[i]);
        slopes.push_front((x - denoised) / sigmas[i]);
        if (slopes.size() > kOrder) slopes.pop_back();
        const auto weights = lmsWeights(sigmas, i, slopes.size());
        // Summed before they are added: they are large and cancel.
        at::Tensor move = slopes.front() * weights.front();
        for (std::size_t j = 1; j < slopes.size(); ++j) move = move + slopes[j] * weights[j];
        x = x + move;
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigmas[i], x, denoised}));
    }
    return x;
}

} // namespace attune::diffusion
