// SPDX-License-Identifier: GPL-3.0-or-later
//
// ByteReader: little-endian numbers and runs of bytes out of untrusted memory; reading past the end is an
// answer, never an access. Also the few helpers that all parsers here need.
#pragma once

#include "core/base/Text.h"

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attune::tensor::format {

// Composed byte by byte, so that it is right on any machine; compilers make one load of it.
template <std::unsigned_integral Number>
[[nodiscard]] Number littleEndian(const std::byte* bytes) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        value |= static_cast<std::uint64_t>(std::to_integer<std::uint8_t>(bytes[i])) << (8 * i);
    return static_cast<Number>(value);
}

class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::size_t position() const noexcept { return m_position; }
    [[nodiscard]] std::size_t remaining() const noexcept { return m_bytes.size() - m_position; }

    // Empty at the end of the bytes.
    template <std::unsigned_integral Number>
    [[nodiscard]] std::optional<Number> number() noexcept {
        if (remaining() < sizeof(Number)) return std::nullopt;
        const Number value = littleEndian<Number>(m_bytes.data() + m_position);
        m_position += sizeof(Number);
        return value;
    }
    [[nodiscard]] std::optional<std::string_view> text(std::uint64_t length) noexcept {
        if (length > remaining()) return std::nullopt;
        const auto size = static_cast<std::size_t>(length);
        const std::string_view view(reinterpret_cast<const char*>(m_bytes.data() + m_position), size);
        m_position += size;
        return view;
    }
    // Up to and without the next newline, which is passed over.
    [[nodiscard]] std::optional<std::string_view> line() noexcept {
        const std::string_view rest(reinterpret_cast<const char*>(m_bytes.data() + m_position), remaining());
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        m_position += end + 1;
        return rest.substr(0, end);
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position{0};
};

// A name from a foreign file as it may stand in a message: valid UTF-8, and not longer than a line.
[[nodiscard]] inline std::string shown(std::string_view name) {
    constexpr std::size_t kLongest = 120;
    std::string text = sanitizedUtf8(name.substr(0, kLongest));
    return name.size() > kLongest ? text + "…" : text;
}

// a * b, or empty when that does not fit.
[[nodiscard]] inline std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) noexcept {
    if (b != 0 && a > UINT64_MAX / b) return std::nullopt;
    return a * b;
}

} // namespace attune::tensor::format
