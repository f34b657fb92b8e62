// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/TrainInputs.h"

#include "app/engine/torch/PreEncodedInputs.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"
#include "core/encode/JoinedSource.h"

#include <algorithm>
#include <set>

namespace attune::engine {

namespace {

using Access = latents::ShardStoreOptions::Access;

struct Items {
    std::vector<encode::StoreClip> training;
    std::vector<encode::StoreClip> heldOut;
};

// The windows of a clip that are stored, each an item of its own.
void addItems(const LibraryClip& clip, const latents::LatentStore& store, TrainSources& sources,
              Items& items) {
    const SampleRate rate = sources.identity.encoder.sampleRate;
    const FrameCount frames = audio::resampledFrameCount(clip.sound.frames, clip.sound.sampleRate, rate);
    const std::vector<audio::CropWindow> windows =
        latents::windowsOf(sources.settings, sources.identity.encoder, clip.sound.sound, frames);
    for (std::size_t index = 0; index < windows.size(); ++index) {
        encode::StoreClip item;
        item.clip = clip.record.id;
        item.name =
            windows.size() == 1 ? clip.sound.name : concat(clip.sound.name, " (piece ", index + 1, ")");
        item.request = {clip.sound.sound, windows[index]};
        item.prompts = clip.prompts;
        if (!store.contains(item.request)) {
            if (store.isKnownSilent(item.request)) continue; // nobody waits for it
            ++sources.missingItems;
            if (sources.firstMissing.empty()) sources.firstMissing = item.name;
            continue;
        }
        const bool isHeldOut = clip.record.split == dataset::SplitSide::HeldOut;
        (isHeldOut ? sources.heldOutWindows : sources.trainingWindows).push_back(windows[index]);
        (isHeldOut ? items.heldOut : items.training).push_back(std::move(item));
    }
}

std::vector<std::string> textsOf(const Items& items) {
    std::set<std::string> texts;
    for (const auto* side : {&items.training, &items.heldOut})
        for (const encode::StoreClip& item : *side)
            for (const encode::WeightedPrompt& prompt : item.prompts) texts.insert(prompt.text);
    return {texts.begin(), texts.end()};
}

// What the project encoded itself. Nothing but missing items when it never did.
Result<void> addOwnItems(const ProjectPlaces& places, const config::RunSettings& run,
                         encode::PosteriorDraw draw, TrainSources& sources) {
    ATTUNE_TRY(const std::vector<LibraryClip> clips, usableClips(places.libraryFile));
    auto opened = openLatents(places, sources.identity, Access::ReadOnly);
    if (!opened && opened.error().code == ErrorCode::NotFound) {
        sources.missingItems = static_cast<std::int64_t>(clips.size());
        if (!clips.empty()) sources.firstMissing = clips.front().sound.name;
        return {};
    }
    if (!opened) return fail(opened.error());
    const std::shared_ptr<const latents::LatentStore> store = *std::move(opened);
    Items items;
    for (const LibraryClip& clip : clips) addItems(clip, *store, sources, items);
    sources.texts = textsOf(items);

    encode::StoreSourceOptions options;
    options.latentFrames = sources.latentFrames;
    options.crop =
        run.crop == config::CropPlace::Random ? encode::LatentCrop::Random : encode::LatentCrop::Start;
    options.draw = sources.settings.parts == latents::StoredParts::Mean ? encode::PosteriorDraw::Mean : draw;
    if (!items.training.empty()) {
        ATTUNE_TRY(sources.training, encode::StoreSource::create(store, std::move(items.training), options));
    }
    if (!items.heldOut.empty()) {
        ATTUNE_TRY(sources.heldOut, encode::StoreSource::create(store, std::move(items.heldOut), options));
    }
    return {};
}

// `more` behind what is there already, with its texts.
Result<void> append(std::unique_ptr<encode::TrainingSource>& items,
                    std::unique_ptr<encode::TrainingSource> more, std::set<std::string>& texts) {
    if (!more) return {};
    for (std::int64_t index = 0; index < more->count(); ++index)
        for (const encode::WeightedPrompt& prompt : more->info(index).prompts) texts.insert(prompt.text);
    std::vector<std::unique_ptr<encode::TrainingSource>> both;
    both.push_back(std::move(items));
    both.push_back(std::move(more));
    ATTUNE_TRY(items, encode::joined(std::move(both)));
    return {};
}

} // namespace

Result<TrainSources> openTrainSources(const ProjectPlaces& places, const ModelSource& source,
                                      const latents::EncodeSettings& encodeSettings,
                                      const config::RunSettings& run, encode::PosteriorDraw draw) {
    TrainSources sources;
    sources.settings = fittingSettings(encodeSettings, source);
    ATTUNE_TRY(sources.identity, latentIdentity(source, sources.settings));
    const std::int64_t ratio = source.config().downsamplingRatio();
    sources.latentFrames =
        config::latentFramesFromSeconds(run.clipSeconds, static_cast<int>(source.config().sampleRate), ratio,
                                        sources.settings.windowFrames / ratio);
    ATTUNE_CHECK(addOwnItems(places, run, draw, sources));
    ATTUNE_TRY(ImportedSources imported, openImported(places, source, run, sources.latentFrames));
    // Latents of another length than the settings say decide it, where they are all there is.
    if (!sources.training && imported.training && imported.training->latentFrames() > 0)
        sources.latentFrames = imported.training->latentFrames();
    std::set<std::string> texts(sources.texts.begin(), sources.texts.end());
    ATTUNE_CHECK(append(sources.training, std::move(imported.training), texts));
    ATTUNE_CHECK(append(sources.heldOut, std::move(imported.heldOut), texts));
    sources.texts.assign(texts.begin(), texts.end());
    return sources;
}

Result<std::unique_ptr<encode::TextCache>> openTextCache(const ProjectPlaces& places,
                                                         const ModelSource& source, c10::Device device,
                                                         const std::vector<std::string>& texts,
                                                         const ProgressSink& progress,
                                                         const Cancellation& cancellation) {
    ATTUNE_TRY(std::unique_ptr<latents::TextStore> store, openTexts(places, source, cancellation));
    if (!store) return std::unique_ptr<encode::TextCache>();
    const bool isComplete = std::all_of(texts.begin(), texts.end(),
                                        [&](const std::string& text) { return store->contains(text); });
    std::shared_ptr<model::TextSource> live;
    if (!isComplete) {
        ATTUNE_TRY(live, source.loadText(device));
    }
    auto cache = std::make_unique<encode::TextCache>(std::move(store), std::move(live));
    ATTUNE_CHECK(cache->fill(texts, progress, cancellation));
    cache->releaseEncoder();
    return cache;
}

} // namespace attune::engine
