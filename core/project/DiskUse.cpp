// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/DiskUse.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/project/RunStore.h"

#include <algorithm>

namespace attune::project {

namespace fs = std::filesystem;

namespace {

KeptBecause keptBecause(const RunRecord& run, std::int64_t step, std::int64_t lastStep) {
    const RunState& state = run.state();
    if (state.status == RunStatus::Running) return KeptBecause::BeingTrained;
    if (state.isPinned) return KeptBecause::PinnedRun;
    if (std::find(state.pinnedSteps.begin(), state.pinnedSteps.end(), step) != state.pinnedSteps.end())
        return KeptBecause::PinnedCheckpoint;
    if (step == lastStep) return KeptBecause::LastCheckpoint;
    if (state.bestStep == step) return KeptBecause::BestCheckpoint;
    return KeptBecause::Nothing;
}

} // namespace

std::string_view keptBecauseText(KeptBecause reason) noexcept {
    switch (reason) {
    case KeptBecause::Nothing:
        return "";
    case KeptBecause::PinnedRun:
        return "its run is pinned";
    case KeptBecause::PinnedCheckpoint:
        return "it is pinned";
    case KeptBecause::LastCheckpoint:
        return "it is the last one, from which the run resumes";
    case KeptBecause::BestCheckpoint:
        return "it has the lowest held-out loss";
    case KeptBecause::BeingTrained:
        return "its run is being trained";
    }
    return "";
}

std::int64_t RunUse::cleanableBytes() const noexcept {
    std::int64_t bytes = 0;
    for (const CheckpointUse& checkpoint : checkpoints)
        if (checkpoint.kept == KeptBecause::Nothing) bytes += checkpoint.bytes;
    return bytes;
}

std::int64_t ProjectUse::totalBytes() const noexcept {
    std::int64_t bytes = latentBytes + otherBytes;
    for (const RunUse& run : runs) bytes += run.totalBytes();
    return bytes;
}

std::int64_t bytesBelow(const fs::path& folder, const Cancellation& cancellation) {
    std::int64_t bytes = 0;
    std::error_code error;
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto it = fs::recursive_directory_iterator(folder, options, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        if (cancellation.isRequested()) break;
        std::error_code ignored;
        if (it->symlink_status(ignored).type() != fs::file_type::regular) continue;
        const auto size = it->file_size(ignored);
        if (!ignored) bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

Result<RunUse> measureRun(const RunRecord& run, const Cancellation& cancellation) {
    RunUse use;
    use.folderName = run.folderName();
    use.name = run.description().name;
    use.status = run.state().status;
    const std::vector<std::int64_t> steps = run.checkpointSteps();
    for (const std::int64_t step : steps) {
        const fs::path folder = run.checkpointFolder(step);
        use.checkpoints.push_back(
            {step, folder, bytesBelow(folder, cancellation), keptBecause(run, step, steps.back())});
    }
    use.checkpointBytes = bytesBelow(run.checkpointsFolder(), cancellation);
    use.demoBytes = bytesBelow(run.demosFolder(), cancellation);
    use.otherBytes = bytesBelow(run.folder(), cancellation) - use.checkpointBytes - use.demoBytes;
    ATTUNE_CHECK(cancellation.check("Measuring the disk"));
    return use;
}

Result<ProjectUse> measureProject(const fs::path& projectFolder, const Cancellation& cancellation) {
    std::error_code error;
    if (!fs::is_directory(projectFolder, error))
        return fail(ErrorCode::NotFound, "There is no such folder", utf8FromPath(projectFolder));
    ProjectUse use;
    std::int64_t runBytes = 0;
    for (const RunRecord& run : RunStore(projectFolder / "runs").list()) {
        ATTUNE_TRY(auto measured, measureRun(run, cancellation));
        runBytes += measured.totalBytes();
        use.runs.push_back(std::move(measured));
    }
    use.latentBytes = bytesBelow(projectFolder / "latents", cancellation);
    use.otherBytes = bytesBelow(projectFolder, cancellation) - runBytes - use.latentBytes;
    ATTUNE_TRY(use.freeBytes, platform::freeDiskBytes(projectFolder));
    ATTUNE_CHECK(cancellation.check("Measuring the disk"));
    return use;
}

Result<std::int64_t> removeCheckpoint(const RunRecord& run, std::int64_t step) {
    ATTUNE_TRY(const RunRecord current, RunStore::load(run.folder()));
    const std::vector<std::int64_t> steps = current.checkpointSteps();
    const fs::path folder = current.checkpointFolder(step);
    const std::string name = utf8FromPath(folder);
    if (std::find(steps.begin(), steps.end(), step) == steps.end())
        return fail(ErrorCode::NotFound, "There is no such checkpoint", name);
    if (const KeptBecause reason = keptBecause(current, step, steps.back()); reason != KeptBecause::Nothing)
        return fail(ErrorCode::Refused, concat("The checkpoint stays: ", keptBecauseText(reason)), name);
    const std::int64_t bytes = bytesBelow(folder);
    ATTUNE_TRY(auto grave, AtomicDirectory::create(current.checkpointsFolder() / "removed"));
    std::error_code error;
    fs::rename(folder, grave.path() / "checkpoint", error);
    if (error) return fail(errorFromException(std::system_error(error), name));
    fs::remove_all(grave.path(), error);
    if (error) return fail(errorFromException(std::system_error(error), name));
    return bytes;
}

} // namespace attune::project
