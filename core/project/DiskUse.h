// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiskUse: what a project's runs and latents take on the disk, and what of it may go.
//
// Never proposed: a pinned run, a pinned checkpoint, the last checkpoint (it is what a run resumes from), the
// best one, and anything of a run that is being trained. Threads: from any thread; on a worker, it walks the
// folders.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/project/RunRecord.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace attune::project {

enum class KeptBecause { Nothing, PinnedRun, PinnedCheckpoint, LastCheckpoint, BestCheckpoint, BeingTrained };
[[nodiscard]] std::string_view keptBecauseText(KeptBecause reason) noexcept; // "it is pinned", "" for Nothing

struct CheckpointUse {
    std::int64_t step{0};
    std::filesystem::path folder;
    std::int64_t bytes{0};
    KeptBecause kept{KeptBecause::Nothing};
};

struct RunUse {
    std::string folderName;
    std::string name;
    RunStatus status{RunStatus::Created};
    std::int64_t checkpointBytes{0};
    std::int64_t demoBytes{0};
    std::int64_t otherBytes{0};             // metrics, log, documents, leftovers
    std::vector<CheckpointUse> checkpoints; // by step
    [[nodiscard]] std::int64_t totalBytes() const noexcept {
        return checkpointBytes + demoBytes + otherBytes;
    }
    [[nodiscard]] std::int64_t cleanableBytes() const noexcept;
};

struct ProjectUse {
    std::vector<RunUse> runs; // by number
    std::int64_t latentBytes{0};
    std::int64_t otherBytes{0}; // library, documents
    std::int64_t freeBytes{0};  // on that disk
    [[nodiscard]] std::int64_t totalBytes() const noexcept;
};

// Errors: Cancelled, NotFound.
[[nodiscard]] Result<ProjectUse> measureProject(const std::filesystem::path& projectFolder,
                                                const Cancellation& cancellation = {});
[[nodiscard]] Result<RunUse> measureRun(const RunRecord& run, const Cancellation& cancellation = {});

// Bytes of all files below a folder; links count as themselves.
[[nodiscard]] std::int64_t bytesBelow(const std::filesystem::path& folder,
                                      const Cancellation& cancellation = {});

// Deletes one checkpoint of a run, after looking again whether it may go. Renamed first, so that no half is
// left. Errors: Refused (with the reason), NotFound, WriteFailed.
[[nodiscard]] Result<std::int64_t> removeCheckpoint(const RunRecord& run,
                                                    std::int64_t step); // gives the bytes freed

} // namespace attune::project
