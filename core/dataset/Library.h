// SPDX-License-Identifier: GPL-3.0-or-later
//
// Library: library.sqlite of a project: source folders, one row a clip, fingerprints. SQLite in WAL mode: a
// killed process loses nothing that was committed, and readers never wait for the writer.
//
// Folders inside the library's own folder are stored relative to it, so that a project may be moved as a
// whole. Ownership: a Library owns its connection. Threads: one thread at a time; for another thread open
// another Library. Errors of everything: ReadFailed, WriteFailed, DiskFull, Locked (another process writes
// for over 10 s), Corrupt.
#pragma once

#include "core/audio/Fingerprint.h"
#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace attune::dataset {

struct SourceFolder {
    SourceId id;
    std::filesystem::path folder; // absolute
};

struct LibraryTotals {
    std::int64_t clipCount{0};
    std::int64_t usableCount{0}; // ClipRecord::isUsable
    double usableSeconds{0.0};
    std::int64_t trainCount{0}; // of the usable ones
    std::int64_t heldOutCount{0};
};

class Library {
public:
    // Opens or creates; one that lies where nothing may be written is opened for reading, and changes give
    // PermissionDenied. Errors also: NotFound (its folder), PermissionDenied, VersionTooNew, Corrupt (not
    // ours).
    [[nodiscard]] static Result<Library> open(const std::filesystem::path& file);
    Library(Library&& other) noexcept;
    Library& operator=(Library&& other) noexcept;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library();

    // Source folders. Adding a folder that is there already gives its id. Errors also: NotFound (the folder
    // itself, an id), AlreadyExists (adding one inside or around another source, whose clips would come
    // twice; moving onto another source). A removed source takes its clips along.
    [[nodiscard]] Result<SourceId> addSource(const std::filesystem::path& folder);
    [[nodiscard]] Result<std::vector<SourceFolder>> sources() const;
    [[nodiscard]] Result<void> moveSource(SourceId id,
                                          const std::filesystem::path& folder); // the folder was moved
    [[nodiscard]] Result<void> removeSource(SourceId id);
    [[nodiscard]] Result<std::filesystem::path> fileOf(const ClipRecord& clip) const; // absolute

    // Clips, in the order of their source and path. Errors also: NotFound (an id).
    [[nodiscard]] Result<std::vector<ClipRecord>> clips() const;
    [[nodiscard]] Result<std::vector<ClipRecord>> clipsOf(SourceId source) const;
    [[nodiscard]] Result<ClipRecord> clip(ClipId id) const;
    [[nodiscard]] Result<std::vector<ClipRecord>> clipsWithContent(const ContentHash& contentHash) const;
    [[nodiscard]] Result<LibraryTotals> totals() const;

    // Inserts records without an id (and sets it), updates those with one; all of them or none. Everything
    // that is in the record is stored.
    [[nodiscard]] Result<void> save(std::span<ClipRecord> clips);
    [[nodiscard]] Result<void> save(ClipRecord& clip) { return save(std::span(&clip, 1)); }
    [[nodiscard]] Result<void> remove(std::span<const ClipId> ids);

    // Runs `work` as one transaction: all of its changes or, when it gives an error, none. May be nested.
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()>& work);

    // Fingerprints by sound hash, so that copies share one.
    [[nodiscard]] Result<void> saveFingerprint(const ContentHash& soundHash,
                                               const audio::Fingerprint& fingerprint);
    [[nodiscard]] Result<bool> hasFingerprint(const ContentHash& soundHash) const;
    [[nodiscard]] Result<std::vector<std::pair<ContentHash, audio::Fingerprint>>> fingerprints() const;
    [[nodiscard]] Result<void> removeUnusedFingerprints();

    // SQLite's own check of the file. Errors: Corrupt with what it found.
    [[nodiscard]] Result<void> checkIntegrity() const;

    [[nodiscard]] const std::filesystem::path& file() const noexcept;

private:
    struct Impl;
    explicit Library(std::unique_ptr<Impl> impl);
    [[nodiscard]] Result<void> checkNotNested(const std::filesystem::path& folder) const;
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::dataset
