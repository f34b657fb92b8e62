// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/NumberText.h"

#include "core/base/Assert.h"

#include <array>
#include <charconv>

namespace attune {

std::string fixedText(double value, int decimals) {
    ATTUNE_ASSERT(decimals >= 0 && decimals <= 17);
    std::array<char, 400> buffer{}; // the largest double has 309 digits before its point
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::fixed, decimals);
    return {buffer.data(), end};
}

std::string shortestText(double value) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end};
}

} // namespace attune
