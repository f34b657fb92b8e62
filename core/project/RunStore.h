// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunStore: the runs of a project: makes, lists, finds and removes them.
//
// Threads: from any thread. Making runs in several threads and processes at once is safe: each gets a number
// of its own.
#pragma once

#include "core/base/Result.h"
#include "core/project/RunRecord.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace attune::project {

class RunStore {
public:
    explicit RunStore(std::filesystem::path runsFolder) : m_folder(std::move(runsFolder)) {}

    // Makes the folder and run.json; `number` and `createdUtc` are filled in. Errors: those of AtomicFile.
    [[nodiscard]] Result<RunRecord> create(RunDescription description) const;

    // All runs, by number. A run marked as running whose lock is free was interrupted and is given so.
    // Folders that hold no readable run.json are passed over with a warning.
    [[nodiscard]] std::vector<RunRecord> list() const;
    // By folder name, number ("3") or name; the latest of several. Errors: NotFound, InvalidConfig,
    // VersionTooNew.
    [[nodiscard]] Result<RunRecord> find(std::string_view which) const;
    [[nodiscard]] static Result<RunRecord> load(const std::filesystem::path& folder);

    // Deletes a run with everything in it. Errors: Refused (pinned), Locked (being trained), WriteFailed.
    [[nodiscard]] Result<void> remove(const RunRecord& run) const;

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }

private:
    std::filesystem::path m_folder;
};

} // namespace attune::project
