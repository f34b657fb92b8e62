// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImportJob: a stable-audio-tools folder (dataset_config.json, model_config.json, defaults.ini) into a
// project: its sounds as source folders, its prompts, its training settings. Needs no LibTorch.
//
// A pre-encoded folder is taken over with its latents as they are (ImportedLatents.h): its sounds need not be
// on this disk, and nothing is encoded again. On request the sounds that it names are added instead, with its
// prompts.
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

enum class PreEncodedData {
    TakeLatents,
    EncodeAgain // from the sounds that the documents name, as far as they are on this disk
};

struct ImportRequest {
    ProjectPlaces places;
    std::filesystem::path source; // the folder, or a dataset config in it
    PreEncodedData preEncoded{PreEncodedData::TakeLatents};
};

struct ImportOutcome {
    std::vector<std::filesystem::path> soundFolders; // added to the project
    std::int64_t clips{0};                           // found in them
    std::int64_t prompts{0};                         // taken over from documents, or written by a preset
    std::int64_t latents{0};                         // pairs taken over to train on
    std::int64_t heldOutLatents{0};                  // pairs taken over to measure with
    std::filesystem::path latentsFolder;             // where they are now
    std::int64_t missingSounds{0};                   // named by documents and not on this disk
    std::string promptPreset;                        // that does what the metadata module does; empty = none
    std::optional<config::RunSettings> settings;     // of model_config.json and defaults.ini
    std::filesystem::path pretrained; // the model that the settings start from; empty = not named
    std::vector<std::string> notes;
};

// Errors of the job: NotFound (no dataset config), InvalidConfig, Refused (a metadata module that is not
// recognised), those of scanning; Cancelled.
[[nodiscard]] JobWithOutcome<ImportOutcome> makeImportJob(ImportRequest request);

} // namespace attune::engine
