// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/KSingleStep.h"

#include <algorithm>
#include <cmath>

namespace attune::diffusion {

Result<at::Tensor> sampleHeun(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    Denoiser denoise(run.network);
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const double sigma = sigmas[i];
        const double next = sigmas[i + 1];
        run.noise.skip(x);
        const at::Tensor denoised = denoise(x, sigma);
        const at::Tensor slope = (x - denoised) / sigma;
        const double width = next - sigma;
        if (next == 0.0) {
            x = at::add(x, slope, width);
        } else {
            const at::Tensor ahead = at::add(x, slope, width);
            const at::Tensor slopeAhead = (ahead - denoise(ahead, next)) / next;
            x = at::add(x, slope + slopeAhead, 0.5 * width);
        }
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigma, x, denoised}));
    }
    return x;
}

Result<at::Tensor> sampleDpm2(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    Denoiser denoise(run.network);
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const double sigma = sigmas[i];
        const double next = sigmas[i + 1];
        run.noise.skip(x);
        const at::Tensor denoised = denoise(x, sigma);
        at::Tensor slope = (x - denoised) / sigma;
        if (next != 0.0) {
            const double middle = std::sqrt(sigma * next);
            const at::Tensor halfway = at::add(x, slope, middle - sigma);
            slope = (halfway - denoise(halfway, middle)) / middle;
        }
        x = at::add(x, slope, next - sigma);
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigma, x, denoised}));
    }
    return x;
}

namespace {

struct AncestralLevels {
    double up{0.0};
    double down{0.0};
};

template <typename Real>
AncestralLevels ancestralLevelsIn(Real from, Real to) {
    const Real up = std::min(to, std::sqrt(to * to * (from * from - to * to) / (from * from)));
    return {up, std::sqrt(std::max(to * to - up * up, Real{0}))};
}

// Step down to `down`, below the wanted level, then add noise of size `up` to come back to it. Where the
// levels lie further apart than a factor of some four thousand, `down` is exactly zero in the reference's
// float32, and the step another one.
AncestralLevels ancestralLevels(double from, double to) {
    const bool isLost =
        ancestralLevelsIn<float>(static_cast<float>(from), static_cast<float>(to)).down == 0.0;
    return isLost ? AncestralLevels{to, 0.0} : ancestralLevelsIn<double>(from, to);
}

} // namespace

Result<at::Tensor> sampleDpmpp2sAncestral(const SamplingRun& run, at::Tensor x, const Schedule& sigmas) {
    Denoiser denoise(run.network);
    for (std::size_t i = 0; i + 1 < sigmas.size(); ++i) {
        const double sigma = sigmas[i];
        const double next = sigmas[i + 1];
        const at::Tensor denoised = denoise(x, sigma);
        const auto [up, down] = ancestralLevels(sigma, next);
        if (down == 0.0) {
            x = at::add(x, (x - denoised) / sigma, -sigma);
        } else {
            const double g = std::log(sigma / down);
            const double middle = sigma * std::exp(-0.5 * g);
            const at::Tensor halfway = at::add(x * (middle / sigma), denoised, -std::expm1(-0.5 * g));
            x = at::add(x * (down / sigma), denoise(halfway, middle), -std::expm1(-g));
        }
        if (next > 0.0) x = at::add(x, run.noise.next(x, sigma, next), up);
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, stepCount(sigmas), sigma, x, denoised}));
    }
    return x;
}

} // namespace attune::diffusion
