// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sha256: the hash of FIPS 180-4, for files that come from elsewhere and must be exactly the ones that were
// promised. For everything of our own, Hash.h is twenty times faster.
//
// Ownership: value type. Threads: one thread at a time.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace attune {

class Sha256 {
public:
    void add(std::span<const std::byte> bytes);
    // 64 hexadecimal digits, lower case. Nothing may be added afterwards.
    [[nodiscard]] std::string finish();

private:
    void mix(const std::byte* block); // 64 bytes

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::byte, 64> m_block{}; // what does not fill a block yet
    std::size_t m_filled{0};
    std::uint64_t m_length{0}; // bytes so far
};

// Errors: NotFound, PermissionDenied, ReadFailed, Cancelled.
[[nodiscard]] Result<std::string> sha256OfFile(const std::filesystem::path& file,
                                               const Cancellation& cancellation);

} // namespace attune
