// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Folder.h"

#include "core/base/Text.h"

#include <algorithm>
#include <system_error>

namespace attune {

namespace fs = std::filesystem;

Result<void> makeFolder(const fs::path& folder) {
    if (folder.empty()) return {};
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) return {};
    std::error_code ignored;
    if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
        return fail(ErrorCode::AlreadyExists, "A file stands where the folder should be",
                    utf8FromPath(folder), "Choose another place, or move the file away.");
    return fail(
        errorFromException(std::system_error(error, "The folder cannot be made"), utf8FromPath(folder)));
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        entries.push_back(it->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace attune
