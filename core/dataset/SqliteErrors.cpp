// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/SqliteErrors.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <sqlite3.h>

namespace attune::dataset {

namespace {

// Not even the side files of a database find room. SQLite calls that an input or output error.
bool hasNoRoom(const std::string& file) {
    constexpr std::int64_t kSideFilesBytes = 64 << 10;
    const auto free = platform::freeDiskBytes(pathFromUtf8(file).parent_path());
    return free && *free < kSideFilesBytes;
}

} // namespace

Error errorFromSqlite(const SQLite::Exception& exception, const std::string& file) {
    const std::string what = exception.what();
    const int code = exception.getErrorCode() & 0xFF; // the primary code; extended codes are above it
    const bool isRefused = code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
    switch (isRefused && hasNoRoom(file) ? SQLITE_FULL : code) {
    case SQLITE_FULL:
        return {ErrorCode::DiskFull, concat("No room left for the database: ", what), file,
                "Free some space or choose another folder."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Locked, concat("Another process is writing to the database: ", what), file,
                "Close the other window or wait for it."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::Corrupt, concat("The database is damaged or not a database: ", what), file,
                "Put a copy of it back, or remove it: it is made anew, without what was in it."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return {ErrorCode::PermissionDenied, concat("The database cannot be opened for writing: ", what),
                file, "Check that you may read and write there."};
    case SQLITE_IOERR:
        return {(exception.getExtendedErrorCode() == SQLITE_IOERR_READ ||
                 exception.getExtendedErrorCode() == SQLITE_IOERR_SHORT_READ)
                    ? ErrorCode::ReadFailed
                    : ErrorCode::WriteFailed,
                concat("The disk refused to read or write the database: ", what), file, "Check the drive."};
    case SQLITE_NOMEM:
        return {ErrorCode::OutOfMemory, "Not enough memory", file, "Close other programs."};
    default:
        return {ErrorCode::Internal, concat("The database gave an error: ", what), file, {}};
    }
}

} // namespace attune::dataset
