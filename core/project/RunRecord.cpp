// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/RunRecord.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/project/RunDocuments.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace attune::project {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kStepPrefix = "step-";
constexpr std::size_t kStepDigits = 6;
constexpr std::chrono::milliseconds kLockPatience{200}; // someone may be looking whether the run is trained

} // namespace

std::string stepFolderName(std::int64_t step) {
    std::string digits = concat(step);
    if (digits.size() < kStepDigits) digits.insert(0, kStepDigits - digits.size(), '0');
    return std::string(kStepPrefix) + digits;
}

std::optional<std::int64_t> stepFromFolderName(std::string_view name) noexcept {
    if (!name.starts_with(kStepPrefix)) return std::nullopt;
    name.remove_prefix(kStepPrefix.size());
    std::int64_t step = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), step);
    if (error != std::errc() || end != name.data() + name.size() || step < 0) return std::nullopt;
    return step;
}

std::string RunRecord::folderName() const {
    return utf8FromPath(m_folder.filename());
}
fs::path RunRecord::checkpointFolder(std::int64_t step) const {
    return checkpointsFolder() / stepFolderName(step);
}
fs::path RunRecord::demoFolder(std::int64_t step) const {
    return demosFolder() / stepFolderName(step);
}

std::vector<std::int64_t> RunRecord::checkpointSteps() const {
    std::vector<std::int64_t> steps;
    std::error_code error;
    for (auto it = fs::directory_iterator(checkpointsFolder(), error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        const auto step = stepFromFolderName(utf8FromPath(it->path().filename()));
        std::error_code ignored;
        if (step && fs::is_regular_file(it->path() / "state.json", ignored)) steps.push_back(*step);
    }
    std::sort(steps.begin(), steps.end());
    return steps;
}

Result<void> RunRecord::reload() {
    auto state = readRunState(statusFile());
    if (state)
        m_state = *std::move(state);
    else if (state.error().code == ErrorCode::NotFound) // the process died between run.json and status.json
        m_state = RunState{};
    else
        return fail(std::move(state).error());
    return {};
}

Result<void> RunRecord::saveState(const RunState& state) {
    ATTUNE_CHECK(writeRunState(statusFile(), state));
    m_state = state;
    return {};
}

Result<RunSession> RunSession::begin(RunRecord& run) {
    ATTUNE_TRY(auto lock, platform::FileLock::acquire(run.folder() / "run.lock", kLockPatience));
    // Nobody else writes here now: what a process that was killed had begun goes.
    removeLeftoverTemporaries(run.folder());
    removeLeftoverTemporaries(run.demosFolder());
    ATTUNE_CHECK(run.reload());
    RunState state = run.state();
    state.status = RunStatus::Running;
    if (state.startedUtc.empty()) state.startedUtc = utcNow();
    state.endedUtc.clear();
    state.error.reset();
    ATTUNE_CHECK(run.saveState(state));
    return RunSession(run, std::move(lock));
}

Result<void> RunSession::noteProgress(std::int64_t step, double trainedSeconds) {
    ATTUNE_CHECK(m_run->reload()); // notes and pins may have been edited meanwhile
    RunState state = m_run->state();
    state.step = step;
    state.trainedSeconds = trainedSeconds;
    return m_run->saveState(state);
}

Result<void> RunSession::end(RunStatus status, std::optional<Error> error) {
    ATTUNE_CHECK(m_run->reload());
    RunState state = m_run->state();
    state.status = status;
    state.error = std::move(error);
    state.endedUtc = utcNow();
    ATTUNE_CHECK(m_run->saveState(state));
    m_lock.reset();
    return {};
}

} // namespace attune::project
