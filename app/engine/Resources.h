// SPDX-License-Identifier: GPL-3.0-or-later
//
// Resources: the files that come with the program: the starter pack and the presets.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::engine {

// The folder that holds starter/: ATTUNE_RESOURCES, else <prefix>/share/attune of an installed program, else
// resources/ of the source tree that a build folder lies in. Errors: NotFound, saying where it was looked
// for.
[[nodiscard]] Result<std::filesystem::path> resourcesFolder();

// The folder of training presets: configs/ beside resources/ in the source tree, share/attune/configs when
// installed.
[[nodiscard]] Result<std::filesystem::path> presetsFolder();

// resources/starter. Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> starterFolder();

} // namespace attune::engine
