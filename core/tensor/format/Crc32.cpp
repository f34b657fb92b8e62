// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/Crc32.h"

#include "core/tensor/format/ByteReader.h"

#include <array>

namespace attune::tensor::format {

namespace {

// kTables[k][b] is the checksum of byte b followed by k zero bytes ("slicing by 8": M. E. Kounavis, F. L.
// Berry, Novel table lookup-based algorithms for high-performance CRC generation, 2008).
constexpr auto kTables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
        tables[0][byte] = value;
    }
    for (std::size_t k = 1; k < 8; ++k)
        for (std::size_t byte = 0; byte < 256; ++byte)
            tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xFF];
    return tables;
}();

} // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t previous) noexcept {
    std::uint32_t value = ~previous;
    while (bytes.size() >= 8) {
        const std::uint64_t word = littleEndian<std::uint64_t>(bytes.data()) ^ value;
        value = 0;
        for (std::size_t k = 0; k < 8; ++k) value ^= kTables[7 - k][word >> (8 * k) & 0xFF];
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes)
        value = (value >> 8) ^ kTables[0][(value ^ std::to_integer<std::uint32_t>(byte)) & 0xFF];
    return ~value;
}

} // namespace attune::tensor::format
