// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a pickle. What is accepted must be a tree that can be walked, with tensors whose reach is known.
#include "core/tensor/format/PickleReader.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::tensor::format;

namespace {

std::size_t walk(const PickleValue& value, std::size_t depth) {
    if (depth > PickleLimits{}.depth) std::abort();
    std::size_t count = 1;
    for (const PickleValue* item : value.items) count += walk(*item, depth + 1);
    for (const auto& [key, item] : value.pairs) count += walk(*key, depth + 1) + walk(*item, depth + 1);
    if (value.state != nullptr) count += walk(*value.state, depth + 1);
    if (value.is(PickleValue::Kind::Tensor)) static_cast<void>(elementsReached(value));
    return count;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reading = readPickle(std::as_bytes(std::span(data, size)));
    if (!reading) return 0;
    if (reading->bytesRead > size || walk(reading->tree.root(), 1) > PickleLimits{}.walk) std::abort();
    static_cast<void>(reading->tree.root().find("state_dict"));
    return 0;
}
