// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProjectFile: the file `<name>.attune` in a project's folder, by which file managers open the project.
//
// It says only what it is. The project is the folder around it, so renaming or moving either, or copying the
// whole, never makes it wrong. A project keeps the one it has, whatever its name.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace attune::project {

// A file that is there and is called `….attune` (letters of any case). Its content is not looked at.
[[nodiscard]] bool isProjectFile(const std::filesystem::path& place) noexcept;

// "Kicks: warm/2" gives "Kicks_ warm_2.attune", which every system takes for a file's name.
[[nodiscard]] std::string projectFileName(std::string_view projectName);

// Writes it into `folder` unless one is there. Errors: those of AtomicFile.
[[nodiscard]] Result<void> ensureProjectFile(const std::filesystem::path& folder,
                                             std::string_view projectName);

// The file follows a new name of the project. One that the user has named, and one whose new name is taken,
// stays as it is. Errors: PermissionDenied and the like.
[[nodiscard]] Result<void> renameProjectFile(const std::filesystem::path& folder, std::string_view oldName,
                                             std::string_view newName);

} // namespace attune::project
