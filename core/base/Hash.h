// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hash: content identity by XXH3 128 bit: fast enough to read a drive at full speed, wide enough that two
// sounds never meet. Not for security.
//
// Threads: a Hasher belongs to one thread; hashFile from any thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace attune {

struct ContentHash {
    std::uint64_t high{0};
    std::uint64_t low{0};
    [[nodiscard]] std::string hex() const; // 32 lower-case digits
    [[nodiscard]] static Result<ContentHash> fromHex(std::string_view text);
    auto operator<=>(const ContentHash&) const = default;
};

class Hasher {
public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text); // its length and its bytes, so that ("ab","c") differs from ("a","bc")
    template <typename Number>
    requires std::is_arithmetic_v<Number>
    void addNumber(Number value) { add(std::as_bytes(std::span(&value, 1))); }
    [[nodiscard]] ContentHash digest() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] ContentHash hashBytes(std::span<const std::byte> bytes);

// Reads the whole file in blocks; `progress` hears of every 16 MB. Errors: NotFound, PermissionDenied,
// ReadFailed, Cancelled.
[[nodiscard]] Result<ContentHash> hashFile(const std::filesystem::path& file,
                                           const Cancellation& cancellation = {},
                                           const ProgressSink& progress = {});

} // namespace attune
