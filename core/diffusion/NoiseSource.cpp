// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/NoiseSource.h"

#include <ATen/ops/empty_like.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/scalar_tensor.h>
#include <c10/util/Exception.h>

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune::diffusion {

at::Tensor GeneratorNoise::next(const at::Tensor& like, double /*sigma*/, double /*sigmaNext*/) {
    return at::randn(like.sizes(), m_generator, like.options());
}

void GeneratorNoise::skip(const at::Tensor& like) {
    at::randn(like.sizes(), m_generator, like.options());
}

at::Tensor RecordedNoise::next(const at::Tensor& like, double /*sigma*/, double /*sigmaNext*/) {
    TORCH_CHECK(m_position < m_draws.size(0), "Only ", m_draws.size(0), " noise tensors were recorded");
    return m_draws[m_position++].to(like.options());
}

at::Tensor BrownianNoise::next(const at::Tensor& like, double sigma, double sigmaNext) {
    if (!m_tree) m_tree.emplace(m_entropy, m_sigmaMin, m_sigmaMax, like);
    // The walk goes down in sigma, hence the sign; the width is taken in float32, as the schedule is.
    const at::Tensor increment = m_tree->increment(sigmaNext, sigma);
    const float width = std::abs(static_cast<float>(sigmaNext) - static_cast<float>(sigma));
    return -increment / at::scalar_tensor(std::sqrt(width), like.options());
}

std::uint64_t drawBrownianEntropy(at::Generator& hostGenerator) {
    const at::Tensor drawn =
        at::empty({}, at::kLong).random_(0, std::numeric_limits<std::int64_t>::max(), hostGenerator);
    return static_cast<std::uint64_t>(drawn.item<std::int64_t>());
}

} // namespace attune::diffusion
