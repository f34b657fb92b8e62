// SPDX-License-Identifier: GPL-3.0-or-later
//
// LibrarySchema: the tables of library.sqlite, their version, and clips as rows.
//
// Threads: those of the database it is given.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace attune::dataset::schema {

inline constexpr int kVersion = 1;
inline constexpr int kApplicationId = 0x41545431; // "ATT1"

// Makes the tables of a new file, or checks those of an old one. Errors: VersionTooNew, Corrupt (not ours). May throw.
[[nodiscard]] Result<void> prepare(SQLite::Database& database);

// The columns of `clip` in the order that bindClip and clipFromRow use, without id.
[[nodiscard]] const char* clipColumns() noexcept;
[[nodiscard]] const char* clipPlaceholders() noexcept; // "?, ?, …"
[[nodiscard]] const char* clipAssignments() noexcept;  // "source = ?, …"
inline constexpr int kClipColumnCount = 29;

// Binds the columns from 1 on. May throw.
void bindClip(SQLite::Statement& statement, const ClipRecord& clip);
// Of a row "id, " + clipColumns(). Errors: Corrupt. May throw.
[[nodiscard]] Result<ClipRecord> clipFromRow(const SQLite::Statement& row);

} // namespace attune::dataset::schema
