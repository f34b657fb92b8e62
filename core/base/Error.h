// SPDX-License-Identifier: GPL-3.0-or-later
//
// Error: what went wrong, for code to branch on (code), for the log (message) and to find the thing
// (context).
//
// Value types; free of threads. The ui turns the code and context into the sentence a user reads; the command
// line prints `message` and `remedy`. Messages name the file, clip, key or step.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace attune {

enum class ErrorCode {
    Cancelled,         // the user stopped it; not a failure
    NotFound,          // a file, key or record that should exist does not
    AlreadyExists,     // refuses to overwrite
    PermissionDenied,  // cannot read or write there
    DiskFull,          // no room left, or less than the guard asks for
    ReadFailed,        // the system refused a read (vanished drive, I/O error)
    WriteFailed,       // the system refused a write; the old file is untouched
    UnsupportedFormat, // a valid file of a kind we do not handle
    Corrupt,           // damaged or truncated
    Refused,           // understood, and deliberately not done (unsafe pickle, ARC model for training)
    InvalidArgument,   // a parameter out of range
    InvalidConfig,     // a document (JSON, ini) that says something impossible
    MissingKey,        // a weight or a metadata key that the model needs
    ShapeMismatch,     // tensor shapes that do not fit each other
    DeviceUnavailable, // no such GPU, no driver
    DeviceOutOfMemory, // GPU memory exhausted
    OutOfMemory,       // host memory exhausted
    NonFinite,         // NaN or infinity where numbers must be finite
    Locked,            // another process holds the project
    VersionTooNew,     // written by a newer Attune
    Internal           // our own mistake, caught at a boundary
};

// Stable lower-case name for logs and --json, for example "device-out-of-memory".
[[nodiscard]] std::string_view errorCodeName(ErrorCode code) noexcept;

struct Error {
    ErrorCode code{ErrorCode::Internal};
    std::string message; // one sentence; names the thing
    std::string context; // path, clip id, key or step; may be empty
    std::string remedy;  // what to do about it; may be empty

    // "message (context). remedy", for logs and the command line.
    [[nodiscard]] std::string describe() const;
};

// The one translation of third-party exceptions (filesystem, JSON, bad_alloc, std) at a boundary.
// T rooms add LibTorch's through core/tensor/TorchErrors.h. `context` names what was being done.
[[nodiscard]] Error errorFromException(const std::exception& exception, std::string context);
[[nodiscard]] Error errorFromCurrentException(std::string context) noexcept;

// From errno-like codes: maps ENOSPC to DiskFull, EACCES to PermissionDenied, ENOENT to NotFound, …
[[nodiscard]] Error errorFromSystem(int systemErrno, std::string message, std::string context);

} // namespace attune
