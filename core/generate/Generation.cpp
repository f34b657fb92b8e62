// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/generate/Generation.h"

#include "core/base/Text.h"
#include "core/generate/ItemNoise.h"
#include "core/model/DiffusionModel.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace attune::generate {

namespace {

constexpr double kLittleNoiseSpan = 10.0; // from the noise on a sound to vary down to the last level

diffusion::SamplerSettings samplerSettings(const model::DiffusionModel& model,
                                           const GenerationOptions& options) {
    diffusion::SamplerSettings settings;
    settings.objective = model.config().objective;
    settings.path = options.path;
    settings.sampler = options.sampler.empty() ? diffusion::defaultSampler(settings.objective, options.path)
                                               : options.sampler;
    settings.steps =
        options.steps > 0 ? static_cast<int>(options.steps) : diffusion::defaultSteps(settings.objective);
    settings.sigmaMin = options.sigmaMin;
    settings.rho = options.rho;
    const bool isFlow = diffusion::isFlow(settings.objective);
    settings.sigmaMax = options.init ? options.initNoiseLevel : isFlow ? 1.0 : options.sigmaMax;
    // Little noise on a sound leaves no way down to the usual end; the reference would then walk upwards.
    if (options.init && !isFlow && settings.sigmaMin >= settings.sigmaMax)
        settings.sigmaMin = settings.sigmaMax / kLittleNoiseSpan;
    settings.shift = diffusion::DistributionShift::of(model.config());
    return settings;
}

bool usesBrownianMotion(const std::string& sampler) {
    return sampler.ends_with("-sde");
}

// Both predictions apart, as CFG++ wants them; without guidance they are the same.
diffusion::GuidedPrediction apart(model::DiffusionModel& model, const at::Tensor& x, const at::Tensor& t,
                                  const model::DiffusionCondition& condition,
                                  const model::DiffusionCondition& negative, double scale) {
    const at::Tensor guided = model.predict(x, t, condition, negative, {scale, 0.0, 0.0, 1.0});
    if (scale == 1.0 || !condition.crossAttention.defined()) return {guided, guided};
    // out = u + s (c - u) at s = 0.
    return {guided, model.predict(x, t, condition, negative, {0.0, 0.0, 0.0, 1.0})};
}

Result<void> check(const std::vector<GenerationItem>& items, const GenerationOptions& options) {
    if (items.empty()) return fail(ErrorCode::InvalidArgument, "There is nothing to generate");
    if (options.latentFrames < 1) return fail(ErrorCode::InvalidArgument, "A sound needs a length");
    if (options.init && options.init->size(-1) != options.latentFrames)
        return fail(ErrorCode::InvalidArgument,
                    concat("The sound to vary has ", options.init->size(-1), " latent frames, ",
                           options.latentFrames, " are wanted"));
    return {};
}

} // namespace

Result<at::Tensor> Generation::latents(const std::vector<GenerationItem>& items,
                                       const GenerationOptions& options, const Cancellation& cancellation,
                                       const ProgressSink& progress) {
    ATTUNE_CHECK(check(items, options));
    // The adaptive sampler measures one error for its whole batch.
    const auto batch = static_cast<std::size_t>(
        options.sampler == "k-dpm-adaptive" ? 1 : std::max<std::int64_t>(options.batchSize, 1));
    std::vector<at::Tensor> done;
    for (std::size_t begin = 0; begin < items.size(); begin += batch) {
        ATTUNE_CHECK(cancellation.check("Generating"));
        const std::size_t end = std::min(items.size(), begin + batch);
        const std::vector<GenerationItem> part(items.begin() + static_cast<std::ptrdiff_t>(begin),
                                               items.begin() + static_cast<std::ptrdiff_t>(end));
        const auto onStep = [&](int step, int count) {
            if (!progress || count <= 0) return;
            const auto all = static_cast<std::int64_t>(items.size()) * count;
            progress(
                {"Generating",
                 static_cast<std::int64_t>(begin) * count + static_cast<std::int64_t>(part.size()) * step,
                 all,
                 "sampler steps",
                 {}});
        };
        auto sampled =
            tensor::guarded("generating", [&] { return sampleBatch(part, options, cancellation, onStep); });
        if (!sampled) return sampled;
        done.push_back(*std::move(sampled));
    }
    return at::cat(done);
}

Result<at::Tensor> Generation::sampleBatch(const std::vector<GenerationItem>& items,
                                           const GenerationOptions& options, const Cancellation& cancellation,
                                           const std::function<void(int, int)>& onStep) {
    const at::NoGradGuard noGradient;
    std::vector<config::ClipMetadata> positive;
    std::vector<config::ClipMetadata> negative;
    std::vector<std::uint64_t> seeds;
    bool hasNegative = false;
    for (const GenerationItem& item : items) {
        positive.push_back(item.metadata);
        negative.push_back(item.metadata);
        negative.back().insert_or_assign("prompt", item.negativePrompt);
        hasNegative = hasNegative || !item.negativePrompt.empty();
        seeds.push_back(item.seed);
    }
    ATTUNE_TRY(const model::DiffusionCondition condition, m_model->condition(positive, m_text));
    model::DiffusionCondition unwanted;
    if (hasNegative) {
        ATTUNE_TRY(unwanted, m_model->condition(negative, m_text));
        // Items without a negative prompt get the zeros that they would get alone.
        for (std::size_t i = 0; i < items.size(); ++i)
            if (items[i].negativePrompt.empty())
                unwanted.crossAttention[static_cast<std::int64_t>(i)].zero_();
    }
    const c10::Device device = m_model->transformer()->device();
    diffusion::SamplerRequest request;
    request.settings = samplerSettings(*m_model, options);
    request.noise = startingNoise(seeds, m_model->config().ioChannels, options.latentFrames).to(device);
    if (options.init)
        request.init =
            options.init->to(device, at::kFloat).unsqueeze(0).expand_as(request.noise).contiguous();
    ItemNoise noise = usesBrownianMotion(request.settings.sampler)
                          ? ItemNoise::brownian(seeds, {request.settings.sigmaMin, request.settings.sigmaMax})
                          : ItemNoise::independent(seeds);
    request.stepNoise = &noise;
    request.cancellation = cancellation;
    request.onStep = [&](const diffusion::SamplerStep& step) { onStep(step.index, step.count); };
    const auto wrapped = [&](const std::function<at::Tensor()>& call) {
        return options.aroundNetwork ? options.aroundNetwork(call) : call();
    };
    const model::GuidanceOptions guidance{options.cfgScale, options.rescale, 0.0, 1.0};
    request.network = [&](const at::Tensor& x, const at::Tensor& t) {
        return wrapped([&] { return m_model->predict(x, t, condition, unwanted, guidance); });
    };
    request.guidedNetwork = [&](const at::Tensor& x, const at::Tensor& t) {
        diffusion::GuidedPrediction both;
        (void)wrapped([&] {
            both = apart(*m_model, x, t, condition, unwanted, options.cfgScale);
            return both.guided;
        });
        return both;
    };
    ATTUNE_TRY(const diffusion::SamplerResult result, diffusion::sample(request));
    if (result.latents.is_meta()) return result.latents; // there are no numbers to fetch
    return result.latents.to(at::kCPU, at::kFloat);
}

Result<audio::AudioBuffer> decodeSound(model::Pretransform& pretransform, const at::Tensor& latents,
                                       SampleRate rate, double seconds) {
    return tensor::guarded("decoding", [&]() -> Result<audio::AudioBuffer> {
        const at::NoGradGuard noGradient;
        const at::TensorOptions place = pretransform.autoencoder().tensorOptions();
        at::Tensor sound =
            pretransform.decodeInPieces(latents.unsqueeze(0).to(place.device(), at::kFloat)).squeeze(0);
        sound = sound.to(at::kCPU, at::kFloat);
        if (seconds > 0.0)
            sound = sound.slice(1, 0, std::min<std::int64_t>(sound.size(1), std::llround(seconds * rate.hz)));
        if (!at::isfinite(sound).all().item<bool>())
            return fail(ErrorCode::NonFinite, "The decoded sound is no sound: it holds NaN or infinity");
        sound = sound.contiguous();
        audio::AudioBuffer buffer(static_cast<int>(sound.size(0)), sound.size(1), rate);
        std::copy_n(sound.const_data_ptr<float>(), sound.numel(), buffer.samples().begin());
        return buffer;
    });
}

Result<at::Tensor> encodeSound(model::Pretransform& pretransform, const audio::AudioBuffer& sound,
                               std::int64_t latentFrames) {
    if (sound.isEmpty()) return fail(ErrorCode::InvalidArgument, "The sound to vary is empty");
    return tensor::guarded("encoding", [&]() -> Result<at::Tensor> {
        const at::NoGradGuard noGradient;
        const auto& config = pretransform.autoencoder().config();
        const std::int64_t frames = latentFrames * config.downsamplingRatio;
        at::Tensor samples = at::zeros({config.inChannels, frames}, at::kFloat);
        const std::int64_t used = std::min<std::int64_t>(frames, sound.frameCount());
        for (std::int64_t channel = 0; channel < config.inChannels; ++channel) {
            const int from =
                std::min(static_cast<int>(channel), sound.channelCount() - 1); // mono goes to both sides
            const auto source = sound.channel(from);
            std::copy_n(source.begin(), used, samples[channel].mutable_data_ptr<float>());
        }
        const at::TensorOptions place = pretransform.autoencoder().tensorOptions();
        const model::Posterior posterior =
            pretransform.posterior(samples.clamp(-1.0, 1.0).unsqueeze(0).to(place.device()));
        return (posterior.mean.to(at::kCPU, at::kFloat) / pretransform.scale()).squeeze(0);
    });
}

} // namespace attune::generate
