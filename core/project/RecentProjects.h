// SPDX-License-Identifier: GPL-3.0-or-later
//
// RecentProjects: the projects that were opened lately, for the start page; recent.json in the application's
// folder.
//
// Threads: from any thread; several processes may write, the last one wins.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::project {

struct RecentProject {
    std::filesystem::path folder;
    std::string name;      // as it was when last opened
    std::string openedUtc; // when that was
    bool exists{true};     // the folder still holds a project
};

class RecentProjects {
public:
    static constexpr std::size_t kMost = 20;

    // `file` defaults to recent.json in platform::applicationDataFolder().
    explicit RecentProjects(std::filesystem::path file = {});

    // The latest first. A missing or damaged list is an empty one (with a warning for the latter).
    [[nodiscard]] std::vector<RecentProject> list() const;
    // Puts the project at the top. Errors: those of AtomicFile.
    [[nodiscard]] Result<void> add(const std::filesystem::path& folder, const std::string& name);
    [[nodiscard]] Result<void> remove(const std::filesystem::path& folder);

private:
    [[nodiscard]] Result<void> write(const std::vector<RecentProject>& projects) const;
    std::filesystem::path m_file;
};

} // namespace attune::project
