// SPDX-License-Identifier: GPL-3.0-or-later
//
// Half: IEEE 754 binary16 and back, as NumPy and LibTorch convert: round to nearest, ties to even; what is
// too large becomes infinity; NaN stays NaN. Compiles to the processor's own instructions where there are
// any.
#pragma once

#include <bit>
#include <cstdint>

namespace attune::latents {

inline constexpr float kLargestHalf = 65504.0F;

[[nodiscard]] constexpr float floatFromHalfBits(std::uint16_t half) noexcept {
    const std::uint32_t sign = (half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0x1FU) return std::bit_cast<float>(sign | 0x7F800000U | (fraction << 13U));
    if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 112U) << 23U) | (fraction << 13U));
    // Subnormal: fraction * 2^-24, which float holds exactly.
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(magnitude));
}

[[nodiscard]] constexpr std::uint16_t halfBitsFromFloat(float value) noexcept {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U) // NaN: keeps the top of its payload and stays quiet
        return static_cast<std::uint16_t>(sign | 0x7E00U | ((magnitude >> 13U) & 0x3FFU));
    if (magnitude >= 0x477FF000U)
        return static_cast<std::uint16_t>(sign | 0x7C00U); // rounds to 65520 or more
    if (magnitude < 0x38800000U) {
        // Below 2^-14: adding 0.5 makes the float's own rounding happen at 2^-24, the step of subnormal
        // halves.
        const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3F000000U));
    }
    const std::uint32_t rounded = magnitude + 0xFFFU + ((magnitude >> 13U) & 1U); // ties to even
    return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000U) >> 13U));
}

} // namespace attune::latents
