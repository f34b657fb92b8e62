// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ExitCode.h"

namespace attune::cli {

ExitCode exitCodeFromError(ErrorCode code) noexcept {
    switch (code) {
    case ErrorCode::Cancelled:
        return ExitCode::Stopped;
    case ErrorCode::NotFound:
        return ExitCode::NotFound;
    case ErrorCode::AlreadyExists:
    case ErrorCode::Refused:
    case ErrorCode::Locked:
        return ExitCode::Refused;
    case ErrorCode::PermissionDenied:
    case ErrorCode::ReadFailed:
    case ErrorCode::WriteFailed:
        return ExitCode::NoAccess;
    case ErrorCode::DiskFull:
        return ExitCode::DiskFull;
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::Corrupt:
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidConfig:
    case ErrorCode::MissingKey:
    case ErrorCode::ShapeMismatch:
    case ErrorCode::VersionTooNew:
        return ExitCode::BadInput;
    case ErrorCode::DeviceUnavailable:
        return ExitCode::NoDevice;
    case ErrorCode::DeviceOutOfMemory:
    case ErrorCode::OutOfMemory:
        return ExitCode::OutOfMemory;
    case ErrorCode::NonFinite:
        return ExitCode::Diverged;
    case ErrorCode::Internal:
        return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

} // namespace attune::cli
