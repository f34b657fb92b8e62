// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/Objective.h"

#include <ATen/ops/cos.h>
#include <ATen/ops/sin.h>

#include <numbers>

namespace attune::diffusion {

namespace {

// One number per item against [B,D,L].
at::Tensor perItem(const at::Tensor& values) {
    return values.view({-1, 1, 1});
}

} // namespace

AlphaSigma alphaSigma(Objective objective, const at::Tensor& t) {
    if (isFlow(objective)) return {1.0 - t, t};
    const at::Tensor angle = t * (std::numbers::pi / 2.0);
    return {at::cos(angle), at::sin(angle)};
}

NoisedLatents noiseLatents(Objective objective, const at::Tensor& latents, const at::Tensor& noise,
                           const at::Tensor& t) {
    const auto [alpha, sigma] = alphaSigma(objective, t);
    const at::Tensor itemAlpha = perItem(alpha);
    const at::Tensor itemSigma = perItem(sigma);
    at::Tensor noised = latents * itemAlpha + noise * itemSigma;
    if (isFlow(objective)) return {std::move(noised), noise - latents};
    return {std::move(noised), noise * itemAlpha - latents * itemSigma};
}

at::Tensor denoisedFromPrediction(Objective objective, const at::Tensor& noised, const at::Tensor& prediction,
                                  const at::Tensor& t) {
    const auto [alpha, sigma] = alphaSigma(objective, t);
    if (isFlow(objective)) return noised - prediction * perItem(sigma);
    return noised * perItem(alpha) - prediction * perItem(sigma);
}

} // namespace attune::diffusion
