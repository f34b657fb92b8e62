// SPDX-License-Identifier: GPL-3.0-or-later
//
// Folder: what is in one.
//
// Threads: any.
#pragma once

#include <filesystem>
#include <vector>

namespace attune {

// By name. A folder that is absent or cannot be read has nothing in it.
[[nodiscard]] std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder);

} // namespace attune
