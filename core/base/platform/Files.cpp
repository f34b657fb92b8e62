// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files of Platform.h: writing, replacing, mapping and locking them.
#include "core/base/platform/Platform.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <thread>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace attune::platform {

namespace fs = std::filesystem;

#ifdef _WIN32
namespace {

// Paths over 260 characters need this prefix unless the system was told otherwise.
std::wstring longPath(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error)
                                  .lexically_normal()
                                  .make_preferred(); // nothing else does it behind the prefix
    std::wstring text = error ? path.wstring() : absolute.wstring();
    if (text.size() < 248 || text.starts_with(L"\\\\?\\")) return text;
    return text.starts_with(L"\\\\") ? L"\\\\?\\UNC" + text.substr(1) : L"\\\\?\\" + text;
}

Error lastError(std::string message, const fs::path& path) {
    int value = EIO;
    switch (GetLastError()) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        value = ENOENT;
        break;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_WRITE_PROTECT:
        value = EACCES;
        break;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        value = ENOSPC;
        break;
    case ERROR_FILENAME_EXCED_RANGE:
        value = ENAMETOOLONG;
        break;
    case ERROR_NOT_ENOUGH_MEMORY:
        value = ENOMEM;
        break;
    default:
        break;
    }
    return errorFromSystem(value, std::move(message), utf8FromPath(path));
}

// Virus scanners and indexers hold what was just written for a moment, so a refused move is tried again.
template <typename Move>
bool triedAgain(const Move& move) {
    constexpr int kAttempts = 20;
    constexpr DWORD kPauseMs = 25;
    for (int attempt = 1; !move(); ++attempt) {
        const DWORD code = GetLastError();
        const bool isHeld = code == ERROR_ACCESS_DENIED || code == ERROR_SHARING_VIOLATION ||
                            code == ERROR_LOCK_VIOLATION || code == ERROR_USER_MAPPED_FILE;
        if (!isHeld || attempt == kAttempts) {
            SetLastError(code);
            return false;
        }
        Sleep(kPauseMs);
    }
    return true;
}

bool moveFolder(const fs::path& source, const fs::path& target) {
    return triedAgain([from = longPath(source), to = longPath(target)] {
        return MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_WRITE_THROUGH) != 0;
    });
}

// The first bytes of a file that another handle holds for writing; empty when they cannot be had.
std::string textOfLockedFile(const std::wstring& file) {
    HANDLE handle =
        CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return {};
    std::array<char, 128> text{};
    DWORD length = 0;
    ReadFile(handle, text.data(), static_cast<DWORD>(text.size() - 1), &length, nullptr);
    CloseHandle(handle);
    return {text.data(), length};
}

} // namespace
#endif

namespace {

// Of a refused write. What errno says of reading, or nothing in particular, is WriteFailed here.
Error writeError(int systemErrno, const char* message, const fs::path& file) {
    Error error = errorFromSystem(systemErrno, message, utf8FromPath(file));
    if (error.code == ErrorCode::ReadFailed || error.code == ErrorCode::Internal)
        error.code = ErrorCode::WriteFailed;
    return error;
}

} // namespace

fs::path openablePath(const fs::path& path) {
#ifdef _WIN32
    return longPath(path);
#else
    return path;
#endif
}

Result<int> openForWriting(const fs::path& file) {
#ifdef _WIN32
    int descriptor = -1;
    const errno_t error = _wsopen_s(&descriptor, longPath(file).c_str(),
                                    _O_WRONLY | _O_CREAT | _O_TRUNC | _O_BINARY | _O_NOINHERIT, _SH_DENYNO,
                                    _S_IREAD | _S_IWRITE);
    if (error != 0) return fail(writeError(error, "Cannot write here", file));
#else
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) return fail(writeError(errno, "Cannot write here", file));
#endif
    return descriptor;
}

Result<void> writeAll(int descriptor, std::span<const std::byte> bytes, const fs::path& file) {
    constexpr std::size_t kMost = std::size_t{1} << 28; // some systems refuse 2 GB in one call
    while (!bytes.empty()) {
        const std::size_t want = std::min(bytes.size(), kMost);
#ifdef _WIN32
        const auto written = _write(descriptor, bytes.data(), static_cast<unsigned>(want));
#else
        const auto written = ::write(descriptor, bytes.data(), want);
#endif
        if (written < 0) {
            if (errno == EINTR) continue;
            return fail(writeError(errno, "Cannot write the file", file));
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> syncAndClose(int descriptor, const fs::path& file) {
#ifdef _WIN32
    const int synced = _commit(descriptor);
    const int syncErrno = errno;
    const int closed = _close(descriptor);
#else
    const int synced = ::fsync(descriptor);
    const int syncErrno = errno;
    const int closed = ::close(descriptor);
#endif
    if (synced != 0) return fail(writeError(syncErrno, "Cannot write the file", file));
    if (closed != 0) return fail(writeError(errno, "Cannot write the file", file));
    return {};
}

void closeQuietly(int descriptor) noexcept {
#ifdef _WIN32
    _close(descriptor);
#else
    ::close(descriptor);
#endif
}

void syncDirectory(const fs::path& folder) noexcept {
#ifdef _WIN32
    static_cast<void>(folder);
#else
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
#endif
}

Result<void> replaceFile(const fs::path& source, const fs::path& target) {
#ifdef _WIN32
    std::error_code ignored;
    if (fs::is_directory(longPath(target), ignored) &&
        !fs::is_directory(longPath(source), ignored)) // would be tried again and again
        return fail(writeError(EISDIR, "Cannot replace the file", target));
    // ReplaceFile would keep the target's attributes, but there is a moment in it when a reader finds
    // nothing.
    const bool isReplaced = triedAgain([from = longPath(source), to = longPath(target)] {
        return MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0;
    });
    if (!isReplaced) return fail(lastError("Cannot replace the file", target));
    return {};
#else
    if (::rename(source.c_str(), target.c_str()) != 0)
        return fail(writeError(errno, "Cannot replace the file", target));
    return {};
#endif
}

Result<void> exchangeFolders(const fs::path& source, const fs::path& target) {
#ifdef __linux__
    if (::renameat2(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return {};
    if (errno != EINVAL && errno != ENOSYS) // some network and FAT drives cannot do it in one step
        return fail(writeError(errno, "Cannot replace the folder", target));
#endif
    fs::path aside = source;
    aside += "-old";
#ifdef _WIN32
    if (!moveFolder(target, aside)) return fail(lastError("Cannot replace the folder", target));
    if (!moveFolder(source, target)) {
        Error error = lastError("Cannot replace the folder", target);
        static_cast<void>(moveFolder(aside, target));
        return fail(std::move(error));
    }
    if (!moveFolder(aside, source)) return fail(lastError("Cannot replace the folder", source));
    return {};
#else
    std::error_code error;
    fs::rename(target, aside, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(target)));
    fs::rename(source, target, error);
    if (error) {
        std::error_code ignored;
        fs::rename(aside, target, ignored);
        return fail(errorFromException(std::system_error(error), utf8FromPath(target)));
    }
    fs::rename(aside, source, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(source)));
    return {};
#endif
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const fs::path& file) {
    std::shared_ptr<MappedFile> mapped(new MappedFile);
#ifdef _WIN32
    std::error_code ignored;
    if (fs::is_directory(longPath(file), ignored))
        return fail(ErrorCode::UnsupportedFormat, "This is a folder, not a file", utf8FromPath(file));
    HANDLE handle = CreateFileW(longPath(file).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return fail(lastError("Cannot open the file", file));
    mapped->m_file = handle;
    LARGE_INTEGER size{};
    if (GetFileSizeEx(handle, &size) == 0) return fail(lastError("Cannot read the file", file));
    if (size.QuadPart > 0) {
        mapped->m_mapping = CreateFileMappingW(handle, nullptr, PAGE_READONLY, 0, 0, nullptr);
        if (mapped->m_mapping == nullptr) return fail(lastError("Cannot map the file", file));
        const void* view = MapViewOfFile(mapped->m_mapping, FILE_MAP_READ, 0, 0, 0);
        if (view == nullptr) return fail(lastError("Cannot map the file", file));
        mapped->m_bytes = {static_cast<const std::byte*>(view), static_cast<std::size_t>(size.QuadPart)};
    }
#else
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(errorFromSystem(errno, "Cannot open the file", utf8FromPath(file)));
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        const int saved = errno;
        ::close(descriptor);
        return fail(errorFromSystem(saved, "Cannot read the file", utf8FromPath(file)));
    }
    if (S_ISDIR(status.st_mode)) {
        ::close(descriptor);
        return fail(ErrorCode::UnsupportedFormat, "This is a folder, not a file", utf8FromPath(file));
    }
    if (status.st_size > 0) {
        void* view =
            ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
        const int saved = errno;
        if (view == MAP_FAILED) {
            ::close(descriptor);
            return fail(errorFromSystem(saved, "Cannot map the file", utf8FromPath(file)));
        }
        mapped->m_bytes = {static_cast<const std::byte*>(view), static_cast<std::size_t>(status.st_size)};
    }
    ::close(descriptor);
#endif
    return std::shared_ptr<const MappedFile>(std::move(mapped));
}

MappedFile::~MappedFile() {
#ifdef _WIN32
    if (!m_bytes.empty()) UnmapViewOfFile(m_bytes.data());
    if (m_mapping != nullptr) CloseHandle(m_mapping);
    if (m_file != nullptr) CloseHandle(m_file);
#else
    if (!m_bytes.empty()) ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
#endif
}

void MappedFile::release(std::span<const std::byte> range) const noexcept {
#ifdef _WIN32
    // Unlocking pages that are not locked drops them from the working set.
    if (!range.empty()) VirtualUnlock(const_cast<std::byte*>(range.data()), range.size());
#else
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(range.data()) + page - 1) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(range.data() + range.size()) / page * page;
    if (end > begin) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
#endif
}

Result<std::unique_ptr<FileLock>> FileLock::acquire(const fs::path& file,
                                                    std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds kRetryInterval{5};
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto lock = acquireNow(file);
        if (lock || lock.error().code != ErrorCode::Locked || std::chrono::steady_clock::now() >= until)
            return lock;
        std::this_thread::sleep_for(kRetryInterval);
    }
}

Result<std::unique_ptr<FileLock>> FileLock::acquireNow(const fs::path& file) {
    std::unique_ptr<FileLock> lock(new FileLock);
    const std::string mine = concat(utf8FromPath(executablePath().stem()), ", process ", processId());
    const auto lockedBy = [&](std::string_view owner) {
        return fail(
            ErrorCode::Locked,
            concat("Another window or program has this open", owner.empty() ? "" : concat(" (", owner, ")")),
            utf8FromPath(file), "Close it there, or wait until it is done.");
    };
#ifdef _WIN32
    HANDLE handle =
        CreateFileW(longPath(file).c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                    OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    if (handle == INVALID_HANDLE_VALUE) {
        if (GetLastError() != ERROR_SHARING_VIOLATION) return fail(lastError("Cannot lock", file));
        return lockedBy(textOfLockedFile(longPath(file)));
    }
    lock->m_handle = handle;
    DWORD written = 0;
    WriteFile(handle, mine.data(), static_cast<DWORD>(mine.size()), &written, nullptr);
#else
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) return fail(errorFromSystem(errno, "Cannot lock", utf8FromPath(file)));
    lock->m_descriptor = descriptor;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return fail(errorFromSystem(errno, "Cannot lock", utf8FromPath(file)));
        std::array<char, 128> owner{};
        const auto length = ::read(descriptor, owner.data(), owner.size());
        return lockedBy({owner.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))});
    }
    // Only for the message above; a disk too full for it is no reason to refuse the lock.
    if (::ftruncate(descriptor, 0) == 0) static_cast<void>(!::write(descriptor, mine.data(), mine.size()));
#endif
    return lock;
}

bool FileLock::isHeld(const fs::path& file) noexcept {
#ifdef _WIN32
    std::wstring path;
    try {
        path = longPath(file);
    } catch (...) {
        return true; // no memory for the question: nothing is touched
    }
    // The holder's handle shares reading only.
    HANDLE handle = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_SHARING_VIOLATION;
    CloseHandle(handle);
    return false;
#else
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool isHeld = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return isHeld;
#endif
}

FileLock::~FileLock() {
#ifdef _WIN32
    if (m_handle != nullptr) CloseHandle(m_handle);
#else
    if (m_descriptor >= 0) ::close(m_descriptor);
#endif
}

} // namespace attune::platform
