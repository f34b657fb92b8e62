// SPDX-License-Identifier: GPL-3.0-or-later
//
// The types that {type, config} blocks of a run may name, with the options of each and their defaults
// (those of torch.optim, torch.optim.lr_scheduler, bitsandbytes, lion-pytorch and prodigyopt).
//
// The form, the command line and the checks of settings read these tables; core/train reads the blocks
// themselves, and a test there (tst_OptionTables) holds both to the same options and defaults.
//
// Static data; threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <string_view>
#include <vector>

namespace attune::config {

[[nodiscard]] const std::vector<std::string_view>& optimiserTypes(); // "AdamW", "Adam", "SGD", "AdamW8bit", …
[[nodiscard]] const std::vector<std::string_view>& scheduleTypes();        // "Constant", "InverseLR", …
[[nodiscard]] const std::vector<std::string_view>& timestepSamplerTypes(); // "uniform", …

// Every option of the type with its default; null for an unknown type. A null member means "no value".
[[nodiscard]] Json defaultOptimiserConfig(std::string_view type);
[[nodiscard]] Json defaultScheduleConfig(std::string_view type);
[[nodiscard]] Json defaultTimestepOptions(std::string_view type);

// Options that the reference's configs carry and that change no number (foreach, fused, …).
[[nodiscard]] bool isIgnoredOption(std::string_view key);

// Problems of one block, each with the JSON path as context: unknown type, unknown option, wrong kind of
// value.
[[nodiscard]] std::vector<Error> checkOptimiser(std::string_view type, const Json& config,
                                                std::string_view path);
[[nodiscard]] std::vector<Error> checkSchedule(std::string_view type, const Json& config,
                                               std::string_view path);
[[nodiscard]] std::vector<Error> checkTimestepSampler(std::string_view type, const Json& options,
                                                      std::string_view path);

} // namespace attune::config
