// SPDX-License-Identifier: GPL-3.0-or-later
//
// LibraryRows: the schema of library.sqlite and the way between a row and a ClipRecord. Internal to the room.
//
// application_id is "ATLB"; user_version counts the schema. Hashes are blobs of 16 bytes (high, then low, big
// endian); tags and prompt alternatives are JSON, NULL when there are none; NULL loudness means silence.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace attune::dataset::detail {

inline constexpr int kApplicationId = 0x41544C42; // "ATLB"
inline constexpr int kSchemaVersion = 1;

// Statements that bring a database of `version` to the next one.
[[nodiscard]] const char* migrationFrom(int version);

// All columns but id, in the order that bindClip() fills and clipFromRow() expects after the id.
[[nodiscard]] std::string clipColumns();
[[nodiscard]] std::string insertClipSql();
[[nodiscard]] std::string updateClipSql();

// Binds the columns; the parameter after them is the id, for updates.
void bindClip(SQLite::Statement& statement, const ClipRecord& clip);
// Of a row of "SELECT id, <clipColumns()> …". Unreadable JSON in a row gives empty tags, as if there were
// none.
[[nodiscard]] ClipRecord clipFromRow(SQLite::Statement& row);

void bindHash(SQLite::Statement& statement, int index, const ContentHash& hash);
[[nodiscard]] ContentHash hashFromColumn(const SQLite::Column& column);

} // namespace attune::dataset::detail
