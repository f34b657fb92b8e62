// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/CheckpointStore.h"

#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace attune::train {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr std::string_view kPrefix = "step-";

bool isCheckpointName(const fs::path& path) {
    const std::string name = utf8FromPath(path.filename());
    return name.size() > kPrefix.size() && name.starts_with(kPrefix) &&
           std::all_of(name.begin() + static_cast<std::ptrdiff_t>(kPrefix.size()), name.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

// A replaced checkpoint stands aside under a temporary name for a moment. Should the power fail right then,
// it is put back instead of being swept; so is one that was complete but not yet renamed.
void recoverFinished(const CheckpointStore& store) {
    for (const fs::path& entry : entriesOf(store.folder())) {
        if (!isTemporaryName(entry)) continue;
        const auto info = inspectCheckpoint(entry);
        if (!info) continue;
        const fs::path target = store.folderOf(info->step);
        std::error_code error;
        if (fs::exists(target, error)) continue;
        fs::rename(entry, target, error);
        if (!error)
            log::info(concat("Recovered ", utf8FromPath(target.filename()),
                             ", which an interrupted run had left."));
    }
}

// The folder disappears at once under its name; what is left of it when this is interrupted is swept later.
Result<void> removeFolder(const fs::path& folder) {
    const fs::path aside = folder.parent_path() / concat(".attune-tmp-", platform::processId(), "-old-",
                                                         utf8FromPath(folder.filename()));
    std::error_code error;
    fs::rename(folder, aside, error);
    if (!error) {
        fs::remove(aside / "state.json", error); // so that it is never taken for one to recover
        fs::remove_all(aside, error);
    }
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(folder)));
    return {};
}

// Newest first: by sequence, because an earlier step may have been trained again.
std::vector<CheckpointInfo> newestFirst(std::vector<CheckpointInfo> list) {
    std::sort(list.begin(), list.end(),
              [](const CheckpointInfo& a, const CheckpointInfo& b) { return a.sequence > b.sequence; });
    return list;
}

} // namespace

CheckpointStore CheckpointStore::view(const fs::path& folder) {
    return CheckpointStore(folder);
}

Result<CheckpointStore> CheckpointStore::open(const fs::path& folder) {
    ATTUNE_CHECK(makeFolder(folder));
    CheckpointStore store(folder);
    recoverFinished(store);
    removeLeftoverTemporaries(folder);
    for (const CheckpointInfo& info : store.list()) removeLeftoverTemporaries(info.folder);
    return store;
}

fs::path CheckpointStore::folderOf(StepIndex step) const {
    std::array<char, 40> name{};
    std::snprintf(name.data(), name.size(), "step-%06lld", static_cast<long long>(step.value));
    return m_folder / name.data();
}

std::vector<CheckpointInfo> CheckpointStore::list() const {
    std::vector<CheckpointInfo> list;
    for (const fs::path& entry : entriesOf(m_folder)) {
        if (!isCheckpointName(entry)) continue;
        auto info = inspectCheckpoint(entry);
        if (!info) {
            log::warnOnce(info.error().describe());
            continue;
        }
        list.push_back(*std::move(info));
    }
    std::sort(list.begin(), list.end(),
              [](const CheckpointInfo& a, const CheckpointInfo& b) { return a.step < b.step; });
    return list;
}

Result<CheckpointInfo> CheckpointStore::write(const CheckpointContents& contents,
                                              const RetentionPolicy& policy, std::int64_t reserveBytes) {
    const std::int64_t needed = checkpointBytes(contents);
    ATTUNE_TRY(const std::int64_t free, platform::freeDiskBytes(m_folder));
    if (free - needed < reserveBytes)
        return fail(ErrorCode::DiskFull,
                    concat("A checkpoint needs ", humanBytes(needed), ", and of the ", humanBytes(free),
                           " left on the disk ", humanBytes(reserveBytes), " should stay free"),
                    utf8FromPath(m_folder), "Free some space, then continue.");
    std::int64_t sequence = 0;
    for (const CheckpointInfo& info : list()) sequence = std::max(sequence, info.sequence);
    ATTUNE_TRY(CheckpointInfo info,
               writeCheckpoint(folderOf(StepIndex{contents.progress.step}), contents, sequence + 1));
    applyRetention(policy);
    return info;
}

void CheckpointStore::applyRetention(const RetentionPolicy& policy) {
    if (policy.keepLast <= 0) return;
    const std::vector<CheckpointInfo> all = newestFirst(list());
    const CheckpointInfo* best = nullptr;
    for (const CheckpointInfo& info : all)
        if (policy.keepBest && info.heldOutLoss &&
            (best == nullptr || *info.heldOutLoss < *best->heldOutLoss))
            best = &info;
    for (std::size_t i = static_cast<std::size_t>(policy.keepLast); i < all.size(); ++i) {
        const CheckpointInfo& info = all[i];
        const bool isPinned = std::find(policy.pinnedSteps.begin(), policy.pinnedSteps.end(),
                                        info.step.value) != policy.pinnedSteps.end();
        if (isPinned || &info == best) continue;
        if (auto removed = removeFolder(info.folder); !removed)
            log::warning(concat("An old checkpoint could not be deleted: ", removed.error().describe()));
    }
}

Result<LoadedCheckpoint> CheckpointStore::loadNewest(const Cancellation& cancellation) const {
    for (const CheckpointInfo& info : newestFirst(list())) {
        if (!info.isResumable) continue;
        auto loaded = readCheckpoint(info.folder, cancellation);
        if (loaded || loaded.error().code == ErrorCode::Cancelled) return loaded;
        log::warning(concat(utf8FromPath(info.folder.filename()),
                            " cannot be used, so an older checkpoint is tried: ", loaded.error().describe()));
    }
    return fail(ErrorCode::NotFound, "There is no checkpoint to continue from", utf8FromPath(m_folder),
                "Start the run anew.");
}

Result<LoadedCheckpoint> CheckpointStore::load(StepIndex step, const Cancellation& cancellation) const {
    return readCheckpoint(folderOf(step), cancellation);
}

Result<void> CheckpointStore::thin(StepIndex step) {
    const fs::path folder = folderOf(step);
    ATTUNE_TRY(const CheckpointInfo info, inspectCheckpoint(folder));
    if (!info.isResumable) return {};
    ATTUNE_TRY(Json state, config::readJsonFile(folder / "state.json"));
    state["files"].erase("optimiser.safetensors");
    ATTUNE_CHECK(config::writeJsonFile(folder / "state.json",
                                       state)); // first, so that a half-done thinning is still valid
    std::error_code error;
    fs::remove(folder / "optimiser.safetensors", error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(folder)));
    return {};
}

Result<void> CheckpointStore::remove(StepIndex step) {
    const fs::path folder = folderOf(step);
    const std::vector<CheckpointInfo> all = list();
    const auto wanted =
        std::find_if(all.begin(), all.end(), [&](const CheckpointInfo& info) { return info.step == step; });
    if (wanted == all.end())
        return fail(ErrorCode::NotFound, "There is no such checkpoint", utf8FromPath(folder));
    const auto others = std::count_if(all.begin(), all.end(), [&](const CheckpointInfo& info) {
        return info.isResumable && info.step != step;
    });
    if (wanted->isResumable && others == 0)
        return fail(ErrorCode::Refused, "This is the only checkpoint that the run can be continued from",
                    utf8FromPath(folder));
    return removeFolder(folder);
}

} // namespace attune::train
