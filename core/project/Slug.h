// SPDX-License-Identifier: GPL-3.0-or-later
//
// Slug: a name as part of a path or id that is safe on every system and still readable.
//
// Threads: from any thread.
#pragma once

#include <string>
#include <string_view>

namespace attune::project {

// "Warm kicks / 2" gives "warm-kicks-2": letters of any script and digits, at most 48 bytes; "run" when
// nothing is left.
[[nodiscard]] std::string slugFromName(std::string_view name);

} // namespace attune::project
