// SPDX-License-Identifier: GPL-3.0-or-later
//
// GenerateJob: prompts to sounds, with a registered model or a checkpoint of a run.
//
// Writes a folder of demos (a run's demos/step-000500, for listening side by side) or single files anywhere.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "app/engine/ProjectPlaces.h"
#include "core/base/Units.h"
#include "core/config/RunSettings.h"
#include "core/project/ModelCard.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

enum class WeightsChoice {
    Averaged, // EMA where there is one, else the plain weights
    Online    // the weights of the last step
};

enum class SoundFormat { Flac24, Wav24, WavFloat };

enum class GenerateTarget {
    DemoFolder, // the whole folder appears at once and replaces an older one, as training writes it (24-bit
                // FLAC)
    LooseFiles  // one file a sound, beside what is there; nothing is replaced
};

struct GenerateRequest {
    project::ModelCard model;
    // A checkpoint of a run on that model; empty = the model itself.
    std::filesystem::path checkpointFolder;
    WeightsChoice weights{WeightsChoice::Averaged};
    config::DemoSettings settings; // prompts, seeds, guidance, sampler, length
    std::string
        sampler; // asked for by name: refused where the model has no such one; empty = that of settings
    std::filesystem::path initFile; // a sound to vary; empty = none
    double initNoiseLevel{0.0};     // how far from it: v 0.1 to 100, flow 0 to 1; 0 = a good middle
    GenerateTarget target{GenerateTarget::LooseFiles};
    std::filesystem::path outputFolder;
    StepIndex step;                          // of the checkpoint, for tags and demos.json
    SoundFormat format{SoundFormat::Flac24}; // of loose files
    std::string device{"auto"};
};

struct GeneratedSound {
    std::filesystem::path file;
    std::string prompt;
    std::int64_t seed{0};
    double cfgScale{1.0};
    double seconds{0.0};
};

struct GenerateOutcome {
    std::vector<GeneratedSound> sounds;
    double seconds{0.0};
};

} // namespace attune::engine
