// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Split.h"

#include <algorithm>
#include <map>
#include <vector>

namespace attune::dataset {

namespace {

struct Group {
    std::vector<ClipRecord*> clips;
    std::uint64_t order{0}; // random, but fixed by seed and content
};

// SplitMix64 finaliser: spreads neighbouring numbers over all 64 bits.
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

// The side that a group has already: a hand decides, else an earlier split when all agree, else training.
SplitSide sideOf(const Group& group, bool startsAnew) {
    for (const ClipRecord* clip : group.clips)
        if (clip->isSplitEdited && clip->split != SplitSide::Unassigned) return clip->split;
    if (startsAnew) return SplitSide::Unassigned;
    bool hasTrain = false;
    bool hasHeldOut = false;
    for (const ClipRecord* clip : group.clips) {
        hasTrain = hasTrain || clip->split == SplitSide::Train;
        hasHeldOut = hasHeldOut || clip->split == SplitSide::HeldOut;
    }
    if (hasTrain) return SplitSide::Train;
    return hasHeldOut ? SplitSide::HeldOut : SplitSide::Unassigned;
}

} // namespace

std::int64_t assignSplit(std::span<ClipRecord> clips, const SplitOptions& options) {
    std::map<std::int64_t, Group> groups;
    std::vector<SplitSide> before;
    before.reserve(clips.size());
    std::int64_t usable = 0;
    for (ClipRecord& clip : clips) {
        before.push_back(clip.split);
        if (!clip.isUsable()) {
            if (!clip.isSplitEdited) clip.split = SplitSide::Unassigned;
            continue;
        }
        ++usable;
        // Clips that were not compared yet are each their own group; negative ids never meet group numbers.
        Group& group = groups[clip.contentGroup != 0 ? clip.contentGroup : -clip.id.value];
        if (group.clips.empty())
            group.order = mixed(options.seed ^ clip.soundHash.high ^ mixed(clip.soundHash.low));
        group.clips.push_back(&clip);
    }
    const auto assign = [](Group& group, SplitSide side) {
        for (ClipRecord* clip : group.clips)
            if (!clip->isSplitEdited || clip->split == SplitSide::Unassigned) clip->split = side;
    };
    std::int64_t heldOut = 0;
    std::vector<Group*> open;
    for (auto& [key, group] : groups) {
        const SplitSide side = sideOf(group, options.startsAnew);
        if (side == SplitSide::Unassigned) {
            open.push_back(&group);
            continue;
        }
        assign(group, side);
        if (side == SplitSide::HeldOut) heldOut += static_cast<std::int64_t>(group.clips.size());
    }
    const auto wanted =
        static_cast<std::int64_t>(options.heldOutFraction * static_cast<double>(usable) + 0.5);
    const bool isEnough = groups.size() >= kLeastGroupsToSplit;
    std::sort(open.begin(), open.end(), [](const Group* a, const Group* b) { return a->order < b->order; });
    for (Group* group : open) {
        const auto size = static_cast<std::int64_t>(group->clips.size());
        const bool isHeldOut = isEnough && heldOut < wanted && heldOut + size <= wanted + wanted / 2 + 1;
        assign(*group, isHeldOut ? SplitSide::HeldOut : SplitSide::Train);
        if (isHeldOut) heldOut += size;
    }
    std::int64_t changedCount = 0;
    for (std::size_t i = 0; i < clips.size(); ++i) changedCount += clips[i].split != before[i] ? 1 : 0;
    return changedCount;
}

} // namespace attune::dataset
