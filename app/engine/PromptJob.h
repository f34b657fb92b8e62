// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptJob: writes prompts by the project's rules into a library. Needs no LibTorch.
//
// All or nothing: stopped in the middle, it changes nothing. Prompts written by hand stay.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "core/dataset/PromptApply.h"

#include <filesystem>
#include <optional>

namespace attune::engine {

struct PromptRequest {
    std::filesystem::path libraryFile;
    dataset::PromptRules rules;
    std::optional<std::filesystem::path> tableFile; // CSV or TSV that {csv.…} refers to
};

// Errors of the job: InvalidConfig (rules, table), those of Library; Cancelled.
[[nodiscard]] JobWithOutcome<dataset::PromptApplyReport> makePromptJob(PromptRequest request);

} // namespace attune::engine
