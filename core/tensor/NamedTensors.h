// SPDX-License-Identifier: GPL-3.0-or-later
//
// NamedTensors: tensors by name, in the order they were added. State dicts, optimiser states and fixture
// files are all of this kind; the order is kept because files and reports show it to people.
//
// Ownership: value type; copies share the tensors' storage, as tensors do. Threads: const methods from any
// threads.
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune::tensor {

class NamedTensors {
public:
    struct Entry {
        std::string name;
        at::Tensor tensor;
    };

    NamedTensors() = default;
    NamedTensors(std::initializer_list<Entry> entries);

    // Adds at the end, or replaces in place.
    void set(std::string name, at::Tensor tensor);
    bool erase(std::string_view name); // true when it was there; costs O(size)

    [[nodiscard]] bool contains(std::string_view name) const { return find(name) != nullptr; }
    // Null when absent. It points into this object, so it cannot be asked of one that ends with the
    // expression.
    [[nodiscard]] const at::Tensor* find(std::string_view name) const&;
    const at::Tensor* find(std::string_view name) const&& = delete;
    // Errors: MissingKey, naming the key.
    [[nodiscard]] Result<at::Tensor> at(std::string_view name) const;

    // The entries whose names start with `prefix`, without it ("diffusion." of "diffusion.model.x" leaves
    // "model.x").
    [[nodiscard]] NamedTensors withoutPrefix(std::string_view prefix) const;
    // Every entry with `prefix` in front.
    [[nodiscard]] NamedTensors withPrefix(std::string_view prefix) const;
    [[nodiscard]] bool containsPrefix(std::string_view prefix) const;

    [[nodiscard]] std::size_t size() const noexcept { return m_entries.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_entries.empty(); }
    [[nodiscard]] std::int64_t elementCount() const; // numbers in all tensors
    [[nodiscard]] std::int64_t sizeBytes() const;    // of their dense data

    [[nodiscard]] auto begin() const noexcept { return m_entries.begin(); }
    [[nodiscard]] auto end() const noexcept { return m_entries.end(); }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>>
        m_index; // name -> place in m_entries
};

} // namespace attune::tensor
