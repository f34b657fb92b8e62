// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExitCode: what attune-cli tells the shell. The numbers are a promise to scripts (README.md here): they are
// never renumbered.
#pragma once

#include "core/base/Error.h"

namespace attune::cli {

enum class ExitCode : int {
    Done = 0,
    Failed = 1,   // something else; the message says what
    Usage = 2,    // the command line itself is wrong
    BadInput = 3, // a file or setting that cannot be used: damaged, unsupported, out of range
    NotFound = 4, // a file, clip, model, run or checkpoint that should exist does not
    Refused = 5,  // understood and deliberately not done: would overwrite, locked, unsafe, not for training
    OutOfMemory = 6, // of the machine or of the GPU
    DiskFull = 7,    // or less free than the guard asks for
    NoAccess = 8,    // permission denied, or the system refused a read or write
    NoDevice = 9,    // the GPU that was asked for cannot be used
    Diverged = 10,   // training met NaN or infinity; the last good checkpoint is kept
    Stopped = 130    // Ctrl-C or SIGTERM: what was done is saved
};

[[nodiscard]] ExitCode exitCodeFromError(ErrorCode code) noexcept;

} // namespace attune::cli
