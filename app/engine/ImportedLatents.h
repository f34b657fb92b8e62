// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImportedLatents: pre-encoded pairs of stable-audio-tools (.npy and .json) that a project has taken over as
// they are, and trains on beside what it encodes itself. Nothing is encoded again, and the sounds need not be
// on this disk. Where they lie is said by core/latents/ImportedSets.h; the prompt of the metadata module is
// written into each pair's document.
//
// To let go of a set, delete its folder. Threads: from any thread.
#pragma once

#include "app/engine/ProjectPlaces.h"
#include "app/engine/SatPrompts.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/DatasetConfig.h"
#include "core/latents/ImportedSets.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

using latents::ImportedSet;
using latents::readImportedConfig;

// By name. A project without any has none.
[[nodiscard]] inline std::vector<ImportedSet> importedSets(const ProjectPlaces& places) {
    return latents::importedSets(places.latentsFolder);
}

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

// All or nothing. Errors: AlreadyExists (the set is there), NotFound (no usable pair), those of copying;
// Cancelled.
[[nodiscard]] Result<TakenLatents> takeOverLatents(const ProjectPlaces& places, const LatentsToImport& source,
                                                   const ProgressSink& progress,
                                                   const Cancellation& cancellation);

} // namespace attune::engine
