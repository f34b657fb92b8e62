// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/Pickle.h"

#include "core/tensor/format/ByteReader.h"

namespace attune::tensor::format {

const PickleValue* PickleValue::find(std::string_view key) const noexcept {
    // Backwards, because a key that was set twice holds its last value.
    for (auto it = pairs.rbegin(); it != pairs.rend(); ++it)
        if (it->first->isText() && it->first->text == key) return it->second;
    return nullptr;
}

const PickleValue* PickleValue::find(std::int64_t key) const noexcept {
    for (auto it = pairs.rbegin(); it != pairs.rend(); ++it)
        if (it->first->is(Kind::Integer) && it->first->integer == key) return it->second;
    return nullptr;
}

std::optional<TensorReach> elementsReached(const PickleValue& tensor) noexcept {
    TensorReach reach{static_cast<std::uint64_t>(tensor.integer), 1};
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        const auto extent = static_cast<std::uint64_t>(tensor.shape[i]);
        if (extent == 0) return TensorReach{static_cast<std::uint64_t>(tensor.integer), 0};
        const auto count = product(reach.elements, extent);
        const auto step = product(extent - 1, static_cast<std::uint64_t>(tensor.strides[i]));
        if (!count || !step || *step > UINT64_MAX - reach.storageElements - 1) return std::nullopt;
        reach.elements = *count;
        reach.storageElements += *step;
    }
    ++reach.storageElements; // from the last index to a count
    return reach;
}

} // namespace attune::tensor::format
