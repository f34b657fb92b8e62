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

namespace {

struct Scalings {
    double skip;
    double out;
    double in;
};

template <typename Real>
Scalings scalingsAt(Real sigma) {
    const Real variance = sigma * sigma + 1;
    const Real root = std::sqrt(variance);
    return {1 / variance, -sigma / root, 1 / root};
}

} // namespace

at::Tensor Denoiser::operator()(const at::Tensor& x, double sigma) {
    const Scalings by =
        x.scalar_type() == at::kDouble ? scalingsAt(sigma) : scalingsAt(static_cast<float>(sigma));
    const at::Tensor prediction = (*m_network)(x * by.in, timeFromSigma(sigma));
    return prediction * by.out + x * by.skip;
}

} // namespace attune::diffusion
