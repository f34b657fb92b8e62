// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/EncodeInputs.h"

#include "core/encode/EncoderIdentity.h"
#include "core/model/ReceptiveField.h"

#include <algorithm>

namespace attune::engine {

namespace fs = std::filesystem;

Result<std::vector<LibraryClip>> usableClips(const fs::path& libraryFile) {
    ATTUNE_TRY(const dataset::Library library, dataset::Library::open(libraryFile));
    ATTUNE_TRY(std::vector<dataset::ClipRecord> records, library.clips());
    std::vector<LibraryClip> clips;
    for (dataset::ClipRecord& record : records) {
        if (!record.isUsable()) continue;
        LibraryClip clip;
        ATTUNE_TRY(clip.sound.file, library.fileOf(record));
        clip.sound.clip = record.id;
        clip.sound.name = record.path;
        clip.sound.sound = record.soundHash;
        clip.sound.frames = record.frameCount;
        clip.sound.sampleRate = record.sampleRate;
        clip.prompts = record.alternatives;
        if (clip.prompts.empty()) clip.prompts.push_back({record.prompt, 1.0});
        clip.record = std::move(record);
        clips.push_back(std::move(clip));
    }
    return clips;
}

latents::EncodeSettings fittingSettings(latents::EncodeSettings settings, const ModelSource& source) {
    const std::int64_t ratio = source.config().downsamplingRatio();
    if (settings.windowFrames <= 0) settings.windowFrames = source.config().sampleSize.value_or(ratio);
    settings.windowFrames = std::max<std::int64_t>(1, (settings.windowFrames + ratio / 2) / ratio) * ratio;
    return settings;
}

Result<latents::LatentIdentity> latentIdentity(const ModelSource& source,
                                               const latents::EncodeSettings& settings) {
    latents::LatentIdentity identity;
    ATTUNE_TRY(identity.encoder, encode::encoderIdentity(source.config(), source.weights()));
    identity.parts = settings.parts;
    identity.precision = settings.precision;
    return identity;
}

Result<std::unique_ptr<latents::LatentStore>> openLatents(const ProjectPlaces& places,
                                                          const latents::LatentIdentity& identity,
                                                          latents::ShardStoreOptions::Access access) {
    latents::LatentStoreOptions options;
    options.access = access;
    options.sharedFolder = places.sharedLatentsFolder;
    return latents::LatentStore::open(places.latentsFolder, identity, options);
}

Result<std::unique_ptr<latents::TextStore>> openTexts(const ProjectPlaces& places, const ModelSource& source,
                                                      const Cancellation& cancellation) {
    if (!source.hasPrompts()) return std::unique_ptr<latents::TextStore>();
    latents::TextIdentity identity;
    ATTUNE_TRY(identity.width, source.textWidth());
    const fs::path& folder = source.card().textEncoderFolder;
    ATTUNE_TRY(identity.encoder, encode::hashOfTextEncoder(folder, folder, cancellation));
    identity.maxLength = source.config().promptMaxLength().value_or(0);
    return latents::TextStore::open(places.textFolder, identity);
}

latents::EncodePlanOptions planOptions(const ModelSource& source) {
    latents::EncodePlanOptions options;
    const config::AutoencoderConfig* const autoencoder = source.config().anyAutoencoder();
    if (autoencoder == nullptr) return options;
    const model::EncoderMargins margins = model::encoderMargins(autoencoder->encoder);
    options.soundMarginFrames = margins.before;
    options.endMarginFrames = margins.endEffect;
    return options;
}

} // namespace attune::engine
