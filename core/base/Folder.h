// SPDX-License-Identifier: GPL-3.0-or-later
//
// Folder: making one, and what is in one.
//
// Threads: any.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <vector>

namespace attune {

// With all folders above it; one that is there already is left as it is, and so is the empty path, which
// stands for the current folder. Errors: AlreadyExists (a file stands in its place), PermissionDenied,
// DiskFull, NotFound (a file among the folders above it, or a drive that is not there), InvalidArgument (a
// name too long).
[[nodiscard]] Result<void> makeFolder(const std::filesystem::path& folder);

// By name. A folder that is absent or cannot be read has nothing in it.
[[nodiscard]] std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder);

} // namespace attune
