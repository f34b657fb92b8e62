// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckpointStore: the checkpoints of one run: writing, finding the newest good one, and letting old ones go.
//
// Nothing is deleted before a newer checkpoint is safely on disk. Pinned ones and the one with the lowest
// held-out loss stay. Which are pinned is the caller's to know (they change while a run goes on).
//
// Threads: one owner; several readers of the same folder may exist (the window lists while a run writes).
#pragma once

#include "core/train/Checkpoint.h"

#include <filesystem>
#include <vector>

namespace attune::train {

struct RetentionPolicy {
    std::int64_t keepLast{3}; // 0 = all
    bool keepBest{true};
    std::vector<std::int64_t> pinnedSteps;
};

class CheckpointStore {
public:
    // `folder` is made when it is absent. Sweeps what an interrupted write left. Errors: PermissionDenied, …
    [[nodiscard]] static Result<CheckpointStore> open(const std::filesystem::path& folder);
    // For looking only: no sweeping, nothing is made. An absent folder has no checkpoints.
    [[nodiscard]] static CheckpointStore view(const std::filesystem::path& folder);

    // Complete ones by their state.json, oldest first. Broken folders are left out and logged once.
    [[nodiscard]] std::vector<CheckpointInfo> list() const;
    [[nodiscard]] std::filesystem::path folderOf(StepIndex step) const;

    // Writes and only then lets old ones go. A failure to delete is logged, not an error.
    // `reserveBytes`: what has to stay free on the disk. Errors: DiskFull before anything is written;
    // writeCheckpoint's.
    [[nodiscard]] Result<CheckpointInfo> write(const CheckpointContents& contents,
                                               const RetentionPolicy& policy, std::int64_t reserveBytes);

    // The newest one that is intact and resumable; damaged newer ones are logged and skipped.
    // Errors: NotFound when there is none; Cancelled.
    [[nodiscard]] Result<LoadedCheckpoint> loadNewest(const Cancellation& cancellation = {}) const;
    [[nodiscard]] Result<LoadedCheckpoint> load(StepIndex step, const Cancellation& cancellation = {}) const;

    // Drops the optimiser's state: the checkpoint can then be listened to and exported, but not resumed.
    // NotFound.
    [[nodiscard]] Result<void> thin(StepIndex step);
    // Deletes one. Refused when it is the only one that can be resumed.
    [[nodiscard]] Result<void> remove(StepIndex step);

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }

private:
    explicit CheckpointStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    void applyRetention(const RetentionPolicy& policy);

    std::filesystem::path m_folder;
};

} // namespace attune::train
