// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/DpmSolver.h"

#include "core/base/Text.h"

#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/scalar_tensor.h>

#include <algorithm>
#include <cmath>

namespace attune::diffusion {

namespace {

// A place on the way from noise to sound: lambda = -ln sigma, or a distance between two. No dimension, in the
// state's type and rounded where the reference rounds: a step over the whole range takes the difference of
// numbers a hundred times its result, so that the last bit of a level shows in the fourth digit.
using Level = at::Tensor;

Level levelOf(double sigma, const at::Tensor& x) {
    return at::scalar_tensor(sigma, at::TensorOptions(x.scalar_type())).log().neg();
}

at::Tensor sigmaOf(const Level& lambda) {
    return lambda.neg().exp();
}

// The network's noise estimate (x - D) / sigma, and the single steps of order 1 to 3 built from it.
class Solver {
public:
    explicit Solver(CountedNetwork& network) : m_denoise(network) {}

    at::Tensor noiseAt(const at::Tensor& x, const Level& lambda) {
        const at::Tensor sigma = sigmaOf(lambda);
        return (x - m_denoise(x, sigma.item<double>())) / sigma;
    }

    // x at `to`, `distance` ahead, by a first-order step along `noise`.
    static at::Tensor advanced(const at::Tensor& x, const Level& to, const Level& distance,
                               const at::Tensor& noise) {
        return x - sigmaOf(to) * distance.expm1() * noise;
    }
    // `ahead` is the noise estimate at the first-order point lambda + r1 · h.
    static at::Tensor second(const at::Tensor& x, const Level& next, const Level& h, const at::Tensor& noise,
                             const at::Tensor& ahead, double r1) {
        return advanced(x, next, h, noise) - sigmaOf(next) / (2.0 * r1) * h.expm1() * (ahead - noise);
    }
    // `ahead` is the noise estimate at the first-order point lambda + h / 3.
    at::Tensor third(const at::Tensor& x, const Level& lambda, const Level& next, const at::Tensor& noise,
                     const at::Tensor& ahead) {
        constexpr double r1 = 1.0 / 3.0;
        constexpr double r2 = 2.0 / 3.0;
        const Level h = next - lambda;
        const Level middle = lambda + h * r2;
        const Level share = h * r2;
        const at::Tensor bend = sigmaOf(middle) * (r2 / r1) * (share.expm1() / share - 1.0);
        const at::Tensor atMiddle =
            noiseAt(advanced(x, middle, share, noise) - bend * (ahead - noise), middle);
        return advanced(x, next, h, noise) - sigmaOf(next) / r2 * (h.expm1() / h - 1.0) * (atMiddle - noise);
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
    const std::vector<int> orders = ordersOfFast(calls);
    const auto levels =
        at::linspace(levelOf(sigmaMax, x).item(), levelOf(sigmaMin, x).item(),
                     static_cast<std::int64_t>(orders.size()) + 1, at::TensorOptions(x.scalar_type()))
            .unbind();
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const Level& lambda = levels[i];
        const Level& next = levels[i + 1];
        const Level h = next - lambda;
        const at::Tensor noise = solver.noiseAt(x, lambda);
        const at::Tensor denoised = x - sigmaOf(lambda) * noise;
        if (orders[i] == 1) {
            x = Solver::advanced(x, next, h, noise);
        } else {
            const double r1 = orders[i] == 2 ? 1.0 / 2.0 : 1.0 / 3.0;
            const Level between = lambda + h * r1;
            const at::Tensor ahead = solver.noiseAt(Solver::advanced(x, between, h * r1, noise), between);
            x = orders[i] == 2 ? Solver::second(x, next, h, noise, ahead, r1)
                               : solver.third(x, lambda, next, noise, ahead);
        }
        run.noise.skip(x);
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, static_cast<int>(orders.size()),
                                   sigmaOf(lambda).item<double>(), x, denoised}));
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
    Level lambda = levelOf(sigmaMax, x);
    const Level end = levelOf(sigmaMin, x);
    while (lambda.item<double>() < (end - kEndMargin).item<double>()) {
        const Level next = at::minimum(end, lambda + size.h());
        const Level h = next - lambda;
        const at::Tensor noise = solver.noiseAt(result.x, lambda);
        const at::Tensor denoised = result.x - sigmaOf(lambda) * noise;
        const Level between = lambda + h * r1;
        const at::Tensor ahead = solver.noiseAt(Solver::advanced(result.x, between, h * r1, noise), between);
        const at::Tensor low = Solver::second(result.x, next, h, noise, ahead, r1);
        const at::Tensor high = solver.third(result.x, lambda, next, noise, ahead);
        const at::Tensor allowed =
            (at::maximum(low.abs(), previousLow.abs()) * kTolerance).clamp_min(kTolerance);
        const double error = at::linalg_vector_norm((low - high) / allowed).item<double>() /
                             std::sqrt(static_cast<double>(x.numel()));
        if (!std::isfinite(error))
            return fail(ErrorCode::NonFinite, "Sampling produced numbers that are not finite",
                        concat("sigma ", sigmaOf(lambda).item<double>()),
                        "Try another sampler, or lower the most noise (sigma_max).");
        const double sigma = sigmaOf(lambda).item<double>();
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
