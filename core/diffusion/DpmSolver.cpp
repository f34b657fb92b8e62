// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/DpmSolver.h"

#include "core/base/Text.h"

#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/maximum.h>

#include <algorithm>
#include <cmath>

namespace attune::diffusion {

namespace {

double sigmaOf(double lambda) {
    return std::exp(-lambda);
}

// The network's noise estimate (x - D) / sigma, and the single steps of order 1 to 3 built from it.
class Solver {
public:
    explicit Solver(CountedNetwork& network) : m_denoise(network) {}

    at::Tensor noiseAt(const at::Tensor& x, double lambda) {
        const double sigma = sigmaOf(lambda);
        return (x - m_denoise(x, sigma)) / sigma;
    }

    // x at lambda + share · h by a first-order step along `noise`.
    static at::Tensor advanced(const at::Tensor& x, double lambda, double h, double share,
                               const at::Tensor& noise) {
        return at::add(x, noise, -sigmaOf(lambda + share * h) * std::expm1(share * h));
    }
    static at::Tensor first(const at::Tensor& x, double lambda, double h, const at::Tensor& noise) {
        return advanced(x, lambda, h, 1.0, noise);
    }
    // `ahead` is the noise estimate at the first-order point lambda + r1 · h.
    static at::Tensor second(const at::Tensor& x, double lambda, double h, const at::Tensor& noise,
                             const at::Tensor& ahead, double r1) {
        const double correction = -sigmaOf(lambda + h) / (2.0 * r1) * std::expm1(h);
        return at::add(first(x, lambda, h, noise), ahead - noise, correction);
    }
    // `ahead` is the noise estimate at the first-order point lambda + h / 3.
    at::Tensor third(const at::Tensor& x, double lambda, double h, const at::Tensor& noise,
                     const at::Tensor& ahead) {
        constexpr double r1 = 1.0 / 3.0;
        constexpr double r2 = 2.0 / 3.0;
        const double bend = -sigmaOf(lambda + r2 * h) * (r2 / r1) * (std::expm1(r2 * h) / (r2 * h) - 1.0);
        const at::Tensor middle = at::add(advanced(x, lambda, h, r2, noise), ahead - noise, bend);
        const at::Tensor atMiddle = noiseAt(middle, lambda + r2 * h);
        const double correction = -sigmaOf(lambda + h) / r2 * (std::expm1(h) / h - 1.0);
        return at::add(first(x, lambda, h, noise), atMiddle - noise, correction);
    }

private:
    Denoiser m_denoise;
};

// How many network calls each interval of "fast" spends: threes, then what remains, ending low where x is
// cleanest.
std::vector<int> ordersOfFast(int calls) {
    const int intervals = dpmFastSteps(calls);
    const int rest = calls % 3;
    std::vector<int> orders(static_cast<std::size_t>(rest == 0 ? intervals - 2 : intervals - 1), 3);
    if (rest == 0)
        orders.insert(orders.end(), {2, 1});
    else
        orders.push_back(rest);
    return orders;
}

// k-diffusion's step size controller with its default integral term; the factors stay near 1 smoothly.
class StepSize {
public:
    [[nodiscard]] double h() const noexcept { return m_h; }
    bool accepts(double error) {
        constexpr double kAcceptAbove = 0.81;
        constexpr double kOrder = 3.0;
        const double raw = std::pow(1.0 / (error + 1e-8), 1.0 / kOrder);
        const double factor = 1.0 + std::atan(raw - 1.0);
        m_h *= factor;
        return factor >= kAcceptAbove;
    }

private:
    double m_h{0.05};
};

} // namespace

Result<at::Tensor> sampleDpmFast(const SamplingRun& run, at::Tensor x, double sigmaMin, double sigmaMax,
                                 int calls) {
    Solver solver(run.network);
    const double start = -std::log(sigmaMax);
    const double end = -std::log(sigmaMin);
    const std::vector<int> orders = ordersOfFast(calls);
    const auto intervals = static_cast<double>(orders.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const double lambda = start + (end - start) * static_cast<double>(i) / intervals;
        const double h = (end - start) / intervals;
        const at::Tensor noise = solver.noiseAt(x, lambda);
        const at::Tensor denoised = at::sub(x, noise, sigmaOf(lambda));
        if (orders[i] == 1) {
            x = Solver::first(x, lambda, h, noise);
        } else {
            const double r1 = orders[i] == 2 ? 1.0 / 2.0 : 1.0 / 3.0;
            const at::Tensor ahead =
                solver.noiseAt(Solver::advanced(x, lambda, h, r1, noise), lambda + r1 * h);
            x = orders[i] == 2 ? Solver::second(x, lambda, h, noise, ahead, r1)
                               : solver.third(x, lambda, h, noise, ahead);
        }
        run.noise.skip(x);
        ATTUNE_CHECK(run.finished(
            {static_cast<int>(i) + 1, static_cast<int>(orders.size()), sigmaOf(lambda), x, denoised}));
    }
    return x;
}

Result<AdaptiveResult> sampleDpmAdaptive(const SamplingRun& run, at::Tensor x, double sigmaMin,
                                         double sigmaMax) {
    constexpr double kTolerance = 0.01; // absolute and relative
    constexpr double kEndMargin = 1e-5;
    constexpr double r1 = 1.0 / 3.0;
    Solver solver(run.network);
    StepSize size;
    AdaptiveResult result{x};
    at::Tensor previousLow = x;
    double lambda = -std::log(sigmaMax);
    const double end = -std::log(sigmaMin);
    while (lambda < end - kEndMargin) {
        const double next = std::min(end, lambda + size.h());
        const double h = next - lambda;
        const at::Tensor noise = solver.noiseAt(result.x, lambda);
        const at::Tensor denoised = at::sub(result.x, noise, sigmaOf(lambda));
        const at::Tensor ahead =
            solver.noiseAt(Solver::advanced(result.x, lambda, h, r1, noise), lambda + r1 * h);
        const at::Tensor low = Solver::second(result.x, lambda, h, noise, ahead, r1);
        const at::Tensor high = solver.third(result.x, lambda, h, noise, ahead);
        const at::Tensor allowed =
            (at::maximum(low.abs(), previousLow.abs()) * kTolerance).clamp_min(kTolerance);
        const double error = at::linalg_vector_norm((low - high) / allowed).item<double>() /
                             std::sqrt(static_cast<double>(x.numel()));
        if (!std::isfinite(error))
            return fail(ErrorCode::NonFinite, "Sampling produced numbers that are not finite",
                        concat("sigma ", sigmaOf(lambda)), "Try another sampler or a lower sigma_max");
        const double sigma = sigmaOf(lambda);
        if (size.accepts(error)) {
            previousLow = low;
            result.x = high;
            lambda = next;
            ++result.accepted;
            run.noise.skip(x);
        } else {
            ++result.rejected;
        }
        ATTUNE_CHECK(run.finished({result.accepted + result.rejected, 0, sigma, result.x, denoised}));
    }
    return result;
}

} // namespace attune::diffusion
