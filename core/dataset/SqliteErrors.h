// SPDX-License-Identifier: GPL-3.0-or-later
//
// SqliteErrors: SQLite's trouble as our errors, the one translation for all databases of a project.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <utility>

namespace attune::dataset {

// DiskFull, Locked, Corrupt (also "not a database"), PermissionDenied, NotFound (its folder), ReadFailed,
// WriteFailed, Internal (a mistake in our SQL).
[[nodiscard]] Error errorFromSqlite(const SQLite::Exception& exception, const std::string& file);

// Runs `work` and gives its Result; anything it throws becomes an error about `file`.
template <typename Work>
[[nodiscard]] auto guardSqlite(const std::string& file, Work&& work) -> decltype(work()) {
    try {
        return std::forward<Work>(work)();
    } catch (const SQLite::Exception& exception) {
        return fail(errorFromSqlite(exception, file));
    } catch (const std::exception& exception) {
        return fail(errorFromException(exception, file));
    }
}

} // namespace attune::dataset
