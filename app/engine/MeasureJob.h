// SPDX-License-Identifier: GPL-3.0-or-later
//
// MeasureJob: one optimiser step of a planned run, tried on the machine itself: what it needs in memory and
// how long it takes, where TrainPlan only estimates. Nothing is kept, no weight is changed, no clip is read.
#pragma once

#include "app/engine/ProjectPlaces.h"
#include "core/config/RunSettings.h"
#include "core/project/ModelCard.h"

#include <cstdint>
#include <string>

namespace attune::engine {

struct MeasureRequest {
    ProjectPlaces places;
    project::ModelCard model;
    config::RunSettings settings;
};

struct MeasureOutcome {
    std::string device;          // "cuda:0 (NVIDIA GeForce RTX 4060)"
    std::int64_t deviceBytes{0}; // memory that the device has
    std::int64_t stepBytes{0};   // of it, what the run's process needs at most in a step
    double secondsPerStep{0.0};  // an optimiser step, all of its batches
};

} // namespace attune::engine
