// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunDocuments: run.json and status.json as values. Both carry format and version; newer versions are
// refused.
//
// Threads: from any thread. Errors: those of reading and writing JSON, InvalidConfig with the place,
// VersionTooNew.
#pragma once

#include "core/base/Result.h"
#include "core/project/RunRecord.h"

#include <filesystem>

namespace attune::project {

[[nodiscard]] Result<RunDescription> readRunDescription(const std::filesystem::path& file);
[[nodiscard]] Result<void> writeRunDescription(const std::filesystem::path& file,
                                               const RunDescription& description);

[[nodiscard]] Result<RunState> readRunState(const std::filesystem::path& file);
[[nodiscard]] Result<void> writeRunState(const std::filesystem::path& file, const RunState& state);

} // namespace attune::project
