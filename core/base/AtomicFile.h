// SPDX-License-Identifier: GPL-3.0-or-later
//
// Atomic writes: a file or folder is complete or absent. Everything is written beside its target, flushed to
// the disk and renamed; a failed or abandoned write leaves the old one untouched and no debris behind.
//
// Threads: one writer per object; different targets from different threads.
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace attune {

// Errors of all functions here: PermissionDenied, DiskFull, NotFound (parent folder), WriteFailed.

[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& target,
                                               std::span<const std::byte> bytes);
[[nodiscard]] Result<void> writeTextAtomically(const std::filesystem::path& target, std::string_view text);

// Reads a whole file; refuses more than `limitBytes`. Errors: NotFound, PermissionDenied, ReadFailed,
// UnsupportedFormat.
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& file,
                                               std::int64_t limitBytes = 256LL << 20);

// A big file in pieces: write to it, then commit(). Without commit the temporary file is removed.
class AtomicFileWriter {
public:
    [[nodiscard]] static Result<AtomicFileWriter> open(const std::filesystem::path& target);
    AtomicFileWriter(AtomicFileWriter&& other) noexcept;
    AtomicFileWriter& operator=(AtomicFileWriter&& other) noexcept;
    AtomicFileWriter(const AtomicFileWriter&) = delete;
    AtomicFileWriter& operator=(const AtomicFileWriter&) = delete;
    ~AtomicFileWriter();

    [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);
    [[nodiscard]] Result<void> commit(); // flush, sync, rename over the target
    // For libraries that insist on writing themselves: close() nothing, write to this path, then commit().
    [[nodiscard]] const std::filesystem::path& temporaryPath() const noexcept { return m_temporary; }

private:
    AtomicFileWriter(std::filesystem::path target, std::filesystem::path temporary, int descriptor)
        : m_target(std::move(target)), m_temporary(std::move(temporary)), m_descriptor(descriptor) {}
    void discard() noexcept;

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor{-1};
};

// A folder of several files that appears all at once: fill path(), then commit(). An existing target is
// replaced (exchanged in one step where the system can). Without commit the temporary folder is removed.
class AtomicDirectory {
public:
    [[nodiscard]] static Result<AtomicDirectory> create(const std::filesystem::path& target);
    AtomicDirectory(AtomicDirectory&& other) noexcept;
    AtomicDirectory& operator=(AtomicDirectory&& other) noexcept;
    AtomicDirectory(const AtomicDirectory&) = delete;
    AtomicDirectory& operator=(const AtomicDirectory&) = delete;
    ~AtomicDirectory();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_temporary; }
    [[nodiscard]] Result<void> commit();

private:
    AtomicDirectory(std::filesystem::path target, std::filesystem::path temporary)
        : m_target(std::move(target)), m_temporary(std::move(temporary)) {}
    void discard() noexcept;

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
};

// Names that unfinished writes carry (".attune-tmp-PROCESS-BIRTH-…"), so that a later start can sweep what a
// power cut left.
[[nodiscard]] bool isTemporaryName(const std::filesystem::path& path);
// Removes those of processes that are gone; what this or another living process is writing stays. So do
// folders that hold `lastWritten`, the file that makes one complete: whoever wrote it may recover it.
void removeLeftoverTemporaries(const std::filesystem::path& folder,
                               std::string_view lastWritten = {}) noexcept;

} // namespace attune
