// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents: what all JSON documents of a project have in common: {"format": …, "version": …, …}.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace attune::project {

// Reads an object of that format. Errors: those of readJsonFile; InvalidConfig (another format);
// VersionTooNew.
[[nodiscard]] Result<config::Json> readDocument(const std::filesystem::path& file, std::string_view format,
                                                std::int64_t newest);

// A copy of a member; null when it is absent.
[[nodiscard]] config::Json memberOrNull(const config::Json& document, std::string_view key);

} // namespace attune::project
