// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "model": a whole checkpoint: its keys in order, its containers, its conditions, and generation from
// given noise by the samplers, decoded to audio.
#include "app/parity/Parity.h"
#include "app/parity/ParityModels.h"

#include "core/base/Text.h"
#include "core/config/ModelConfig.h"
#include "core/diffusion/Sampler.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/ModuleLoading.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

// Our module's names, shapes and order against the reference's state dict.
Result<void> compareKeys(const Fixture& fixture, const model::DiffusionModel& diffusionModel,
                         Report& report) {
    ATTUNE_TRY(const config::Json keys, config::readJsonFile(fixture.folder / "keys.json"));
    const tensor::NamedTensors ours = tensor::stateDictOf(diffusionModel);
    report.check("keys/count", ours.size() == keys.size(), concat(ours.size(), " of ", keys.size()));
    std::size_t index = 0;
    std::string firstDifference;
    for (const auto& [name, value] : ours) {
        if (index >= keys.size()) break;
        const config::Json& key = keys[index++];
        if (name == key.at("key").get<std::string>() &&
            value.sizes().vec() == key.at("shape").get<std::vector<std::int64_t>>())
            continue;
        firstDifference = concat(name, " instead of ", key.at("key").get<std::string>());
        break;
    }
    report.check("keys/order", firstDifference.empty(), firstDifference);
    return {};
}

// The same weights in the torch zip.
Result<void> compareContainers(const Fixture& fixture, Report& report) {
    if (!fixture.description.contains("ckpt")) return {};
    ATTUNE_TRY(const tensor::NamedTensors plain, tensor::readStateDict(fixture.path("weights")));
    ATTUNE_TRY(const tensor::NamedTensors zipped, tensor::readStateDict(fixture.path("ckpt")));
    bool same = plain.size() == zipped.size();
    for (const auto& [name, value] : plain) {
        const at::Tensor* other = zipped.find(name);
        same = same && other != nullptr && at::equal(*other, value);
    }
    report.check("ckpt", same, concat(zipped.size(), " tensors"));
    return {};
}

diffusion::SamplerSettings settingsOf(const config::Json& run, const config::DiffusionConfig& config) {
    diffusion::SamplerSettings settings;
    settings.objective = config.objective;
    settings.sampler = run.at("sampler_type").get<std::string>();
    settings.steps = run.at("steps").get<int>();
    settings.sigmaMin = run.value("sigma_min", settings.sigmaMin);
    settings.sigmaMax = run.value("sigma_max", settings.sigmaMax);
    settings.rho = run.value("rho", settings.rho);
    settings.shift = diffusion::DistributionShift::of(config);
    return settings;
}

struct Conditions {
    model::DiffusionCondition positive;
    model::DiffusionCondition negative; // undefined tensors without a negative prompt
};

Result<void> compareRun(const config::Json& run, model::DiffusionModel& diffusionModel,
                        const Conditions& conditions, const Tensors& inputs, const Tensors& expected,
                        Tolerance tolerance, Report& report) {
    const auto name = run.at("name").get<std::string>();
    model::GuidanceOptions guidance;
    guidance.scale = run.at("cfg_scale").get<double>();
    const model::DiffusionCondition negative =
        run.value("negative", false) ? conditions.negative : model::DiffusionCondition{};

    diffusion::SamplerRequest request;
    request.settings = settingsOf(run, diffusionModel.config());
    // The reference lets the flow samplers be chosen freely; ping-pong is the denoiser's.
    if (request.settings.sampler == "pingpong") request.settings.objective = config::Objective::RfDenoiser;
    request.network = [&](const at::Tensor& x, const at::Tensor& t) {
        return diffusionModel.predict(x, t, conditions.positive, negative, guidance);
    };
    request.guidedNetwork = [&](const at::Tensor& x, const at::Tensor& t) {
        const auto output =
            model::guidedOutput(*diffusionModel.transformer(), diffusionModel.config().objective, x, t,
                                conditions.positive, negative, guidance);
        return diffusion::GuidedPrediction{output.guided, output.unguided};
    };
    request.noise = inputs.at("noise");
    std::optional<diffusion::RecordedNoise> recorded;
    if (const auto noise = inputs.find("step_noise/" + name); noise != inputs.end())
        request.stepNoise = &recorded.emplace(noise->second);

    ATTUNE_TRY(const diffusion::SamplerResult result, diffusion::sample(request));
    report.compare("latents/" + name, result.latents, expected.at("latents/" + name), tolerance);
    if (const auto audio = expected.find("audio/" + name); audio != expected.end()) {
        report.compare(audio->first, diffusionModel.pretransform()->decode(result.latents), audio->second,
                       tolerance);
        report.compare(audio->first + " (in pieces)",
                       diffusionModel.pretransform()->decodeInPieces(result.latents, 2), audio->second,
                       tolerance);
    }
    return {};
}

} // namespace

Result<void> runModel(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const config::ModelConfig config, config::ModelConfig::read(fixture.folder / "model.json"));
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    ATTUNE_TRY(const auto text, loadTextSource(fixture));
    model::LoadOptions options;
    if (text) options.textWidth = text->width();
    ATTUNE_TRY(const std::shared_ptr<model::DiffusionModel> built,
               model::ModelFactory::build(config, options));
    ATTUNE_CHECK(compareKeys(fixture, *built, report));
    ATTUNE_CHECK(compareContainers(fixture, report));
    ATTUNE_TRY(const model::LoadedModel loaded,
               model::ModelFactory::load(config, fixture.path("weights"), options));

    const at::NoGradGuard noGrad;
    Conditions conditions;
    ATTUNE_TRY(const std::vector<config::ClipMetadata> clips, readMetadata(fixture, "metadata"));
    ATTUNE_TRY(conditions.positive, loaded.model->condition(clips, text.get()));
    // A model may have either alone.
    for (const auto& [name, actual] : {std::pair("cross_attn_cond", conditions.positive.crossAttention),
                                       std::pair("global_cond", conditions.positive.global)})
        if (actual.defined() || expected.contains(name))
            report.compare(name, actual, expected.at(name), fixture.tolerance);
    if (fixture.description.contains("negative_metadata")) {
        ATTUNE_TRY(const std::vector<config::ClipMetadata> negative,
                   readMetadata(fixture, "negative_metadata"));
        ATTUNE_TRY(conditions.negative, loaded.model->condition(negative, text.get()));
    }
    for (const config::Json& run : fixture.description.at("runs"))
        ATTUNE_CHECK(compareRun(run, *loaded.model, conditions, inputs, expected, fixture.tolerance, report));
    return {};
}

} // namespace attune::parity
