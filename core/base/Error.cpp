// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Error.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>
#include <system_error>

namespace attune {

std::string_view errorCodeName(ErrorCode code) noexcept {
    switch (code) {
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::AlreadyExists:
        return "already-exists";
    case ErrorCode::PermissionDenied:
        return "permission-denied";
    case ErrorCode::DiskFull:
        return "disk-full";
    case ErrorCode::ReadFailed:
        return "read-failed";
    case ErrorCode::WriteFailed:
        return "write-failed";
    case ErrorCode::UnsupportedFormat:
        return "unsupported-format";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Refused:
        return "refused";
    case ErrorCode::InvalidArgument:
        return "invalid-argument";
    case ErrorCode::InvalidConfig:
        return "invalid-config";
    case ErrorCode::MissingKey:
        return "missing-key";
    case ErrorCode::ShapeMismatch:
        return "shape-mismatch";
    case ErrorCode::DeviceUnavailable:
        return "device-unavailable";
    case ErrorCode::DeviceOutOfMemory:
        return "device-out-of-memory";
    case ErrorCode::OutOfMemory:
        return "out-of-memory";
    case ErrorCode::NonFinite:
        return "non-finite";
    case ErrorCode::Locked:
        return "locked";
    case ErrorCode::VersionTooNew:
        return "version-too-new";
    case ErrorCode::Internal:
        break;
    }
    return "internal";
}

std::string Error::describe() const {
    std::string text = message;
    if (!context.empty() && message.find(context) == std::string::npos) text += " (" + context + ")";
    if (!text.empty() && text.back() != '.' && text.back() != '?' && text.back() != '!') text += '.';
    if (!remedy.empty()) text += ' ' + remedy;
    return text;
}

namespace {

ErrorCode codeFromErrno(int value) {
    switch (value) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case EEXIST:
    case ENOTEMPTY:
        return ErrorCode::AlreadyExists;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case ENOSPC:
#ifdef EDQUOT
    case EDQUOT:
#endif
    case EFBIG:
        return ErrorCode::DiskFull;
    case ENOMEM:
        return ErrorCode::OutOfMemory;
    case EIO:
    case ENODEV:
        return ErrorCode::ReadFailed;
    case EINVAL:
    case ENAMETOOLONG:
        return ErrorCode::InvalidArgument;
    default:
        return ErrorCode::Internal;
    }
}

std::string remedyFor(ErrorCode code) {
    switch (code) {
    case ErrorCode::DiskFull:
        return "Free some space or choose another folder.";
    case ErrorCode::PermissionDenied:
        return "Check that you may read and write there.";
    case ErrorCode::OutOfMemory:
        return "Close other programs or choose smaller settings.";
    default:
        return {};
    }
}

} // namespace

Error errorFromSystem(int systemErrno, std::string message, std::string context) {
    const ErrorCode code = codeFromErrno(systemErrno);
    message += ": ";
    message += std::strerror(systemErrno);
    return Error{code, std::move(message), std::move(context), remedyFor(code)};
}

Error errorFromException(const std::exception& exception, std::string context) {
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr)
        return Error{ErrorCode::OutOfMemory, "Not enough memory", std::move(context),
                     remedyFor(ErrorCode::OutOfMemory)};
    if (const auto* system = dynamic_cast<const std::system_error*>(&exception)) {
        const std::error_condition condition = system->code().default_error_condition();
        const ErrorCode code = condition.category() == std::generic_category()
                                   ? codeFromErrno(condition.value())
                                   : ErrorCode::Internal;
        return Error{code, system->what(), std::move(context), remedyFor(code)};
    }
    return Error{ErrorCode::Internal, exception.what(), std::move(context), {}};
}

Error errorFromCurrentException(std::string context) noexcept {
    try {
        throw;
    } catch (const std::exception& exception) {
        return errorFromException(exception, std::move(context));
    } catch (...) {
        return Error{ErrorCode::Internal, "An unknown error", std::move(context), {}};
    }
}

} // namespace attune
