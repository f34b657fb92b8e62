// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptionChecks: what an option takes, said in words that fit a line. A value of the wrong kind or size is
// wrong usage (exit code 2); a file that is not there is not (4), so it is checked when the command runs.
//
// Threads: one.
#pragma once

#include "core/base/Result.h"

#include <CLI/App.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace attune::config {
struct ParameterDescription;
}

namespace attune::cli {

// Decimal digits alone, so that 010 is ten; up to 2^62, so that counting on from it stays possible.
[[nodiscard]] CLI::Validator wholeNumberFrom(std::int64_t least);
[[nodiscard]] CLI::Validator moreThanZero(); // finite
// A setting's kind: a number where one is wanted, one of its choices. `parameter` outlives the validator.
[[nodiscard]] CLI::Validator kindOf(const config::ParameterDescription& parameter);

// The path that the user typed, absolute. Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> existingPath(const std::string& typed);

} // namespace attune::cli
