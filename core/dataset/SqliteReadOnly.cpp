// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/SqliteReadOnly.h"

#include "core/base/Text.h"

#include <sqlite3.h>

#include <system_error>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

// sqlite.org/uri.html: "file:" and a path in which everything unusual is written as %XX.
std::string uriOf(const fs::path& file) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::error_code error;
    std::string path = genericUtf8FromPath(fs::absolute(file, error));
    if (!path.starts_with('/')) path.insert(0, 1, '/'); // C:/…
    std::string uri = "file://";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (kPlain.find(c) != std::string_view::npos)
            uri += c;
        else
            uri += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
    return uri;
}

} // namespace

SqlitePlace readOnlyPlace(const fs::path& file) {
    std::error_code error;
    fs::path changes = file;
    changes += "-wal";
    const auto bytes = fs::file_size(changes, error);
    const bool hasChanges = !error && bytes > 0;
    return {uriOf(file) + (hasChanges ? "" : "?immutable=1"), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI};
}

} // namespace attune::dataset
