// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileTime: when a file was changed, as a number to store and compare.
//
// Visual C++'s clock of the file system counts hundreds of nanoseconds from 1601; as nanoseconds from there,
// today does not fit 64 bits. Other libraries count nanoseconds from moments of their own, so the number
// means something only to the build that made it.
//
// Threads: a pure function.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <ratio>

namespace attune {

// In nanoseconds. Only for comparing with what the same program stored.
[[nodiscard]] constexpr std::int64_t nanosecondsOf(std::filesystem::file_time_type time) noexcept {
    using Duration = std::filesystem::file_time_type::duration;
    const auto sinceEpoch = time.time_since_epoch();
    if constexpr (std::ratio_equal_v<Duration::period, std::ratio<1, 10'000'000>>) {
        constexpr Duration::rep k1601To1970 = 116'444'736'000'000'000;
        return (sinceEpoch.count() - k1601To1970) * 100;
    } else {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(sinceEpoch).count();
    }
}

} // namespace attune
