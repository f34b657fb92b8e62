// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/generate/ItemNoise.h"

#include "core/base/Assert.h"
#include "core/tensor/Generators.h"

#include <ATen/ATen.h>

namespace attune::generate {

ItemNoise ItemNoise::independent(const std::vector<std::uint64_t>& seeds) {
    ItemNoise noise;
    for (const std::uint64_t seed : seeds)
        noise.m_items.push_back(std::make_unique<diffusion::GeneratorNoise>(
            tensor::makeCpuGenerator(tensor::deriveSeed(seed, "step noise"))));
    return noise;
}

ItemNoise ItemNoise::brownian(const std::vector<std::uint64_t>& seeds, BrownianRange range) {
    ItemNoise noise;
    for (const std::uint64_t seed : seeds)
        noise.m_items.push_back(std::make_unique<diffusion::BrownianNoise>(
            tensor::deriveSeed(seed, "brownian") >> 1, range.sigmaMin, range.sigmaMax));
    return noise;
}

at::Tensor ItemNoise::next(const at::Tensor& like, double sigma, double sigmaNext) {
    ATTUNE_ASSERT(like.size(0) == static_cast<std::int64_t>(m_items.size()));
    const at::Tensor one = at::empty({1, like.size(1), like.size(2)}, at::TensorOptions(like.scalar_type()));
    std::vector<at::Tensor> drawn;
    for (const auto& item : m_items) drawn.push_back(item->next(one, sigma, sigmaNext));
    return at::cat(drawn).to(like.device());
}

void ItemNoise::skip(const at::Tensor& like) {
    const at::Tensor one = at::empty({1, like.size(1), like.size(2)}, at::TensorOptions(like.scalar_type()));
    for (const auto& item : m_items) item->skip(one);
}

at::Tensor startingNoise(const std::vector<std::uint64_t>& seeds, std::int64_t channels,
                         std::int64_t frames) {
    std::vector<at::Tensor> items;
    for (const std::uint64_t seed : seeds)
        items.push_back(at::randn({channels, frames},
                                  tensor::makeCpuGenerator(tensor::deriveSeed(seed, "noise")),
                                  at::TensorOptions(at::kFloat)));
    return at::stack(items);
}

} // namespace attune::generate
