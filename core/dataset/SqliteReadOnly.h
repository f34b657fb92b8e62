// SPDX-License-Identifier: GPL-3.0-or-later
//
// SqliteReadOnly: how to open a database on a drive or in a folder that cannot be written.
//
// SQLite wants to make side files next to a database in WAL mode even for reading. Where it may not, the
// database is opened as one that nobody changes; unless a killed process left changes beside it, which are
// then read with it. Threads: from any thread.
#pragma once

#include <filesystem>
#include <string>

namespace attune::dataset {

struct SqlitePlace {
    std::string name; // a path or URI, for SQLite
    int flags{0};     // of sqlite3_open_v2
};
[[nodiscard]] SqlitePlace readOnlyPlace(const std::filesystem::path& file);

} // namespace attune::dataset
