// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProjectPlaces: where the parts of a project lie. Jobs are given this instead of the Project, which belongs
// to one thread and holds the lock.
#pragma once

#include "core/base/platform/Platform.h"
#include "core/project/Project.h"

#include <filesystem>

namespace attune::engine {

struct ProjectPlaces {
    std::filesystem::path folder;
    std::filesystem::path libraryFile;
    std::filesystem::path latentsFolder;
    std::filesystem::path textFolder;
    std::filesystem::path runsFolder;
    std::filesystem::path sharedLatentsFolder; // of all projects of this user; empty = none

    [[nodiscard]] static ProjectPlaces of(const project::Project& project) {
        return {project.folder(),     project.libraryFile(), project.latentsFolder(),
                project.textFolder(), project.runsFolder(),  platform::cacheFolder() / "latents"};
    }
};

} // namespace attune::engine
