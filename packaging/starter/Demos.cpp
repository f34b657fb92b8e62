// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/Demos.h"

#include "core/audio/Spectrogram.h"
#include "core/config/ModelConfig.h"
#include "core/diffusion/Sampler.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/Generators.h"
#include "packaging/starter/AutoencoderTraining.h"
#include "packaging/starter/Synth.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

namespace attune::starter {

struct DemoMaker::Parts {
    config::ModelConfig config;
    std::shared_ptr<model::DiffusionModel> model;
    std::unique_ptr<model::T5TextSource> text;
};

DemoMaker::DemoMaker(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
DemoMaker::DemoMaker(DemoMaker&&) noexcept = default;
DemoMaker::~DemoMaker() = default;

Result<DemoMaker> DemoMaker::load(const std::filesystem::path& package) {
    ATTUNE_TRY(config::ModelConfig modelConfig, config::ModelConfig::read(package / "model_config.json"));
    ATTUNE_TRY(auto text, model::T5TextSource::load(package / "t5", package / "t5"));
    model::LoadOptions options;
    options.textWidth = text->width();
    ATTUNE_TRY(const model::LoadedModel loaded,
               model::ModelFactory::load(modelConfig, package / "model.safetensors", options));
    return DemoMaker(std::make_unique<Parts>(Parts{std::move(modelConfig), loaded.model, std::move(text)}));
}

namespace {

// Sound [B,2,S] to B sounds.
std::vector<StereoSound> soundsOf(const at::Tensor& batch) {
    const at::Tensor sound = batch.clamp(-1.0, 1.0).contiguous();
    std::vector<StereoSound> sounds;
    for (std::int64_t i = 0; i < sound.size(0); ++i) {
        const float* left = sound[i][0].data_ptr<float>();
        const float* right = sound[i][1].data_ptr<float>();
        sounds.push_back({{left, left + sound.size(2)}, {right, right + sound.size(2)}});
    }
    return sounds;
}

} // namespace

StereoSound DemoMaker::roundTrip(const StereoSound& sound) const {
    const torch::NoGradGuard noGrad;
    model::Pretransform& pretransform = *m_parts->model->pretransform();
    const at::Tensor mean = pretransform.posterior(windowOf(sound)).mean;
    return soundsOf(pretransform.decode(mean / pretransform.scale())).front();
}

Result<std::vector<StereoSound>> DemoMaker::make(const std::vector<DemoRequest>& requests, int steps,
                                                 double guidance) {
    const torch::NoGradGuard noGrad;
    const std::int64_t channels = m_parts->config.latentChannels();
    const std::int64_t frames = m_parts->config.latentFramesFromSamples(kWindowFrames);
    std::vector<config::ClipMetadata> clips;
    std::vector<at::Tensor> noises;
    for (const DemoRequest& request : requests) {
        clips.push_back({{"prompt", request.prompt}, {"seconds_total", request.secondsTotal}});
        noises.push_back(torch::randn({channels, frames}, tensor::makeCpuGenerator(request.seed)));
    }
    ATTUNE_TRY(const model::DiffusionCondition condition,
               m_parts->model->condition(clips, m_parts->text.get()));
    model::GuidanceOptions guidanceOptions;
    guidanceOptions.scale = guidance;
    diffusion::SamplerRequest sampling;
    sampling.settings.objective = diffusion::Objective::RectifiedFlow;
    sampling.settings.sampler = "euler";
    sampling.settings.steps = steps;
    sampling.settings.sigmaMax = 1.0;
    sampling.noise = torch::stack(noises);
    sampling.network = [&](const at::Tensor& x, const at::Tensor& t) {
        return m_parts->model->predict(x, t, condition, {}, guidanceOptions);
    };
    ATTUNE_TRY(const diffusion::SamplerResult sampled, diffusion::sample(sampling));
    return soundsOf(m_parts->model->pretransform()->decode(sampled.latents));
}

namespace {

// Mel bands by time over one window, in dB above a floor that hides what reconstruction adds to silence.
Result<std::vector<float>> featuresOf(const StereoSound& sound) {
    audio::AudioBuffer buffer(2, kWindowFrames, SampleRate{kSampleRate});
    const std::size_t frames = std::min(sound.frameCount(), kWindowFrames);
    std::copy_n(sound.left.begin(), frames, buffer.channel(0).begin());
    std::copy_n(sound.right.begin(), frames, buffer.channel(1).begin());
    audio::SpectrogramOptions options;
    options.hopFrames = 2048;
    options.bandCount = 40;
    options.floorDb = -70.0F;
    ATTUNE_TRY(const audio::Spectrogram spectrogram, audio::spectrogramOf(buffer, options));
    std::vector<float> features;
    for (std::int64_t column = 0; column < spectrogram.columnCount(); ++column)
        for (const float level : spectrogram.column(column))
            features.push_back(std::max(level, options.floorDb));
    return features;
}

} // namespace

Result<KindJudge> KindJudge::build(std::uint64_t seed, std::size_t soundsAKind) {
    KindJudge judge;
    const std::size_t count = kinds().size();
    for (std::size_t kind = 0; kind < count; ++kind) {
        std::vector<float> centre;
        for (std::size_t i = 0; i < soundsAKind; ++i) {
            ATTUNE_TRY(const std::vector<float> features,
                       featuresOf(synthesise(seed, i * count + kind).sound));
            centre.resize(features.size(), 0.0F);
            for (std::size_t k = 0; k < features.size(); ++k)
                centre[k] += features[k] / static_cast<float>(soundsAKind);
        }
        judge.m_names.push_back(kinds()[kind].name);
        judge.m_centres.push_back(std::move(centre));
    }
    return judge;
}

Result<std::vector<std::string>> KindJudge::rank(const StereoSound& sound) const {
    ATTUNE_TRY(const std::vector<float> features, featuresOf(sound));
    std::vector<double> distances;
    for (const std::vector<float>& centre : m_centres)
        distances.push_back(
            std::transform_reduce(features.begin(), features.end(), centre.begin(), 0.0, std::plus<>(),
                                  [](float a, float b) { return static_cast<double>((a - b) * (a - b)); }));
    std::vector<std::size_t> order(distances.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return distances[a] < distances[b]; });
    std::vector<std::string> names;
    for (const std::size_t index : order) names.push_back(m_names[index]);
    return names;
}

} // namespace attune::starter
