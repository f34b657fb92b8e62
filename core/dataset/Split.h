// SPDX-License-Identifier: GPL-3.0-or-later
//
// Split: which clips are trained on and which are held out to measure. Clips of one content group (near
// duplicates) never straddle, else the held-out loss would reward memorising.
//
// Seeded and stable: clips that have a side keep it when others are added. Threads: from any thread.
#pragma once

#include "core/dataset/ClipRecord.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace attune::dataset {

// With fewer groups than this nothing is held out: there would be too little left to learn from.
inline constexpr std::size_t kLeastGroupsToSplit = 5;

struct SplitOptions {
    double heldOutFraction{0.1}; // of the usable clips, 0..0.9
    std::uint64_t seed{0};
    bool startsAnew{false}; // forgets automatic sides; sides set by hand stay
};

// Gives every usable clip a side and the others none. A group that was divided by a new near duplicate goes
// to training as a whole, unless a hand put some of it elsewhere: then it follows the hand. Returns the
// number of clips whose side changed.
std::int64_t assignSplit(std::span<ClipRecord> clips, const SplitOptions& options);

} // namespace attune::dataset
