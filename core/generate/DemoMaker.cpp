// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/generate/DemoMaker.h"

#include "core/audio/Loudness.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/model/DiffusionModel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

namespace attune::generate {

namespace {

std::string fileName(std::size_t prompt, double cfgScale) {
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "%02u", static_cast<unsigned>(prompt + 1));
    return concat("demo-", number.data(), "-cfg-", cfgScale, ".flac");
}

// Sounds that would clip are made quieter as a whole and say so; nothing is made louder.
void fitIntoFullScale(RenderedDemo& demo) {
    float peak = 0.0F;
    for (const float sample : demo.sound.samples()) peak = std::max(peak, std::abs(sample));
    demo.facts.peak = static_cast<double>(peak);
    if (peak <= 1.0F) return;
    const float gain = 0.999F / peak;
    for (float& sample : demo.sound.samples()) sample *= gain;
    demo.facts.gainDb = 20.0 * std::log10(static_cast<double>(gain));
}

} // namespace

Result<DemoMaker> DemoMaker::create(const config::DemoSettings& settings, const config::ModelConfig& model,
                                    double clipSeconds) {
    if (!model.diffusion || !model.diffusion->pretransform)
        return fail(ErrorCode::InvalidConfig, "Demos need a diffusion model with its autoencoder", "model");
    DemoMaker maker;
    maker.m_settings = settings;
    // The same guidance twice is one demo: the sounds would be the same, and so would their files' names.
    std::vector<double>& scales = maker.m_settings.cfgScales;
    for (auto scale = scales.begin(); scale != scales.end();)
        scale = std::find(scales.begin(), scale, *scale) == scale ? scale + 1 : scales.erase(scale);
    maker.m_rate = SampleRate{static_cast<int>(model.sampleRate)};
    const std::int64_t ratio = model.diffusion->pretransform->autoencoder.downsamplingRatio;
    constexpr std::int64_t kNoLimit = 1 << 20;
    const std::int64_t most =
        model.sampleSize ? std::max<std::int64_t>(1, *model.sampleSize / ratio) : kNoLimit;
    const double wanted = settings.lengthSeconds > 0.0 ? settings.lengthSeconds : clipSeconds;
    if (wanted <= 0.0 && !model.sampleSize)
        return fail(ErrorCode::InvalidConfig, "The model does not say how long its sounds are", "sample_size",
                    "Set a length for the demos.");
    maker.m_frames = config::latentFramesFromSeconds(wanted, maker.m_rate.hz, ratio, most);
    maker.m_seconds = maker.m_rate.secondsFromFrames(maker.m_frames * ratio);
    const diffusion::Objective objective = model.diffusion->objective;
    const std::vector<std::string> known = diffusion::samplersFor(objective);
    maker.m_sampler = settings.sampler;
    if (maker.m_sampler.empty()) {
        maker.m_sampler = diffusion::defaultSampler(objective, diffusion::SamplingPath::Generate);
    } else if (std::find(known.begin(), known.end(), maker.m_sampler) == known.end()) {
        maker.m_sampler = diffusion::defaultSampler(objective, diffusion::SamplingPath::Generate);
        log::warning(concat("The sampler ", settings.sampler, " is for another kind of model, so demos use ",
                            maker.m_sampler, '.'));
    }
    maker.m_steps = settings.steps > 0 ? settings.steps : diffusion::defaultSteps(objective);
    return maker;
}

void DemoMaker::setInit(at::Tensor latents, double noiseLevel) {
    m_init = std::move(latents);
    m_initNoiseLevel = noiseLevel;
}

std::vector<std::string> DemoMaker::texts() const {
    std::set<std::string> texts;
    for (const config::DemoPrompt& prompt : m_settings.prompts) {
        texts.insert(prompt.prompt);
        if (!prompt.negativePrompt.empty()) texts.insert(prompt.negativePrompt);
    }
    // The conditioner asks for all prompts of a batch together, also of those without a negative one.
    const bool hasNegative = std::any_of(m_settings.prompts.begin(), m_settings.prompts.end(),
                                         [](const auto& p) { return !p.negativePrompt.empty(); });
    if (hasNegative) texts.insert(std::string());
    return {texts.begin(), texts.end()};
}

GenerationOptions DemoMaker::options(double cfgScale) const {
    GenerationOptions options;
    options.latentFrames = m_frames;
    options.sampler = m_sampler;
    options.steps = m_steps;
    options.cfgScale = cfgScale;
    options.rescale = m_settings.rescale;
    options.sigmaMin = m_settings.sigmaMin;
    options.sigmaMax = m_settings.sigmaMax;
    options.rho = m_settings.rho;
    if (m_init) {
        options.init = m_init;
        options.initNoiseLevel = m_initNoiseLevel;
    }
    return options;
}

DemoFacts DemoMaker::factsOf(std::size_t index, double cfgScale) const {
    const config::DemoPrompt& prompt = m_settings.prompts[index];
    DemoFacts facts;
    facts.file = fileName(index, cfgScale);
    facts.prompt = prompt.prompt;
    facts.negativePrompt = prompt.negativePrompt;
    facts.seed = prompt.seed;
    facts.cfgScale = cfgScale;
    facts.sampler = m_sampler;
    facts.samplerSteps = m_steps;
    facts.secondsStart = prompt.secondsStart;
    facts.secondsTotal = prompt.secondsTotal > 0.0 ? prompt.secondsTotal : m_seconds;
    facts.settings = {{"sigma_min", m_settings.sigmaMin},
                      {"sigma_max", m_settings.sigmaMax},
                      {"rho", m_settings.rho},
                      {"rescale", m_settings.rescale},
                      {"latent_frames", m_frames}};
    return facts;
}

Result<std::vector<RenderedDemo>>
DemoMaker::render(model::DiffusionModel& model, model::TextSource* text, const DecoderProvider& decoder,
                  const std::function<at::Tensor(const std::function<at::Tensor()>&)>& aroundNetwork,
                  const Cancellation& cancellation, const ProgressSink& progress) const {
    std::vector<RenderedDemo> demos(count());
    if (demos.empty()) return demos;
    std::vector<at::Tensor> latents; // [prompts,D,L] by guidance
    for (std::size_t scale = 0; scale < m_settings.cfgScales.size(); ++scale) {
        std::vector<GenerationItem> items;
        for (std::size_t i = 0; i < m_settings.prompts.size(); ++i) {
            DemoFacts facts = factsOf(i, m_settings.cfgScales[scale]);
            GenerationItem item;
            item.metadata = {{"prompt", facts.prompt},
                             {"seconds_start", facts.secondsStart},
                             {"seconds_total", facts.secondsTotal}};
            item.negativePrompt = facts.negativePrompt;
            item.seed = static_cast<std::uint64_t>(facts.seed);
            items.push_back(std::move(item));
            demos[i * m_settings.cfgScales.size() + scale].facts = std::move(facts);
        }
        GenerationOptions how = options(m_settings.cfgScales[scale]);
        how.aroundNetwork = aroundNetwork;
        ATTUNE_TRY(at::Tensor sampled, Generation(model, text).latents(items, how, cancellation, progress));
        latents.push_back(std::move(sampled));
    }
    ATTUNE_TRY(const std::shared_ptr<model::Pretransform> pretransform, decoder());
    for (std::size_t i = 0; i < demos.size(); ++i) {
        ATTUNE_CHECK(cancellation.check("Decoding demos"));
        if (progress)
            progress({"Decoding demos", static_cast<std::int64_t>(i), static_cast<std::int64_t>(demos.size()),
                      "demos", demos[i].facts.prompt});
        const std::size_t scale = i % m_settings.cfgScales.size();
        const auto prompt = static_cast<std::int64_t>(i / m_settings.cfgScales.size());
        const double length = std::min(m_seconds, demos[i].facts.secondsTotal);
        ATTUNE_TRY(demos[i].sound, decodeSound(*pretransform, latents[scale][prompt], m_rate, length));
        fitIntoFullScale(demos[i]);
        demos[i].facts.lengthSeconds = demos[i].sound.durationSeconds();
        ATTUNE_TRY(const audio::LoudnessFacts loudness, audio::measureLoudness(demos[i].sound));
        demos[i].facts.loudnessLufs = loudness.integratedLufs;
    }
    return demos;
}

} // namespace attune::generate
