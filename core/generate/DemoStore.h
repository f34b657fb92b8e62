// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoStore: demos as FLAC files with prompt, seed and step in their tags, in a folder that appears all at
// once.
//
// Threads: from any thread, one folder at a time.
#pragma once

#include "core/base/Result.h"
#include "core/base/Units.h"
#include "core/generate/DemoMaker.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace attune::generate {

// Writes the index of the demos into a folder that is being filled; the caller knows its format
// (core/project).
using DemoIndexWriter =
    std::function<Result<void>(const std::filesystem::path& folder, const std::vector<RenderedDemo>& demos)>;

// demos/step-000500/: replaces an older folder of that name. Errors: those of AtomicFile and of the audio
// writer.
[[nodiscard]] Result<void> writeDemos(const std::filesystem::path& folder, StepIndex step,
                                      const std::vector<RenderedDemo>& demos,
                                      const DemoIndexWriter& writeIndex = {});

} // namespace attune::generate
