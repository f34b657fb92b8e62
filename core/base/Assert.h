// SPDX-License-Identifier: GPL-3.0-or-later
//
// Our own mistakes. Never for user input: that gives an Error.
#pragma once

#include <cassert>

#define ATTUNE_ASSERT(condition) assert(condition)

// Runs the block when the condition does not hold: stops in debug builds, falls back in release builds.
#define ATTUNE_ENSURE(condition)                                                                             \
    if (const bool attuneHolds = static_cast<bool>(condition); assert(attuneHolds), !attuneHolds)
