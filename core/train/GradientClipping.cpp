// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/GradientClipping.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/stack.h>

#include <algorithm>

namespace attune::train {

namespace {

std::vector<at::Tensor> gradientsOf(std::span<const NamedParameter> parameters) {
    std::vector<at::Tensor> gradients;
    for (const NamedParameter& parameter : parameters)
        if (parameter.value.grad().defined()) gradients.push_back(parameter.value.grad());
    return gradients;
}

double normOf(const std::vector<at::Tensor>& gradients) {
    if (gradients.empty() || gradients.front().is_meta()) return 0.0;
    std::vector<at::Tensor> norms = at::_foreach_norm(gradients, 2, at::kFloat);
    return at::stack(norms).to(at::kDouble).norm().item<double>();
}

} // namespace

double gradientNorm(std::span<const NamedParameter> parameters) {
    const at::NoGradGuard noGradients;
    return normOf(gradientsOf(parameters));
}

double clipGradients(std::span<const NamedParameter> parameters, double limit) {
    constexpr double kSmall = 1e-6; // torch's guard against a norm of zero
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> gradients = gradientsOf(parameters);
    const double norm = normOf(gradients);
    const double factor = limit / (norm + kSmall);
    if (limit > 0.0 && factor < 1.0) at::_foreach_mul_(gradients, factor);
    return norm;
}

} // namespace attune::train
