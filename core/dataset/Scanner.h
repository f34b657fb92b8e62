// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scanner: brings the library up to date with a source folder: finds files, reads new and changed ones on
// several threads, recognises moved and renamed ones by their content (their prompts and edits stay), marks
// vanished ones.
//
// Nothing is replaced or dropped in silence: what cannot be read is a clip with `unreadableReason`, what is
// no sound is counted. Work is committed as it goes, so that a stopped or killed scan continues where it was.
// Threads: call on a worker; it makes its own pool and writes to the library on the calling thread only.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"
#include "core/dataset/Library.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::dataset {

struct ScanOptions {
    int workerCount{0};         // threads that decode; 0 = one a processor
    bool readsUnchanged{false}; // reads again what has the size and time of last time
};

struct ScanReport {
    std::int64_t fileCount{0}; // sound files found
    std::int64_t added{0};
    std::int64_t changed{0};
    std::int64_t unchanged{0};
    std::int64_t moved{0};
    std::int64_t missing{0};                    // were there before
    std::int64_t unreadable{0};                 // of those read now
    std::int64_t otherFiles{0};                 // no sounds, by their names
    std::vector<std::string> unreadableFolders; // "relative/path: reason"
    double seconds{0.0};
};

// Errors: NotFound (the source or its folder: nothing is marked missing then), Cancelled, and those of
// Library.
[[nodiscard]] Result<ScanReport> scanSource(Library& library, SourceId source,
                                            const ScanOptions& options = {},
                                            const ProgressSink& progress = {},
                                            const Cancellation& cancellation = {});

// One found file, before anything is read.
struct FoundFile {
    std::string path; // relative, '/' separators
    std::int64_t sizeBytes{0};
    std::int64_t modifiedNs{0};
    std::string problem; // why it cannot be looked at; empty = fine
};

struct FolderListing {
    std::vector<FoundFile> files; // sounds, in byte order of their paths
    std::int64_t otherFiles{0};
    std::vector<std::string> unreadableFolders; // "relative/path: reason"; "." is the folder itself
    std::vector<std::string> unreadablePaths;   // the same without the reasons; empty for the folder itself
};

// Recursive; hidden names (leading '.') are left out, symlinked folders are followed once. Errors: NotFound,
// Cancelled.
[[nodiscard]] Result<FolderListing> listSounds(const std::filesystem::path& folder,
                                               const ProgressSink& progress = {},
                                               const Cancellation& cancellation = {});

// By its suffix, upper or lower case: .wav .wave .bwf .rf64 .w64 .aif .aiff .aifc .caf .flac .ogg .oga .opus
// .mp3, and those that we recognise but cannot read: .m4a .aac .mp4 .wma .ape .wv .mpc.
[[nodiscard]] bool hasSoundSuffix(const std::filesystem::path& file);

} // namespace attune::dataset
