// SPDX-License-Identifier: GPL-3.0-or-later
//
// SatPrompts: what stands in for a dataset config's custom metadata modules, which are Python and never run:
// a prompt preset that does the same, where the module is one that we recognise.
//
// Threads: the function made here is const and may be called from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/DatasetConfig.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

struct SatPrompts {
    // The prompt of a file by its path below its dataset folder; empty function = no module was named, or one
    // that hands on the prompts in the documents.
    std::function<std::optional<std::string>(const std::string& relativePath)> promptOf;
    std::string preset; // its name; empty = none
    std::vector<std::string> notes;
};

// Errors: NotFound (a module that is not there); Refused for one that is not recognised, with what it seems
// to do.
[[nodiscard]] Result<SatPrompts> satPromptsOf(const config::DatasetConfig& config);

} // namespace attune::engine
