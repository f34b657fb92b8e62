// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/Denoiser.h"

#include <ATen/ops/full.h>

#include <cmath>
#include <numbers>

namespace attune::diffusion {

double timeFromSigma(double sigma) noexcept {
    return std::atan(sigma) * 2.0 / std::numbers::pi;
}

at::Tensor CountedNetwork::operator()(const at::Tensor& x, double t) {
    ++m_calls;
    return (*m_network)(x, at::full({x.size(0)}, t, x.options())).to(x.options());
}

at::Tensor Denoiser::operator()(const at::Tensor& x, double sigma) {
    const double variance = sigma * sigma + 1.0;
    const double scaleIn = 1.0 / std::sqrt(variance);
    const at::Tensor prediction = (*m_network)(x * scaleIn, timeFromSigma(sigma));
    return at::add(x / variance, prediction, -sigma * scaleIn);
}

} // namespace attune::diffusion
