// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/Resources.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

constexpr const char* kStarter = "starter";
constexpr int kLevelsUp = 5; // build/<preset>/bin, and deeper folders that IDEs make

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

} // namespace

Result<fs::path> resourcesFolder() {
    if (const std::string chosen = platform::environmentText("ATTUNE_RESOURCES"); !chosen.empty()) {
        const fs::path folder = pathFromUtf8(chosen);
        if (isThere(folder)) return folder;
        return fail(ErrorCode::NotFound, "ATTUNE_RESOURCES names a folder that does not exist", chosen);
    }
    const fs::path programs = platform::executablePath().parent_path();
    const fs::path installed = programs.parent_path() / "share" / "attune";
    if (isThere(installed / kStarter)) return installed;
    fs::path folder = programs;
    for (int level = 0; level < kLevelsUp; ++level) {
        if (isThere(folder / "resources" / kStarter)) return folder / "resources";
        folder = folder.parent_path();
    }
    return fail(ErrorCode::NotFound, "The files that come with Attune are not there", utf8FromPath(installed),
                "Install Attune again, or set ATTUNE_RESOURCES to the folder that holds starter/.");
}

Result<fs::path> presetsFolder() {
    ATTUNE_TRY(const fs::path resources, resourcesFolder());
    for (const fs::path& folder : {resources / "configs", resources.parent_path() / "configs"})
        if (isThere(folder)) return folder;
    return fail(ErrorCode::NotFound, "The training presets are not there",
                utf8FromPath(resources / "configs"));
}

Result<fs::path> starterFolder() {
    ATTUNE_TRY(const fs::path resources, resourcesFolder());
    if (isThere(resources / kStarter)) return resources / kStarter;
    return fail(ErrorCode::NotFound, "The starter pack is not there", utf8FromPath(resources / kStarter));
}

} // namespace attune::engine
