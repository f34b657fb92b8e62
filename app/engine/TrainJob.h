// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainJob: a run from its first or last step on. The same job starts and resumes: a run that has checkpoints
// goes on from the newest good one.
//
// Needs the latents of the run's clips (EncodeJob). Writes checkpoints, demos, metrics.sqlite, log.txt and
// the run's state; a stop always leaves a checkpoint.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "app/engine/ProjectPlaces.h"
#include "core/base/Units.h"
#include "core/config/RunSettings.h"
#include "core/project/ModelCard.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

// What happens on the way, told on the job's thread; each may be empty. Must be quick and not throw.
struct TrainEvents {
    std::function<void(StepIndex, const std::filesystem::path& folder)> checkpointWritten;
    std::function<void(StepIndex, const std::filesystem::path& folder)> demosWritten;
    std::function<void(const Error&)> demoFailed; // the run goes on
};

struct TrainRequest {
    ProjectPlaces places;
    std::filesystem::path runFolder;   // made by Engine::createRun
    std::optional<std::int64_t> steps; // train to this step instead of the one in the settings
    TrainEvents events;
};

struct TrainOutcome {
    StepIndex step;
    bool areAllStepsDone{false}; // false: stopped before
    std::optional<StepIndex> lastCheckpoint;
    std::filesystem::path checkpointFolder; // of the last one
    std::optional<double> heldOutLoss;      // the last one measured
    double seconds{0.0};                    // of this session
};

// What a run would take, before it is started.
struct MemoryShare {
    std::string name; // "weights", "gradients", "optimiser", "averages", "activations"
    std::int64_t bytes{0};
};
struct TrainPlan {
    std::int64_t trainItems{0};
    std::int64_t heldOutItems{0};
    std::int64_t missingItems{0}; // clips without latents: encode first
    std::int64_t effectiveBatch{0};
    std::int64_t stepsPerEpoch{0};
    double epochs{0.0}; // of the whole run
    double clipSeconds{0.0};
    std::optional<double>
        secondsPerStep; // of the last run on the model, scaled to this batch and length; empty = not known
    std::int64_t checkpointBytes{0}; // of one
    std::int64_t diskBytes{0};       // of the whole run at most, with what is kept
    std::int64_t freeDiskBytes{0};
    std::int64_t reserveBytes{0}; // that have to stay free: a run that would take them pauses
    [[nodiscard]] bool hasRoom() const noexcept { return freeDiskBytes - diskBytes >= reserveBytes; }
    std::string device;
    std::int64_t deviceBytes{0};     // memory that the device has
    std::vector<MemoryShare> memory; // of the device
    [[nodiscard]] std::int64_t memoryBytes() const noexcept {
        std::int64_t sum = 0;
        for (const MemoryShare& share : memory) sum += share.bytes;
        return sum;
    }
    std::vector<std::string>
        changesToFit; // in sentences: the mildest changes after which it fits; empty when it does
    std::vector<config::RunAdvice> advice;
};

} // namespace attune::engine
