// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImportedLatents: pre-encoded pairs of stable-audio-tools (.npy and .json) that a project has taken over as they are,
// and trains on beside what it encodes itself. Nothing is encoded again, and the sounds need not be on this disk.
//
//   latents/imported/<name>/dataset_config.json      the crop settings and the folder train/
//                           val_dataset_config.json  the same for held_out/, where there is one
//                           train/0/*.npy + .json    copies; the prompt of the metadata module is written into each .json
//                           held_out/0/…
//
// So each of them is a data set of the reference itself. To let go of one, delete its folder. Threads: from any thread.
#pragma once

#include "app/engine/ProjectPlaces.h"
#include "app/engine/SatPrompts.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/DatasetConfig.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

struct ImportedSet {
    std::filesystem::path trainingConfig;   // dataset_config.json
    std::filesystem::path validationConfig; // empty = nothing is held out
};

// By name. A project without any has none.
[[nodiscard]] std::vector<ImportedSet> importedSets(const ProjectPlaces& places);

// One of the two configs, with the folder beside it. Errors: those of readDatasetConfig.
[[nodiscard]] Result<config::DatasetConfig> readImportedConfig(const std::filesystem::path& file);

struct LatentsToImport {
    std::filesystem::path folder; // the imported folder: its name becomes the set's
    config::DatasetConfig training;
    SatPrompts trainingPrompts;
    // Without one, a tenth of the sounds is held out, as with sounds that are encoded here.
    std::optional<config::DatasetConfig> validation;
    SatPrompts validationPrompts;
};

struct TakenLatents {
    std::filesystem::path folder; // of the set
    std::int64_t training{0};
    std::int64_t heldOut{0};
    std::int64_t frames{0}; // L of the first pair
    std::vector<std::string> trainingPrompts;
    std::vector<std::string> skipped; // "pair: reason"
};

// All or nothing. Errors: AlreadyExists (the set is there), NotFound (no usable pair), those of copying; Cancelled.
[[nodiscard]] Result<TakenLatents> takeOverLatents(const ProjectPlaces& places, const LatentsToImport& source, const ProgressSink& progress,
                                                   const Cancellation& cancellation);

} // namespace attune::engine
