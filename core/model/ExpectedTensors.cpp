// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ExpectedTensors.h"

#include "core/base/Text.h"
#include "core/model/CheckpointKeys.h"
#include "core/model/DiffusionModel.h"
#include "core/model/OobleckAutoencoder.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/TorchErrors.h"

#include <memory>

namespace attune::model {

using tensor::NamedTensors;

namespace {

constexpr const char* kFirstConvolution = "encoder.layers.0.weight";

AutoencoderForm formOf(const config::ModelConfig& config, const NamedTensors& unwrapped) {
    const std::string prefix(config.diffusion ? kPretransformKeys : std::string_view());
    return unwrapped.contains(prefix + kFirstConvolution) ? AutoencoderForm::Folded
                                                          : AutoencoderForm::Normalised;
}

Result<std::shared_ptr<torch::nn::Module>> buildWithoutMemory(const config::ModelConfig& config,
                                                              std::int64_t textWidth, AutoencoderForm form) {
    return tensor::guarded(
        "building the model without memory", [&]() -> Result<std::shared_ptr<torch::nn::Module>> {
            LayerOptions options;
            options.device = c10::kMeta;
            options.weightForm = form == AutoencoderForm::Folded ? LayerOptions::WeightForm::Folded
                                                                 : LayerOptions::WeightForm::Normalised;
            const DiffusionModel::Placement placement{options, options, options};
            if (config.diffusion)
                return std::make_shared<DiffusionModel>(*config.diffusion, kAllParts, textWidth, placement);
            if (config.autoencoder) return std::make_shared<OobleckAutoencoder>(*config.autoencoder, options);
            return fail(ErrorCode::InvalidConfig, "The configuration describes no model");
        });
}

} // namespace

Result<NamedTensors> expectedTensors(const config::ModelConfig& config, std::int64_t textWidth,
                                     AutoencoderForm form) {
    ATTUNE_TRY(const auto model, buildWithoutMemory(config, textWidth, form));
    return tensor::stateDictOf(*model);
}

Result<std::vector<std::string>> parameterNames(const config::ModelConfig& config,
                                                const NamedTensors& unwrapped) {
    ATTUNE_TRY(const auto model,
               buildWithoutMemory(config, textWidthOf(config, unwrapped), formOf(config, unwrapped)));
    std::vector<std::string> names;
    for (const auto& entry : model->named_parameters()) names.push_back(entry.key());
    return names;
}

std::int64_t textWidthOf(const config::ModelConfig& config, const NamedTensors& unwrapped) {
    const config::ConditionerConfig* prompt = config.diffusion && config.diffusion->conditioning
                                                  ? config.diffusion->conditioning->prompt()
                                                  : nullptr;
    if (prompt == nullptr) return 0;
    const at::Tensor* projection =
        unwrapped.find(concat(kConditionerKeys, "conditioners.", prompt->id, ".proj_out.weight"));
    return projection != nullptr && projection->dim() == 2 ? projection->size(1) : prompt->outputDim;
}

Result<tensor::LoadReport> compareWithConfig(const config::ModelConfig& config,
                                             const NamedTensors& unwrapped) {
    ATTUNE_TRY(const NamedTensors expected,
               expectedTensors(config, textWidthOf(config, unwrapped), formOf(config, unwrapped)));
    return tensor::compareKeys(expected, unwrapped);
}

} // namespace attune::model
