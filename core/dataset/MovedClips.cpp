// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/MovedClips.h"

#include <algorithm>

namespace attune::dataset {

Result<std::optional<ClipRecord>> MovedClips::take(const ContentHash& content) {
    if (content == ContentHash{}) return std::optional<ClipRecord>();
    auto found = m_lost.find(content);
    if (found == m_lost.end()) {
        ATTUNE_TRY(std::vector<ClipRecord> twins, m_clipsWith(content));
        std::vector<ClipRecord> lost;
        for (ClipRecord& twin : twins) {
            ATTUNE_TRY(const bool isLost, m_hasLostFile(twin));
            if (isLost) lost.push_back(std::move(twin));
        }
        std::ranges::reverse(lost);
        found = m_lost.emplace(content, std::move(lost)).first;
    }
    std::vector<ClipRecord>& lost = found->second;
    if (lost.empty()) return std::optional<ClipRecord>();
    std::optional<ClipRecord> next(std::move(lost.back()));
    lost.pop_back();
    m_taken.insert(next->id.value);
    return next;
}

} // namespace attune::dataset
