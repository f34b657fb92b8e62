// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodeInputs: what encoding and training share: the usable clips of a library, the identity under which a
// model's latents are stored, and the store itself.
//
// Threads: one at a time.
#pragma once

#include "app/engine/EncodeJob.h"
#include "app/engine/torch/ModelSource.h"
#include "core/base/Result.h"
#include "core/dataset/Library.h"
#include "core/encode/TextCache.h"
#include "core/latents/EncodePlan.h"
#include "core/latents/LatentStore.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace attune::engine {

struct LibraryClip {
    dataset::ClipRecord record;
    latents::EncodeClip sound;
    std::vector<dataset::PromptAlternative> prompts; // at least one
};
// The clips that take part, in the order of the library. Errors: those of Library.
[[nodiscard]] Result<std::vector<LibraryClip>> usableClips(const std::filesystem::path& libraryFile);

// Settings as the encoder can use them: the model's own window where none is given, whole latent frames.
[[nodiscard]] latents::EncodeSettings fittingSettings(latents::EncodeSettings settings,
                                                      const ModelSource& source);

// Under which the latents of a model and settings are stored. Errors: those of encoderIdentity.
[[nodiscard]] Result<latents::LatentIdentity> latentIdentity(const ModelSource& source,
                                                             const latents::EncodeSettings& settings);

// The project's store, with the shared one of this computer behind it. Errors: those of LatentStore::open.
[[nodiscard]] Result<std::unique_ptr<latents::LatentStore>>
openLatents(const ProjectPlaces& places, const latents::LatentIdentity& identity,
            latents::ShardStoreOptions::Access access);

// The project's stored text features. Null for a model without prompts. Errors: NotFound (no text encoder),
// those of TextStore.
[[nodiscard]] Result<std::unique_ptr<latents::TextStore>>
openTexts(const ProjectPlaces& places, const ModelSource& source, const Cancellation& cancellation = {});

// How far the encoder's answer to sound and to the window's end reaches, for plans.
[[nodiscard]] latents::EncodePlanOptions planOptions(const ModelSource& source);

} // namespace attune::engine
