// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pickle: the tree of plain data that a pickled checkpoint describes. Free of LibTorch.
//
// Nothing here is a Python object: calls that the pickle asks for (OrderedDict(), _rebuild_tensor_v2(…)) are
// recognised by name and become values; see PickleReader.h.
// Ownership: all values of a tree live in its PickleTree; PickleValue pointers are valid as long as it is.
// Threads: const methods from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/format/SafeTensorsHeader.h" // ElementType

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::tensor::format {

struct PickleValue {
    enum class Kind {
        None,
        Bool,       // integer 0 or 1
        Integer,    // integer
        BigInteger, // bytes: two's complement, little-endian, more than 8 bytes
        Float,      // number
        Text,       // text, UTF-8
        Bytes,      // text, any bytes
        List,       // items
        Tuple,      // items
        Set,        // items
        Dict,       // pairs, in order; OrderedDict too
        Storage,    // text = key, element, integer = element count
        Tensor,     // items[0] = its Storage; integer = offset in elements; shape; strides
        Name,       // text = "module.name" of a harmless type, such as "torch.float32"
        Object      // text = "module.name" that was called, items = arguments; never interpreted
    };
    Kind kind{Kind::None};
    ElementType element{ElementType::F32};
    std::int64_t integer{0};
    double number{0.0};
    std::string text;
    std::vector<const PickleValue*> items;
    std::vector<std::pair<const PickleValue*, const PickleValue*>> pairs;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    const PickleValue* state{nullptr}; // what BUILD attached: attributes such as _metadata; often null

    [[nodiscard]] bool is(Kind wanted) const noexcept { return kind == wanted; }
    [[nodiscard]] bool isText() const noexcept { return kind == Kind::Text; }
    [[nodiscard]] bool isInteger() const noexcept { return kind == Kind::Integer || kind == Kind::Bool; }
    [[nodiscard]] bool isNumber() const noexcept { return isInteger() || kind == Kind::Float; }
    [[nodiscard]] double asNumber() const noexcept {
        return kind == Kind::Float ? number : static_cast<double>(integer);
    }
    // The value of a text key in a Dict; null when absent or not a Dict.
    [[nodiscard]] const PickleValue* find(std::string_view key) const noexcept;
    // The value of an integer key in a Dict; null when absent.
    [[nodiscard]] const PickleValue* find(std::int64_t key) const noexcept;
};

// How many elements the storage of a Tensor must have for its offset, shape and strides to stay inside; and
// how many elements the tensor itself has. Empty when that does not fit 64 bits.
struct TensorReach {
    std::uint64_t storageElements{0};
    std::uint64_t elements{0};
};
[[nodiscard]] std::optional<TensorReach> elementsReached(const PickleValue& tensor) noexcept;

class PickleTree {
public:
    PickleTree() = default;
    PickleTree(PickleTree&&) noexcept = default;
    PickleTree& operator=(PickleTree&&) noexcept = default;
    PickleTree(const PickleTree&) = delete;
    PickleTree& operator=(const PickleTree&) = delete;

    [[nodiscard]] const PickleValue& root() const noexcept { return *m_root; }
    [[nodiscard]] const std::deque<PickleValue>& values() const noexcept {
        return m_values;
    } // in no useful order

private:
    friend class PickleMachine;
    std::deque<PickleValue> m_values; // stable addresses
    const PickleValue* m_root{nullptr};
};

} // namespace attune::tensor::format
