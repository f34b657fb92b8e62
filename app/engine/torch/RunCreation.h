// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunCreation: what a run would take, and making one: everything that repeats it, frozen in run.json.
//
// Threads: one at a time.
#pragma once

#include "app/engine/TrainJob.h"
#include "app/engine/torch/ModelSource.h"
#include "core/base/Result.h"
#include "core/latents/EncodeSettings.h"
#include "core/project/RunRecord.h"

namespace attune::engine {

// The weights that a run would begin with. Errors: InvalidConfig (settings), Refused (a model that cannot be
// trained), those of ModelSource::open.
[[nodiscard]] Result<ModelSource> openTrainableBase(const project::ModelCard& model,
                                                    const config::RunSettings& settings);

[[nodiscard]] Result<TrainPlan> planRun(const ProjectPlaces& places, const project::ModelCard& model,
                                        const config::RunSettings& settings);
[[nodiscard]] Result<project::RunRecord> createNewRun(const ProjectPlaces& places,
                                                      const project::ModelCard& model,
                                                      const config::RunSettings& settings,
                                                      const std::string& clonedFrom);

// The model as run.json keeps it: with its whole card, so that the run goes on when the registry has
// forgotten it.
[[nodiscard]] config::Json jsonFromModel(const project::ModelCard& model);
// The model and the encoding that a run was made with. Errors: InvalidConfig.
[[nodiscard]] Result<project::ModelCard> modelOfRun(const project::RunRecord& run);
[[nodiscard]] Result<latents::EncodeSettings> encodingOfRun(const project::RunRecord& run);

// The encode settings in a project's document; defaults where it has none. Errors: InvalidConfig, those of
// reading.
[[nodiscard]] Result<latents::EncodeSettings> encodingOfProject(const ProjectPlaces& places);

} // namespace attune::engine
