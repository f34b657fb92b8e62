// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImportJob: a stable-audio-tools folder (dataset_config.json, model_config.json, defaults.ini) into a project: its
// sounds as source folders, its prompts, its training settings. Needs no LibTorch.
//
// A pre-encoded folder names the sounds that it was made of; where these are on this disk they are added, with the
// prompts of the documents. Latents are not taken over: they are encoded anew, which is fast and exact here.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "app/engine/ProjectPlaces.h"
#include "core/config/RunSettings.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

struct ImportRequest {
    ProjectPlaces places;
    std::filesystem::path source; // the folder, or a dataset config in it
};

struct ImportOutcome {
    std::vector<std::filesystem::path> soundFolders; // added to the project
    std::int64_t clips{0};          // found in them
    std::int64_t prompts{0};        // taken over from documents, or written by a preset
    std::int64_t missingSounds{0};  // named by documents and not on this disk
    std::string promptPreset;       // that does what the metadata module does; empty = none
    std::optional<config::RunSettings> settings; // of model_config.json and defaults.ini
    std::filesystem::path pretrained; // the model that the settings start from; empty = not named
    std::vector<std::string> notes;
};

// Errors of the job: NotFound (no dataset config), InvalidConfig, Refused (a metadata module that is not recognised),
// those of scanning; Cancelled.
[[nodiscard]] JobWithOutcome<ImportOutcome> makeImportJob(ImportRequest request);

} // namespace attune::engine
