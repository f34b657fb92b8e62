// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImportedSets: pre-encoded pairs of stable-audio-tools that lie in a project as they were made, and are
// trained on beside what the project encodes itself.
//
//   latents/imported/<name>/dataset_config.json      the crop settings and the folder train/
//                           val_dataset_config.json  the same for held_out/, where there is one
//                           train/0/*.npy + .json
//                           held_out/0/…
//
// So each of them is a data set of the reference itself. Threads: from any thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/config/DatasetConfig.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::latents {

struct ImportedSet {
    std::filesystem::path trainingConfig;   // dataset_config.json
    std::filesystem::path validationConfig; // empty = nothing is held out

    [[nodiscard]] std::filesystem::path folder() const { return trainingConfig.parent_path(); }
};

// Where the sets of a project lie, by the folder of its latents.
[[nodiscard]] std::filesystem::path importedFolder(const std::filesystem::path& latentsFolder);
// By name. A project without any has none.
[[nodiscard]] std::vector<ImportedSet> importedSets(const std::filesystem::path& latentsFolder);
// One of the two configs, with the folder beside it. Errors: those of readDatasetConfig.
[[nodiscard]] Result<config::DatasetConfig> readImportedConfig(const std::filesystem::path& file);

// A pair as far as it is known without its latents.
struct ImportedPair {
    std::string name; // of the sound that it was made of
    std::string prompt;
    bool isHeldOut{false};
    double secondsTotal{0.0}; // of the sound
    std::optional<Error> problem;
};

// The pairs of a set, those to train on first. Errors: those of readImportedConfig and
// PreEncodedFolder::open; Cancelled.
[[nodiscard]] Result<std::vector<ImportedPair>> importedPairs(const ImportedSet& set,
                                                              const Cancellation& cancellation = {});

struct ImportedCounts {
    std::int64_t training{0};
    std::int64_t heldOut{0};
};
// Without looking into the pairs; a set that cannot be read counts nothing.
[[nodiscard]] ImportedCounts countImported(const ImportedSet& set);

} // namespace attune::latents
