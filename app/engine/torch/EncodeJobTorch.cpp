// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/EncodeJobTorch.h"

#include "app/engine/ImportedLatents.h"
#include "app/engine/torch/EncodeInputs.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/encode/ClipEncoder.h"
#include "core/encode/LatentEncoder.h"
#include "core/tensor/Devices.h"
#include "core/tensor/TorchErrors.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace attune::engine {

namespace {

using Access = latents::ShardStoreOptions::Access;

std::vector<latents::EncodeClip> soundsOf(const std::vector<LibraryClip>& clips) {
    std::vector<latents::EncodeClip> sounds;
    sounds.reserve(clips.size());
    for (const LibraryClip& clip : clips) sounds.push_back(clip.sound);
    return sounds;
}

std::vector<std::string> textsOf(const std::vector<LibraryClip>& clips,
                                 const std::vector<std::string>& more) {
    std::set<std::string> texts(more.begin(), more.end());
    for (const LibraryClip& clip : clips)
        for (const dataset::PromptAlternative& prompt : clip.prompts) texts.insert(prompt.text);
    return {texts.begin(), texts.end()};
}

// Each stop or flush of an encode leaves a small shard. What was encoded is safe already, so trouble here is
// no failure.
void putInOrder(const Result<void>& compacted) {
    if (!compacted && compacted.error().code != ErrorCode::Cancelled)
        log::warning(concat("The encoded data could not be put in order: ", compacted.error().describe()));
}

class EncodeJob final : public jobs::Job {
public:
    EncodeJob(EncodeRequest request, std::shared_ptr<EncodeOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Encode sounds"; }
    [[nodiscard]] bool needsDevice() const override { return true; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        return tensor::guarded("encoding", [&] { return runEncode(context); });
    }

private:
    [[nodiscard]] Result<void> runEncode(jobs::JobContext& context);
    [[nodiscard]] Result<void> encodeSounds(jobs::JobContext& context, const ModelSource& source,
                                            const std::vector<LibraryClip>& clips);
    [[nodiscard]] Result<void> encodeTexts(jobs::JobContext& context, const ModelSource& source,
                                           const std::vector<LibraryClip>& clips);
    void keep(const encode::EncodeReport& report, const std::vector<LibraryClip>& clips);

    EncodeRequest m_request;
    std::shared_ptr<EncodeOutcome> m_outcome;
    c10::Device m_device{c10::kCPU};
};

Result<void> EncodeJob::runEncode(jobs::JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    context.progress({"Loading", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(m_device, tensor::deviceFromText(m_request.device));
    ATTUNE_TRY(const ModelSource source, ModelSource::open(m_request.model));
    ATTUNE_TRY(const std::vector<LibraryClip> clips, usableClips(m_request.places.libraryFile));
    if (clips.empty() && importedSets(m_request.places).empty())
        return fail(ErrorCode::NotFound, "There are no usable sounds to encode",
                    utf8FromPath(m_request.places.folder), "Add a folder of sounds first.");
    context.stateChanged(jobs::JobState::Running);
    ATTUNE_CHECK(encodeSounds(context, source, clips));
    if (!context.controls.stop().isRequested()) ATTUNE_CHECK(encodeTexts(context, source, clips));
    m_outcome->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return {};
}

Result<void> EncodeJob::encodeSounds(jobs::JobContext& context, const ModelSource& source,
                                     const std::vector<LibraryClip>& clips) {
    const latents::EncodeSettings settings = fittingSettings(m_request.settings, source);
    ATTUNE_TRY(const latents::LatentIdentity identity, latentIdentity(source, settings));
    ATTUNE_TRY(const auto store, openLatents(m_request.places, identity, Access::ReadWrite));
    const latents::EncodePlan plan =
        latents::planEncode(soundsOf(clips), settings, identity, store.get(), planOptions(source));
    encode::EncodeReport report;
    report.reusedWindows = plan.storedCount;
    if (plan.todoCount > 0 || !plan.toAdopt.empty()) {
        ATTUNE_TRY(const auto model, source.load(model::ModelPart::Autoencoder, m_device));
        encode::LatentEncoder encoder(model->pretransform()->autoencoderPtr());
        encode::EncodeHooks hooks{context.progress, context.controls.stop(),
                                  [&] { jobs::servePause(context); }};
        ATTUNE_TRY(report, encode::encodeClips(encoder, plan, *store, {}, hooks));
    }
    keep(report, clips);
    putInOrder(store->compact(context.controls.stop()));
    m_outcome->storedBytes = store->storedBytes();
    return {};
}

void EncodeJob::keep(const encode::EncodeReport& report, const std::vector<LibraryClip>& clips) {
    std::map<ClipId, std::string> paths;
    for (const LibraryClip& clip : clips) paths[clip.record.id] = clip.record.path;
    m_outcome->encoded = report.encodedWindows;
    m_outcome->reused = report.reusedWindows;
    m_outcome->clipsPerSecond = report.elapsedSeconds > 0.0
                                    ? static_cast<double>(report.encodedWindows) / report.elapsedSeconds
                                    : 0.0;
    for (const auto* list : {&report.failures, &report.silent})
        for (const encode::ClipFailure& failure : *list)
            m_outcome->problems.push_back({failure.clip, paths[failure.clip], failure.error});
}

Result<void> EncodeJob::encodeTexts(jobs::JobContext& context, const ModelSource& source,
                                    const std::vector<LibraryClip>& clips) {
    ATTUNE_TRY(std::unique_ptr<latents::TextStore> store,
               openTexts(m_request.places, source, context.controls.stop()));
    if (!store) return {};
    putInOrder(store->compact(context.controls.stop()));
    const std::vector<std::string> texts = textsOf(clips, m_request.extraPrompts);
    const bool isComplete = std::all_of(texts.begin(), texts.end(),
                                        [&](const std::string& text) { return store->contains(text); });
    if (isComplete) return {};
    ATTUNE_TRY(std::unique_ptr<model::T5TextSource> live, source.loadText(m_device));
    encode::TextCache cache(std::move(store), std::move(live));
    auto filled = cache.fill(texts, context.progress, context.controls.stop());
    if (!filled && filled.error().code == ErrorCode::Cancelled) return {}; // what was embedded is stored
    if (!filled) return fail(std::move(filled).error());
    m_outcome->prompts = *filled;
    return {};
}

// Most of it are the activations of the first, widest layers, in proportion to samples and channels.
std::int64_t memoryFor(const latents::EncodePlan& plan, const ModelSource& source,
                       const project::ModelCard& card) {
    constexpr std::int64_t kBytesPerNumber =
        61; // measured: 16 MB a latent frame of 2048 samples and 128 channels
    const config::AutoencoderConfig* autoencoder = source.config().anyAutoencoder();
    if (autoencoder == nullptr) return 0;
    std::int64_t weights = 0;
    for (const project::ModelPartSize& part : card.parts)
        if (part.name == "autoencoder") weights += part.parameters * static_cast<std::int64_t>(sizeof(float));
    const std::int64_t frame =
        source.config().downsamplingRatio() * autoencoder->encoder.channels * kBytesPerNumber;
    const std::int64_t frames = std::min(encode::LatentEncoderOptions{}.framesAtOnce, plan.todoFrames);
    return latents::estimateEncode(plan, 0.0, frame, weights, frames).memoryBytes;
}

} // namespace

Result<EncodePlan> planEncoding(const EncodeRequest& request) {
    ATTUNE_TRY(const ModelSource source, ModelSource::open(request.model));
    ATTUNE_TRY(const std::vector<LibraryClip> clips, usableClips(request.places.libraryFile));
    const latents::EncodeSettings settings = fittingSettings(request.settings, source);
    ATTUNE_TRY(const latents::LatentIdentity identity, latentIdentity(source, settings));
    // A project that was never encoded has no store yet.
    const auto store = openLatents(request.places, identity, Access::ReadOnly);
    const latents::EncodePlan inner = latents::planEncode(
        soundsOf(clips), settings, identity, store ? store->get() : nullptr, planOptions(source));
    EncodePlan plan;
    plan.clips = inner.clipCount;
    plan.windows = inner.windowCount;
    plan.silent = inner.silentCount;
    plan.encoded = inner.storedCount;
    plan.toEncode = inner.todoCount;
    plan.secondsOfSound = inner.todoSeconds;
    plan.diskBytes = inner.diskBytes;
    plan.secondsLost = inner.cutSeconds;
    plan.clipsCut = inner.cutClips;
    if (plan.toEncode > 0) plan.memoryBytes = memoryFor(inner, source, request.model);
    for (const ImportedSet& set : importedSets(request.places)) {
        const latents::ImportedCounts counts = latents::countImported(set);
        plan.imported += counts.training + counts.heldOut;
    }
    for (const latents::EncodeTask& task : inner.tasks) plan.waiting.push_back(task.clip.clip);
    std::sort(plan.waiting.begin(), plan.waiting.end());
    if (const auto freeBytes = platform::freeDiskBytes(request.places.folder))
        plan.freeDiskBytes = *freeBytes;
    ATTUNE_TRY(const auto texts, openTexts(request.places, source));
    if (texts)
        for (const std::string& text : textsOf(clips, request.extraPrompts))
            if (!texts->contains(text)) ++plan.promptsToDo;
    return plan;
}

EncodeJobWithOutcome makeEncodeJob(EncodeRequest request) {
    auto outcome = std::make_shared<EncodeOutcome>();
    return {std::make_unique<EncodeJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
