// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/Pickle.h"

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

} // namespace attune::tensor::format
