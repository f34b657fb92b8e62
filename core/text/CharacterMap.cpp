// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/CharacterMap.h"

#include "core/base/Text.h"
#include "core/text/Clusters.h"

namespace attune::text {

namespace {

constexpr std::size_t kLongestWholeCluster = 5; // bytes

std::uint32_t littleEndian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return value;
}

// Parts of a unit of the double array.
bool hasLeaf(std::uint32_t unit) {
    return (unit >> 8 & 1U) != 0;
}
std::uint32_t leafValue(std::uint32_t unit) {
    return unit & 0x7FFFFFFFU;
}
std::uint32_t label(std::uint32_t unit) {
    return unit & 0x800000FFU; // a leaf's label is no byte
}
std::uint32_t offset(std::uint32_t unit) {
    return unit >> 10 << ((unit & 1U << 9) >> 6);
}

} // namespace

Result<CharacterMap> CharacterMap::parse(std::string_view bytes, std::string_view name) {
    CharacterMap map;
    if (bytes.empty()) return map;
    const auto corrupt = [&] {
        return fail(ErrorCode::Corrupt, "The tokenizer's character map is damaged", std::string(name));
    };
    if (bytes.size() < 4) return corrupt();
    const std::size_t trieSize = littleEndian(bytes);
    bytes.remove_prefix(4);
    if (trieSize > bytes.size() || trieSize % 4 != 0 || trieSize == 0) return corrupt();
    map.m_units.reserve(trieSize / 4);
    for (std::size_t i = 0; i < trieSize; i += 4) map.m_units.push_back(littleEndian(bytes.substr(i)));
    map.m_replacements = bytes.substr(trieSize);
    if (!isValidUtf8(map.m_replacements)) return corrupt();
    return map;
}

std::optional<std::string_view> CharacterMap::replacement(std::string_view text) const {
    if (m_units.empty()) return std::nullopt;
    std::size_t node = offset(m_units[0]);
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        node ^= byte;
        if (byte == 0 || node >= m_units.size() || label(m_units[node]) != byte) return std::nullopt;
        const std::uint32_t unit = m_units[node];
        node ^= offset(unit);
        if (!hasLeaf(unit)) continue;
        if (node >= m_units.size()) return std::nullopt;
        const std::size_t begin = leafValue(m_units[node]);
        if (begin > m_replacements.size()) return std::nullopt;
        const std::string_view rest = std::string_view(m_replacements).substr(begin);
        const std::string_view found = rest.substr(0, rest.find('\0'));
        return isValidUtf8(found) ? std::optional(found) : std::nullopt;
    }
    return std::nullopt;
}

std::string CharacterMap::normalised(std::string_view text) const {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        std::string_view cluster = text.substr(0, clusterLength(text));
        text.remove_prefix(cluster.size());
        if (cluster.size() <= kLongestWholeCluster)
            if (const auto whole = replacement(cluster)) {
                result += *whole;
                continue;
            }
        while (!cluster.empty()) {
            const std::string_view character = cluster.substr(0, characterLength(cluster));
            cluster.remove_prefix(character.size());
            result += replacement(character).value_or(character);
        }
    }
    return result;
}

} // namespace attune::text
