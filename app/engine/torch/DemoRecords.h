// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoRecords: rendered demos as entries of a folder's demos.json.
#pragma once

#include "core/base/Result.h"
#include "core/base/Units.h"
#include "core/generate/DemoMaker.h"
#include "core/project/DemoIndex.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::engine {

// `weights`: "ema", "online" or "base". `settings` of each record gets what else the sound depends on.
[[nodiscard]] project::DemoRecord recordOf(const generate::RenderedDemo& demo, StepIndex step,
                                           const std::string& weights);
// Writes demos.json into `folder`. Errors: those of DemoIndex.
[[nodiscard]] Result<void> writeDemoIndex(const std::filesystem::path& folder,
                                          const std::vector<generate::RenderedDemo>& demos, StepIndex step,
                                          const std::string& weights);

} // namespace attune::engine
