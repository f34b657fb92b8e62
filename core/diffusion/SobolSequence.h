// SPDX-License-Identifier: GPL-3.0-or-later
//
// SobolSequence: the one-dimensional scrambled Sobol stream of PyTorch's SobolEngine(1, scramble=True), bit
// for bit. It spreads timesteps more evenly over [0, 1] than independent uniform draws.
//
// Ownership: value type. Threads: one thread. Source: torch/quasirandom.py, ATen SobolEngineOps; the closed
// form of the direction numbers for dimension 1 is derived in spec/training.md 12.3.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>

namespace attune::diffusion {

class SobolSequence {
public:
    static constexpr int kBits = 30;

    // Scrambling drawn from `generator` (CPU): 30 bits of shift, then a 30 × 30 bit matrix.
    explicit SobolSequence(at::Generator& generator);
    // From recorded bits: shiftBits [30], matrix [30, 30], any number type holding 0 and 1.
    [[nodiscard]] static SobolSequence fromBits(const at::Tensor& shiftBits, const at::Tensor& matrix);

    // The next `count` points, float32 [count] on the CPU, each in [0, 1] (rounding to float can give exactly
    // 1).
    [[nodiscard]] at::Tensor draw(std::int64_t count);

    [[nodiscard]] std::int64_t drawn() const noexcept { return m_drawn; }
    [[nodiscard]] config::Json saveState() const;
    [[nodiscard]] Result<void> loadState(const config::JsonView& state); // InvalidConfig

private:
    SobolSequence() = default;
    void scramble(const at::Tensor& shiftBits, const at::Tensor& matrix);

    std::array<std::uint32_t, kBits> m_directions{};
    std::uint32_t m_state{0}; // the point to be returned next, before the multiplication by 2^-30
    std::int64_t m_drawn{0};
};

} // namespace attune::diffusion
