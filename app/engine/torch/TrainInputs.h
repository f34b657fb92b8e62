// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainInputs: what a run trains on: its training and held-out items from the project's latents, those that
// it took over from a pre-encoded folder behind them, and its texts.
//
// Ownership: owns sources, store and cache; the trainer refers to them. Threads: one at a time; sources from
// any.
#pragma once

#include "app/engine/ProjectPlaces.h"
#include "app/engine/torch/EncodeInputs.h"
#include "app/engine/torch/ModelSource.h"
#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/encode/StoreSource.h"
#include "core/encode/TextCache.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace attune::engine {

struct TrainSources {
    latents::LatentIdentity identity; // of a project's latents; empty for folders of the reference
    latents::EncodeSettings settings;
    std::unique_ptr<encode::TrainingSource> training; // null when nothing is encoded
    std::unique_ptr<encode::TrainingSource> heldOut;  // null when nothing is held out
    std::vector<audio::CropWindow>
        trainingWindows; // of the items of `training` that were encoded here, in their order
    std::vector<audio::CropWindow> heldOutWindows;
    std::int64_t missingItems{0};   // windows of usable clips without latents
    std::string firstMissing;       // name of one
    std::int64_t latentFrames{0};   // of one example
    std::vector<std::string> texts; // every prompt of the items
};

// Errors: those of the library, the store and the model's files. Items without latents are counted, not
// errors. `draw`: how items are drawn from what the encoder said; the mean where the store holds nothing
// else.
[[nodiscard]] Result<TrainSources>
openTrainSources(const ProjectPlaces& places, const ModelSource& source,
                 const latents::EncodeSettings& encodeSettings, const config::RunSettings& run,
                 encode::PosteriorDraw draw = encode::PosteriorDraw::Fresh);

// Features of `texts`; those that were never embedded are embedded now, then the text encoder is let go.
// Null for a model without prompts. Errors: NotFound (no text encoder), those of TextCache.
[[nodiscard]] Result<std::unique_ptr<encode::TextCache>>
openTextCache(const ProjectPlaces& places, const ModelSource& source, c10::Device device,
              const std::vector<std::string>& texts, const ProgressSink& progress,
              const Cancellation& cancellation);

} // namespace attune::engine
