// SPDX-License-Identifier: GPL-3.0-or-later
//
// ItemNoise: fresh noise for stochastic samplers in which every item of a batch has its own source, so that
// an item does not depend on who else is in its batch.
//
// Numbers are drawn on the CPU and moved. Threads: the thread that samples. Shapes: B batch, D channels, L
// frames.
#pragma once

#include "core/diffusion/NoiseSource.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace attune::generate {

class ItemNoise final : public diffusion::NoiseSource {
public:
    // The smallest non-zero and the largest level of a schedule, for samplers that want a Brownian motion.
    struct BrownianRange {
        double sigmaMin{0.0};
        double sigmaMax{0.0};
    };
    [[nodiscard]] static ItemNoise independent(const std::vector<std::uint64_t>& seeds);
    [[nodiscard]] static ItemNoise brownian(const std::vector<std::uint64_t>& seeds, BrownianRange range);

    [[nodiscard]] at::Tensor next(const at::Tensor& like, double sigma, double sigmaNext) override;
    void skip(const at::Tensor& like) override;

private:
    ItemNoise() = default;
    std::vector<std::unique_ptr<diffusion::NoiseSource>> m_items;
};

// Starting noise [B,D,L] of unit variance, float32 on the CPU; item i depends on seeds[i] alone.
[[nodiscard]] at::Tensor startingNoise(const std::vector<std::uint64_t>& seeds, std::int64_t channels,
                                       std::int64_t frames);

} // namespace attune::generate
