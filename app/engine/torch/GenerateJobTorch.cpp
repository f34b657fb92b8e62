// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/GenerateJobTorch.h"

#include "app/engine/torch/DemoRecords.h"
#include "app/engine/torch/ModelSource.h"
#include "core/audio/AudioReader.h"
#include "core/audio/AudioWriter.h"
#include "core/audio/Resampler.h"
#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/diffusion/Sampler.h"
#include "core/generate/DemoMaker.h"
#include "core/generate/DemoStore.h"
#include "core/project/Slug.h"
#include "core/tensor/Devices.h"

#include <algorithm>
#include <chrono>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

// What half-way between the sound and noise is, in each objective's own measure of noise.
constexpr double kMiddleNoiseV = 5.0;
constexpr double kMiddleNoiseFlow = 0.6;

audio::FileFormat fileFormat(SoundFormat format) {
    switch (format) {
    case SoundFormat::Flac24:
        return audio::FileFormat::Flac24;
    case SoundFormat::Wav24:
        return audio::FileFormat::Wav24;
    case SoundFormat::WavFloat:
        break;
    }
    return audio::FileFormat::WavFloat;
}

// "deep-kick-seed-1-cfg-7", with a number behind it where such a file is there already.
fs::path freeName(const fs::path& folder, const generate::DemoFacts& facts, audio::FileFormat format) {
    const std::string base =
        concat(project::slugFromName(facts.prompt), "-seed-", facts.seed, "-cfg-", facts.cfgScale);
    fs::path file = folder / pathFromUtf8(base + audio::fileExtension(format));
    std::error_code error;
    for (int number = 2; fs::exists(file, error); ++number)
        file = folder / pathFromUtf8(concat(base, "-", number, audio::fileExtension(format)));
    return file;
}

class GenerateJob final : public jobs::Job {
public:
    GenerateJob(GenerateRequest request, std::shared_ptr<GenerateOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Generate sounds"; }
    [[nodiscard]] bool needsDevice() const override { return true; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override;

private:
    [[nodiscard]] Result<void> useSampler(const config::ModelConfig& model);
    [[nodiscard]] Result<void> useInitSound(generate::DemoMaker& maker, const ModelSource& source,
                                            c10::Device device) const;
    [[nodiscard]] Result<void> store(const std::vector<generate::RenderedDemo>& sounds);
    [[nodiscard]] Result<void> storeLoose(const std::vector<generate::RenderedDemo>& sounds);
    [[nodiscard]] std::string weightsName() const;

    GenerateRequest m_request;
    std::shared_ptr<GenerateOutcome> m_outcome;
};

Result<void> GenerateJob::run(jobs::JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    context.progress({"Loading", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(const c10::Device device, tensor::deviceFromText(m_request.device));
    ATTUNE_TRY(const ModelSource source,
               ModelSource::open(m_request.model, m_request.checkpointFolder, m_request.weights));
    ATTUNE_CHECK(useSampler(source.config()));
    ATTUNE_TRY(generate::DemoMaker maker, generate::DemoMaker::create(m_request.settings, source.config(),
                                                                      m_request.settings.lengthSeconds));
    if (!m_request.initFile.empty()) ATTUNE_CHECK(useInitSound(maker, source, device));
    ATTUNE_TRY(const auto text, source.loadText(device));
    ATTUNE_CHECK(context.controls.stop().check("Loading the model"));
    ATTUNE_TRY(const auto model, source.load(model::kTrainingParts, device));

    context.stateChanged(jobs::JobState::Running);
    const generate::DecoderProvider decoder = [&]() -> Result<std::shared_ptr<model::Pretransform>> {
        ATTUNE_TRY(const auto loaded, source.load(model::ModelPart::Autoencoder, device));
        return loaded->pretransform();
    };
    ATTUNE_TRY(const std::vector<generate::RenderedDemo> sounds,
               maker.render(*model, text.get(), decoder, {}, context.controls.stop(), context.progress));
    ATTUNE_CHECK(store(sounds));
    m_outcome->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return {};
}

Result<void> GenerateJob::useSampler(const config::ModelConfig& model) {
    if (m_request.sampler.empty() || !model.diffusion) return {};
    const std::vector<std::string> known = diffusion::samplersFor(model.diffusion->objective);
    if (std::find(known.begin(), known.end(), m_request.sampler) == known.end()) {
        std::string names;
        for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
        return fail(ErrorCode::InvalidArgument,
                    concat("This model is not sampled by \"", m_request.sampler, "\""), "sampler",
                    concat("Its samplers are ", names, "."));
    }
    m_request.settings.sampler = m_request.sampler;
    return {};
}

Result<void> GenerateJob::useInitSound(generate::DemoMaker& maker, const ModelSource& source,
                                       c10::Device device) const {
    ATTUNE_TRY(audio::AudioBuffer sound, audio::readAudio(m_request.initFile));
    ATTUNE_TRY(sound,
               audio::resampled(std::move(sound), SampleRate{static_cast<int>(source.config().sampleRate)}));
    ATTUNE_TRY(const auto autoencoder, source.load(model::ModelPart::Autoencoder, device));
    ATTUNE_TRY(at::Tensor latents,
               generate::encodeSound(*autoencoder->pretransform(), sound, maker.latentFrames()));
    double noise = m_request.initNoiseLevel;
    if (noise <= 0.0)
        noise = source.config().objective() == config::Objective::V ? kMiddleNoiseV : kMiddleNoiseFlow;
    maker.setInit(std::move(latents), noise);
    return {};
}

std::string GenerateJob::weightsName() const {
    if (m_request.checkpointFolder.empty()) return "base";
    return m_request.weights == WeightsChoice::Averaged ? "ema" : "online";
}

Result<void> GenerateJob::store(const std::vector<generate::RenderedDemo>& sounds) {
    if (m_request.target == GenerateTarget::LooseFiles) return storeLoose(sounds);
    ATTUNE_CHECK(generate::writeDemos(m_request.outputFolder, m_request.step, sounds,
                                      [&](const fs::path& folder, const auto& demos) {
                                          return writeDemoIndex(folder, demos, m_request.step, weightsName());
                                      }));
    for (const generate::RenderedDemo& sound : sounds)
        m_outcome->sounds.push_back({m_request.outputFolder / pathFromUtf8(sound.facts.file),
                                     sound.facts.prompt, sound.facts.seed, sound.facts.cfgScale,
                                     sound.facts.lengthSeconds});
    return {};
}

Result<void> GenerateJob::storeLoose(const std::vector<generate::RenderedDemo>& sounds) {
    ATTUNE_CHECK(makeFolder(m_request.outputFolder));
    removeLeftoverTemporaries(m_request.outputFolder); // of a run that was killed
    const audio::FileFormat format = fileFormat(m_request.format);
    for (const generate::RenderedDemo& sound : sounds) {
        const generate::DemoFacts& facts = sound.facts;
        audio::AudioFileTags tags;
        tags.title = facts.prompt;
        tags.prompt = facts.prompt;
        tags.seed = facts.seed;
        tags.step = m_request.step.value;
        tags.comment = concat(m_request.model.name, ", ", facts.sampler, ", ", facts.samplerSteps,
                              " steps, CFG ", facts.cfgScale);
        const fs::path file = freeName(m_request.outputFolder, facts, format);
        ATTUNE_CHECK(audio::writeAudio(file, sound.sound, format, tags));
        m_outcome->sounds.push_back({file, facts.prompt, facts.seed, facts.cfgScale, facts.lengthSeconds});
    }
    return {};
}

} // namespace

JobWithOutcome<GenerateOutcome> makeGenerateJob(GenerateRequest request) {
    auto outcome = std::make_shared<GenerateOutcome>();
    return {std::make_unique<GenerateJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
