// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a stored fingerprint. What is accepted is the same when it is written, and can be compared.
#include "core/audio/Fingerprint.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace attune;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    const auto print = audio::Fingerprint::fromBytes(bytes);
    if (!print) return 0;
    if (!std::ranges::equal(print->toBytes(), bytes)) std::abort();
    const double value = audio::similarity(*print, *print);
    if (!(value >= 0.0 && value <= 1.0001)) std::abort();
    return 0;
}
