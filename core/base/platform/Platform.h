// SPDX-License-Identifier: GPL-3.0-or-later
//
// Platform: the only pair of files with calls of one operating system. Everything else is standard C++.
//
// Threads: all functions from any thread, except SleepInhibitor objects (one owner each).
#pragma once

#include "core/base/Result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace attune::platform {

// Descriptor-level file writing. openForWriting creates or truncates. Errors as in AtomicFile.h.
[[nodiscard]] Result<int> openForWriting(const std::filesystem::path& file);
[[nodiscard]] Result<void> writeAll(int descriptor, std::span<const std::byte> bytes,
                                    const std::filesystem::path& file);
[[nodiscard]] Result<void> syncAndClose(int descriptor, const std::filesystem::path& file);
void closeQuietly(int descriptor) noexcept;
// Makes a rename in `folder` durable (no-op where the system does it itself).
void syncDirectory(const std::filesystem::path& folder) noexcept;
// Replaces `target` with `source`, atomically; both on one volume.
[[nodiscard]] Result<void> replaceFile(const std::filesystem::path& source,
                                       const std::filesystem::path& target);
// Exchanges two folders of one volume: `source` appears as `target`, and what was there lies at `source`
// afterwards. In one step where the system can (Linux); elsewhere the old folder stands aside, at `source` +
// "-old", for a moment.
[[nodiscard]] Result<void> exchangeFolders(const std::filesystem::path& source,
                                           const std::filesystem::path& target);

// The path in the form that other libraries' open functions take at any length (Windows: the \\?\ prefix over
// 260 characters; elsewhere unchanged).
[[nodiscard]] std::filesystem::path openablePath(const std::filesystem::path& path);

// A read-only memory mapping of a whole file; empty files map to an empty span.
class MappedFile {
public:
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& file);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return m_bytes; }
    // Tells the system that these bytes are not needed soon, so that they stop counting as resident.
    void release(std::span<const std::byte> range) const noexcept;

private:
    MappedFile() = default;
    std::span<const std::byte> m_bytes;
#ifdef _WIN32
    void* m_file{nullptr};
    void* m_mapping{nullptr};
#endif
};

// An exclusive advisory lock on a file, held until destroyed (also when the process dies).
class FileLock {
public:
    // Locked, naming the program and the process, when another one still holds it after `patience`; the file
    // is created if absent and says who holds it.
    [[nodiscard]] static Result<std::unique_ptr<FileLock>> acquire(const std::filesystem::path& file,
                                                                   std::chrono::milliseconds patience = {});
    // Whether someone holds it at this moment. Nothing is created; takes the lock for an instant, so that
    // whoever must not be disturbed by this acquires with patience.
    [[nodiscard]] static bool isHeld(const std::filesystem::path& file) noexcept;
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    FileLock() = default;
    [[nodiscard]] static Result<std::unique_ptr<FileLock>> acquireNow(const std::filesystem::path& file);
#ifdef _WIN32
    void* m_handle{nullptr};
#else
    int m_descriptor{-1};
#endif
};

// Keeps the machine awake while it lives (Windows: SetThreadExecutionState; Linux: systemd-inhibit when
// present). Windows counts per thread: destroy it on the thread that made it.
class SleepInhibitor {
public:
    explicit SleepInhibitor(const std::string& reason);
    ~SleepInhibitor();
    SleepInhibitor(const SleepInhibitor&) = delete;
    SleepInhibitor& operator=(const SleepInhibitor&) = delete;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] std::int64_t processId() noexcept;
[[nodiscard]] bool isProcessAlive(std::int64_t id) noexcept; // of this machine; true when it cannot be known
[[nodiscard]] std::int64_t residentBytes() noexcept;         // of this process, now
// Of this process at most: ever, or since the last forgetPeakResident() where that worked.
[[nodiscard]] std::int64_t peakResidentBytes() noexcept;
bool forgetPeakResident() noexcept;                     // false where the system cannot (Windows, macOS)
[[nodiscard]] std::int64_t totalMemoryBytes() noexcept; // of the machine
[[nodiscard]] std::int64_t availableMemoryBytes() noexcept;
[[nodiscard]] Result<std::int64_t>
freeDiskBytes(const std::filesystem::path& folder); // nearest existing parent counts
[[nodiscard]] std::filesystem::path
applicationDataFolder();                           // ATTUNE_DATA_HOME, else the system's place + "attune"
[[nodiscard]] std::filesystem::path cacheFolder(); // ATTUNE_CACHE_HOME, else the system's place + "attune"
[[nodiscard]] std::filesystem::path executablePath();
[[nodiscard]] bool isTerminal(int descriptor) noexcept; // 1 = standard output, 2 = standard error
[[nodiscard]] int terminalColumns() noexcept;           // 80 when unknown

} // namespace attune::platform
