// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/NamedTensors.h"

#include <algorithm>

namespace attune::tensor {

NamedTensors::NamedTensors(std::initializer_list<Entry> entries) {
    for (const Entry& entry : entries) set(entry.name, entry.tensor);
}

void NamedTensors::set(std::string name, at::Tensor tensor) {
    const auto [place, isNew] = m_index.try_emplace(name, m_entries.size());
    if (isNew)
        m_entries.push_back({std::move(name), std::move(tensor)});
    else
        m_entries[place->second].tensor = std::move(tensor);
}

bool NamedTensors::erase(std::string_view name) {
    const auto place = m_index.find(name);
    if (place == m_index.end()) return false;
    const std::size_t removed = place->second;
    m_index.erase(place);
    m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(removed));
    for (auto& [key, index] : m_index)
        if (index > removed) --index;
    return true;
}

const at::Tensor* NamedTensors::find(std::string_view name) const& {
    const auto place = m_index.find(name);
    return place == m_index.end() ? nullptr : &m_entries[place->second].tensor;
}

Result<at::Tensor> NamedTensors::at(std::string_view name) const {
    const at::Tensor* tensor = find(name);
    if (tensor == nullptr)
        return fail(ErrorCode::MissingKey, "There is no tensor of this name", std::string(name));
    return *tensor;
}

NamedTensors NamedTensors::withoutPrefix(std::string_view prefix) const {
    NamedTensors part;
    for (const Entry& entry : m_entries)
        if (entry.name.starts_with(prefix)) part.set(entry.name.substr(prefix.size()), entry.tensor);
    return part;
}

NamedTensors NamedTensors::withPrefix(std::string_view prefix) const {
    NamedTensors whole;
    for (const Entry& entry : m_entries) whole.set(std::string(prefix) + entry.name, entry.tensor);
    return whole;
}

bool NamedTensors::containsPrefix(std::string_view prefix) const {
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const Entry& entry) { return entry.name.starts_with(prefix); });
}

std::int64_t NamedTensors::elementCount() const {
    std::int64_t count = 0;
    for (const Entry& entry : m_entries) count += entry.tensor.numel();
    return count;
}

std::int64_t NamedTensors::sizeBytes() const {
    std::int64_t bytes = 0;
    for (const Entry& entry : m_entries) bytes += static_cast<std::int64_t>(entry.tensor.nbytes());
    return bytes;
}

} // namespace attune::tensor
