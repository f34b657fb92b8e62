// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunRecord: one training run on disk, runs/0003-warm-kicks/:
//
//     run.json        frozen when the run is made: everything that repeats it, with versions and seeds
//     status.json     what becomes of it: state, step, notes, pins
//     metrics.sqlite  numbers by step (MetricsStore)            log.txt    what happened, in lines
//     checkpoints/step-000500/   complete when state.json is there (core/train)
//     demos/step-000500/         sounds and demos.json (DemoIndex)
//     run.lock        held by the process that trains; how an interrupted run is told from a running one
//
// Value types, and a store that lists and makes them. Threads: from any thread; one writer a run.
#pragma once

#include "core/base/Result.h"
#include "core/base/platform/Platform.h"
#include "core/config/Json.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::project {

enum class RunStatus {
    Created,    // made, never started
    Running,    // a process trains it now (or did until it died; see RunStore)
    Stopped,    // stopped and saved before its last step
    Finished,   // all steps done
    Failed,     // `error` says why; may be resumed from its last checkpoint
    Interrupted // its process died without a word
};
[[nodiscard]] std::string_view runStatusName(RunStatus status) noexcept; // "running", …

// run.json. Never changes.
struct RunDescription {
    std::int64_t number{0}; // 3 of 0003-warm-kicks
    std::string name;
    std::string createdUtc;
    config::Json settings;  // config::RunSettings as JSON; seeds are in it
    config::Json model;     // what it starts from: card id, name, path, hash
    config::Json dataset;   // fingerprint, clip counts, encode settings
    config::Json versions;  // Attune, LibTorch, device: what may change the last bits
    std::string clonedFrom; // folder name of the run it was made from; empty = none
};

// status.json.
struct RunState {
    RunStatus status{RunStatus::Created};
    std::int64_t step{0};       // optimiser steps taken
    double trainedSeconds{0.0}; // pauses excluded
    std::string startedUtc;     // the first time
    std::string endedUtc;       // the last time
    std::optional<Error> error; // of a failed run
    std::string notes;
    bool isPinned{false};                  // never proposed for cleaning
    std::vector<std::int64_t> pinnedSteps; // checkpoints to keep whatever happens
    std::optional<std::int64_t> bestStep;  // checkpoint with the lowest held-out loss
    std::optional<std::int64_t> takenTo;   // the step to train to, when it is another than the settings say
};

class RunRecord {
public:
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }
    [[nodiscard]] std::string folderName() const; // "0003-warm-kicks"
    [[nodiscard]] const RunDescription& description() const noexcept { return m_description; }
    [[nodiscard]] const RunState& state() const noexcept { return m_state; }

    [[nodiscard]] std::filesystem::path settingsFile() const { return m_folder / "run.json"; }
    [[nodiscard]] std::filesystem::path statusFile() const { return m_folder / "status.json"; }
    [[nodiscard]] std::filesystem::path metricsFile() const { return m_folder / "metrics.sqlite"; }
    [[nodiscard]] std::filesystem::path logFile() const { return m_folder / "log.txt"; }
    [[nodiscard]] std::filesystem::path checkpointsFolder() const { return m_folder / "checkpoints"; }
    [[nodiscard]] std::filesystem::path demosFolder() const { return m_folder / "demos"; }

    // Steps of complete checkpoints, ascending.
    [[nodiscard]] std::vector<std::int64_t> checkpointSteps() const;
    [[nodiscard]] std::filesystem::path checkpointFolder(std::int64_t step) const; // checkpoints/step-000500
    [[nodiscard]] std::filesystem::path demoFolder(std::int64_t step) const;

    // Reads status.json again. Errors: those of reading.
    [[nodiscard]] Result<void> reload();
    // Writes the state, whole. Errors: those of AtomicFile.
    [[nodiscard]] Result<void> saveState(const RunState& state);

private:
    friend class RunStore;
    RunRecord(std::filesystem::path folder, RunDescription description)
        : m_folder(std::move(folder)), m_description(std::move(description)) {}
    std::filesystem::path m_folder;
    RunDescription m_description;
    RunState m_state;
};

// Holds run.lock and has the run marked as Running; what becomes of it is told to end(). Destroyed without
// end() (the program ends by an exception) the lock goes and the run counts as interrupted.
class RunSession {
public:
    // `run` must outlive it. Errors: Locked (another process trains it), those of writing.
    [[nodiscard]] static Result<RunSession> begin(RunRecord& run);
    // Writes progress now and then, so that an interrupted run knows how far it was.
    [[nodiscard]] Result<void> noteProgress(std::int64_t step, double trainedSeconds);
    [[nodiscard]] Result<void> end(RunStatus status, std::optional<Error> error = std::nullopt);

private:
    RunSession(RunRecord& run, std::unique_ptr<platform::FileLock> lock)
        : m_run(&run), m_lock(std::move(lock)) {}
    RunRecord* m_run; // not owned
    std::unique_ptr<platform::FileLock> m_lock;
};

// "step-000500"; wider numbers stay whole.
[[nodiscard]] std::string stepFolderName(std::int64_t step);
[[nodiscard]] std::optional<std::int64_t> stepFromFolderName(std::string_view name) noexcept;

} // namespace attune::project
