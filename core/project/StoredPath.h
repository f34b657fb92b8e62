// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoredPath: paths in documents that must survive the move of the project, of the sounds, or of both.
//
// Inside the base folder a path is stored relative to it and that is all. Outside, the absolute path is
// stored and, beside it, the way there from the base. On reading, the absolute one counts while it exists (a
// project moved alone still finds its sounds); else the relative one (project and sounds moved together,
// another drive letter).
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <filesystem>

namespace attune::project {

// {"relative": "sounds/kicks"} or {"path": "/data/kicks", "relative": "../kicks"}, '/' between folders.
[[nodiscard]] config::Json jsonFromPath(const std::filesystem::path& path, const std::filesystem::path& base);
// An absolute path, which need not exist. Errors: InvalidConfig with the place.
[[nodiscard]] Result<std::filesystem::path> pathFromJson(const config::JsonView& view,
                                                         const std::filesystem::path& base);

// Whether `path` is `folder` or lies below it; both made absolute, nothing is looked up on the disk.
[[nodiscard]] bool isInside(const std::filesystem::path& path, const std::filesystem::path& folder);

} // namespace attune::project
