// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodeJob: sounds to latents and prompts to text features, for a project and a model. What is there already
// is reused; what was done when it is stopped or killed is kept.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "app/engine/ProjectPlaces.h"
#include "core/base/Units.h"
#include "core/latents/EncodeSettings.h"
#include "core/project/ModelCard.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::engine {

struct EncodeRequest {
    ProjectPlaces places;
    project::ModelCard model;
    latents::EncodeSettings settings; // windowFrames 0 = the model's own length
    std::string device{"auto"};
    std::vector<std::string> extraPrompts; // texts that a run will need besides those of the clips (demos)
};

// What encoding would do, before it is done.
struct EncodePlan {
    std::int64_t clips{0};      // usable ones
    std::int64_t windows{0};    // training items they give, without the silent ones
    std::int64_t silent{0};     // windows found to hold nothing that sounds
    std::int64_t encoded{0};    // items that are there already
    std::int64_t toEncode{0};   // items still to do
    double secondsOfSound{0.0}; // of those, after cropping
    std::int64_t diskBytes{0};  // that the new latents will take, at most
    std::int64_t freeDiskBytes{0};
    std::int64_t memoryBytes{0}; // that encoding takes at its peak, about; 0 = nothing to do
    std::int64_t promptsToDo{0};
    double secondsLost{0.0}; // of sound that the window cuts off
    std::int64_t clipsCut{0};
    std::int64_t imported{0};    // pairs that the project took over, which need no encoding
    std::vector<ClipId> waiting; // clips that are not, or not wholly, encoded; by number
};

struct EncodeProblem {
    ClipId clip;
    std::string path;
    Error error;
};

struct EncodeOutcome {
    std::int64_t encoded{0};
    std::int64_t reused{0};
    std::int64_t prompts{0}; // newly embedded
    double seconds{0.0};
    double clipsPerSecond{0.0};
    std::int64_t storedBytes{0};         // of the whole store
    std::vector<EncodeProblem> problems; // clips that could not be encoded; they are left out of training
};

using EncodeJobWithOutcome = JobWithOutcome<EncodeOutcome>;

} // namespace attune::engine
