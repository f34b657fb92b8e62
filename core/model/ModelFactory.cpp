// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ModelFactory.h"

#include "core/base/Text.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/TorchErrors.h"

#include <string>
#include <string_view>

namespace attune::model {

namespace {

using tensor::LoadReport;
using tensor::NamedTensors;

// What messages call the parts.
constexpr const char* kTransformerName = "the transformer";
constexpr const char* kConditionerName = "the conditioners";
constexpr const char* kAutoencoderName = "the autoencoder";

LayerOptions::WeightForm weightFormOf(const NamedTensors& bare) {
    const bool isNormalised =
        bare.contains("encoder.layers.0.weight_g") || bare.contains("encoder.layers.0.weight_v");
    return isNormalised ? LayerOptions::WeightForm::Normalised : LayerOptions::WeightForm::Folded;
}

void appendPrefixed(LoadReport& total, const LoadReport& part, std::string_view prefix) {
    LoadReport named = part;
    for (auto* names : {&named.matched, &named.rebuilt, &named.missing, &named.unexpected})
        for (std::string& name : *names) name.insert(0, prefix);
    for (LoadReport::Mismatch& mismatch : named.mismatched) mismatch.name.insert(0, prefix);
    total.append(named);
}

// Strictly: a failure names the whole key and whose it is.
Result<void> loadPart(torch::nn::Module& module, const NamedTensors& weights, std::string_view prefix,
                      const char* what, LoadReport& total) {
    const NamedTensors part = prefix.empty() ? weights : weights.withoutPrefix(prefix);
    LoadReport plan;
    appendPrefixed(plan, tensor::compareKeys(module, part, ""), prefix);
    if (!plan.isExact()) return fail(plan.toError(what));
    ATTUNE_TRY(const LoadReport done, tensor::loadInto(module, part, ""));
    appendPrefixed(total, done, prefix);
    return {};
}

DiffusionModel::Placement placementOf(const LoadOptions& options, LayerOptions::WeightForm form) {
    DiffusionModel::Placement placement;
    placement.transformer = {options.device, options.dtype, form};
    placement.conditioner = placement.transformer;
    // Folding happens in fp32; the cast to the wanted type follows it.
    const c10::ScalarType loadType =
        options.fold == LoadOptions::Fold::Yes ? c10::kFloat : options.autoencoderDtype;
    placement.autoencoder = {options.device, loadType, form};
    return placement;
}

void finishAutoencoder(OobleckAutoencoder& autoencoder, const LoadOptions& options) {
    if (options.fold == LoadOptions::Fold::No) return;
    autoencoder.foldWeightNorm();
    autoencoder.to(options.autoencoderDtype);
    for (at::Tensor& parameter : autoencoder.parameters()) parameter.set_requires_grad(false);
}

Result<const config::DiffusionConfig*> diffusionConfigOf(const config::ModelConfig& config) {
    if (config.diffusion) return &*config.diffusion;
    return fail(ErrorCode::InvalidConfig, "The configuration describes an autoencoder, not a diffusion model",
                "model_type");
}

template <typename T>
Result<T> inFile(Result<T> result, const std::filesystem::path& file) {
    if (result) return result;
    Error error = std::move(result).error();
    error.context =
        error.context.empty() ? utf8FromPath(file) : concat(utf8FromPath(file), ": ", error.context);
    return fail(std::move(error));
}

} // namespace

Result<std::shared_ptr<DiffusionModel>> ModelFactory::build(const config::ModelConfig& config,
                                                            const LoadOptions& options) {
    ATTUNE_TRY(const config::DiffusionConfig* diffusion, diffusionConfigOf(config));
    return tensor::guarded("building the model", [&] {
        LoadOptions plain = options;
        plain.fold = LoadOptions::Fold::No; // nothing is loaded that could be folded
        return std::make_shared<DiffusionModel>(*diffusion, options.parts, options.textWidth,
                                                placementOf(plain, LayerOptions::WeightForm::Normalised));
    });
}

Result<std::shared_ptr<DiffusionModel>> ModelFactory::buildInitialized(const config::ModelConfig& config,
                                                                       std::uint64_t seed,
                                                                       const LoadOptions& options) {
    ATTUNE_TRY(const std::shared_ptr<DiffusionModel> model, build(config, options));
    ATTUNE_TRY(const at::Generator generator, tensor::makeGenerator(options.device, seed));
    return tensor::guarded("initialising the model", [&] {
        initializeParameters(*model, generator);
        return model;
    });
}

Result<LoadedModel> ModelFactory::loadFrom(const config::ModelConfig& config, const NamedTensors& weights,
                                           const LoadOptions& options) {
    ATTUNE_TRY(const config::DiffusionConfig* diffusion, diffusionConfigOf(config));
    ATTUNE_TRY(const NamedTensors unwrapped, unwrappedDiffusion(weights, options.weights));
    return tensor::guarded("loading the model", [&]() -> Result<LoadedModel> {
        const LayerOptions::WeightForm form = weightFormOf(unwrapped.withoutPrefix(kPretransformKeys));
        LoadedModel loaded;
        loaded.model = std::make_shared<DiffusionModel>(*diffusion, options.parts, options.textWidth,
                                                        placementOf(options, form));
        DiffusionModel& model = *loaded.model;
        if (model.transformer())
            ATTUNE_CHECK(
                loadPart(*model.transformer(), unwrapped, kTransformerKeys, kTransformerName, loaded.report));
        if (model.conditioner())
            ATTUNE_CHECK(
                loadPart(*model.conditioner(), unwrapped, kConditionerKeys, kConditionerName, loaded.report));
        if (model.pretransform()) {
            OobleckAutoencoder& autoencoder = model.pretransform()->autoencoder();
            ATTUNE_CHECK(
                loadPart(autoencoder, unwrapped, kPretransformKeys, kAutoencoderName, loaded.report));
            finishAutoencoder(autoencoder, options);
        }
        for (const auto& [name, value] : unwrapped)
            if (!name.starts_with(kTransformerKeys) && !name.starts_with(kConditionerKeys) &&
                !name.starts_with(kPretransformKeys))
                loaded.report.unexpected.push_back(name);
        return loaded;
    });
}

Result<LoadedModel> ModelFactory::load(const config::ModelConfig& config, const std::filesystem::path& file,
                                       const LoadOptions& options) {
    ATTUNE_TRY(const NamedTensors weights, tensor::readStateDict(file));
    return inFile(loadFrom(config, weights, options), file);
}

Result<LoadedAutoencoder> ModelFactory::loadAutoencoderFrom(const config::AutoencoderConfig& config,
                                                            const NamedTensors& weights,
                                                            const LoadOptions& options) {
    ATTUNE_TRY(const NamedTensors bare, bareAutoencoder(weights, options.weights));
    return tensor::guarded("loading the autoencoder", [&]() -> Result<LoadedAutoencoder> {
        LoadedAutoencoder loaded;
        loaded.autoencoder = std::make_shared<OobleckAutoencoder>(
            config, placementOf(options, weightFormOf(bare)).autoencoder);
        ATTUNE_CHECK(loadPart(*loaded.autoencoder, bare, "", kAutoencoderName, loaded.report));
        finishAutoencoder(*loaded.autoencoder, options);
        return loaded;
    });
}

Result<LoadedAutoencoder> ModelFactory::loadAutoencoder(const config::ModelConfig& config,
                                                        const std::filesystem::path& file,
                                                        const LoadOptions& options) {
    const config::AutoencoderConfig* autoencoder = config.anyAutoencoder();
    if (autoencoder == nullptr)
        return fail(ErrorCode::InvalidConfig, "The configuration has no autoencoder", "model.pretransform");
    ATTUNE_TRY(const NamedTensors weights, tensor::readStateDict(file));
    return inFile(loadAutoencoderFrom(*autoencoder, weights, options), file);
}

} // namespace attune::model
