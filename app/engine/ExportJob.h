// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExportJob: a checkpoint or a model as a file that other Stable Audio tools open, with its model_config.json
// beside it; or a whole stable-audio-tools project.
#pragma once

#include "app/engine/GenerateJob.h"
#include "app/engine/JobWithOutcome.h"
#include "app/engine/ProjectPlaces.h"
#include "core/project/ModelCard.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace attune::engine {

enum class ModelFileFormat {
    SafeTensors,
    TorchCheckpoint, // unwrapped .ckpt
    Adapter          // the adapters of a LoRA run alone, not merged, as .safetensors; no model_config.json
};
enum class FilePrecision { AsIs, Float32, Float16, BFloat16 };
enum class ExistingFiles { Refuse, Replace };

struct ExportModelRequest {
    project::ModelCard model;
    std::filesystem::path checkpointFolder; // empty = the model itself (conversion)
    WeightsChoice weights{WeightsChoice::Averaged};
    std::filesystem::path target; // the file; model_config.json is written beside a whole model
    ModelFileFormat format{ModelFileFormat::SafeTensors};
    FilePrecision precision{FilePrecision::AsIs};
    ExistingFiles existing{ExistingFiles::Refuse};
};

// Latents, model_config.json, dataset_config.json, metadata module, defaults.ini and the command line.
struct ExportReferenceRequest {
    ProjectPlaces places;
    std::filesystem::path runFolder; // whose settings, model and clips
    std::filesystem::path target;    // the folder
    ExistingFiles existing{ExistingFiles::Refuse};
};

struct ExportOutcome {
    std::vector<std::filesystem::path> files; // the most important first
    std::int64_t bytes{0};
    std::string commandLine; // that trains the same with stable-audio-tools; of ExportReferenceRequest
};

} // namespace attune::engine
