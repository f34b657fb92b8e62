// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a tagged file. Whatever they hold, what comes out is valid UTF-8 of bounded length under names in
// lower case.
#include "core/base/Text.h"
#include "core/dataset/Tags.h"

#include <cstdint>
#include <cstdlib>

using namespace attune;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const dataset::TagMap tags = dataset::readTagsFromBytes(std::as_bytes(std::span(data, size)));
    constexpr std::size_t kLongest = 8000;
    for (const auto& [name, value] : tags)
        if (!isValidUtf8(name) || !isValidUtf8(value) || value.size() > kLongest ||
            toLowerAscii(name) != name)
            std::abort();
    return 0;
}
