// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreEncodedInputs: a data set of pre-encoded pairs as something to train on: one of the reference's own, or
// the ones that a project has taken over.
//
// Threads: one at a time.
#pragma once

#include "app/engine/ProjectPlaces.h"
#include "app/engine/torch/ModelSource.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/DatasetConfig.h"
#include "core/config/RunSettings.h"
#include "core/encode/TrainingSource.h"

#include <cstdint>
#include <memory>

namespace attune::engine {

// As the reference reads it: its crop, length filters and metadata module (where that is known).
// Errors: those of satPromptsOf and PreEncodedSource::open; Cancelled.
[[nodiscard]] Result<std::unique_ptr<encode::TrainingSource>>
openPreEncoded(const config::DatasetConfig& dataset, const ModelSource& source, const ProgressSink& progress,
               const Cancellation& cancellation);

// Everything that a project has taken over, cut to at most `latentFrames` where the settings of a run ask for
// less.
struct ImportedSources {
    std::unique_ptr<encode::TrainingSource> training; // null when there is none
    std::unique_ptr<encode::TrainingSource> heldOut;
};
// Errors: as above; ShapeMismatch (sets of different latents).
[[nodiscard]] Result<ImportedSources> openImported(const ProjectPlaces& places, const ModelSource& source,
                                                   const config::RunSettings& run, std::int64_t latentFrames);

} // namespace attune::engine
