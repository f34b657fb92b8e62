// SPDX-License-Identifier: GPL-3.0-or-later
//
// Crc32: the checksum of zip entries (polynomial 0xEDB88320, reflected), eight bytes at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace attune::tensor::format {

// Continues from `previous`, the checksum of what came before; 0 at the start.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t previous = 0) noexcept;

} // namespace attune::tensor::format
