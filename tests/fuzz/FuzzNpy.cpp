// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a NumPy file. What is accepted must have the data that its shape promises, and survive being
// written.
#include "core/latents/Npy.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::latents;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto array = parseNpy(std::as_bytes(std::span(data, size)), "fuzz");
    if (!array) return 0;
    std::int64_t count = 1;
    for (const std::int64_t dimension : array->shape) {
        if (dimension < 0) std::abort();
        if (dimension == 0) count = 0;
    }
    if (count != 0)
        for (const std::int64_t dimension : array->shape) count *= dimension;
    if (array->elementCount() != count || array->data.size() > size) std::abort();
    const auto again = parseNpy(npyBytes(array->type, array->shape, array->toFloats()), "again");
    if (!again || again->shape != array->shape || again->data.size() != array->data.size()) std::abort();
    return 0;
}
