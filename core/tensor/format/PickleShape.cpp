// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/PickleMachine.h"

#include <algorithm>
#include <unordered_map>

namespace attune::tensor::format {

// Refuses cycles, deep nesting, and small trees that are huge when walked ("billion laughs"). Every container
// is visited once; its height and its size when unfolded follow from those of its members.
Result<void> checkShape(const PickleValue& root, const PickleLimits& limits) {
    struct Facts {
        std::size_t height{0}; // 0 while its members are being visited
        std::size_t unfolded{0};
    };
    struct Visit {
        const PickleValue* value;
        std::size_t next{0};
    };
    const auto member = [](const PickleValue& value, std::size_t i) -> const PickleValue* {
        if (i < value.items.size()) return value.items[i];
        i -= value.items.size();
        if (i < 2 * value.pairs.size())
            return i % 2 == 0 ? value.pairs[i / 2].first : value.pairs[i / 2].second;
        return i == 2 * value.pairs.size() ? value.state : nullptr;
    };
    const auto isLeaf = [](const PickleValue& value) {
        return value.items.empty() && value.pairs.empty() && value.state == nullptr;
    };
    std::unordered_map<const PickleValue*, Facts> facts;
    std::vector<Visit> path{{&root}};
    facts[&root] = {};
    while (!path.empty()) {
        Visit& visit = path.back();
        if (const PickleValue* next = member(*visit.value, visit.next)) {
            ++visit.next;
            if (isLeaf(*next)) continue;
            const auto [known, isNew] = facts.try_emplace(next);
            if (isNew)
                path.push_back({next});
            else if (known->second.height == 0)
                return damagedPickle("a value contains itself");
            if (path.size() > limits.depth) return damagedPickle("it is nested too deeply");
            continue;
        }
        Facts sum{1, 1};
        for (std::size_t i = 0; const PickleValue* part = member(*visit.value, i); ++i) {
            const Facts of = isLeaf(*part) ? Facts{1, 1} : facts[part];
            sum.height = std::max(sum.height, of.height + 1);
            sum.unfolded = std::min(sum.unfolded + of.unfolded, limits.walk + 1);
        }
        if (sum.unfolded > limits.walk || sum.height > limits.depth)
            return damagedPickle("it unfolds into too many values");
        facts[visit.value] = sum;
        path.pop_back();
    }
    return {};
}

} // namespace attune::tensor::format
