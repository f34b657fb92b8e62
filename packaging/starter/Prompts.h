// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prompts: sentences about a sound, made from its description. One sound has many prompts; training draws one
// at each visit, so that the text encoder learns words and not whole sentences.
//
// Threads: pure functions.
#pragma once

#include "packaging/starter/Random.h"
#include "packaging/starter/Sound.h"

#include <string>

namespace attune::starter {

// "deep short kick drum", "Snare, bright, with a long tail", "warm pad in A minor".
[[nodiscard]] std::string promptFor(const Description& description, Random& random);

} // namespace attune::starter
