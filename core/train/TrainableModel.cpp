// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/TrainableModel.h"

#include "core/base/Text.h"
#include "core/model/Adapters.h"
#include "core/model/DiffusionModel.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/train/Precision.h"

#include <ATen/core/grad_mode.h>

namespace attune::train {

namespace {

bool isTrainedKey(const std::string& name) {
    return name.starts_with("model.") || name.starts_with("conditioner.");
}

model::AdapterOptions adapterOptions(const config::LoraSettings& lora) {
    model::AdapterOptions options;
    options.rank = lora.rank;
    options.alpha = lora.alpha;
    options.dropout = lora.dropout;
    options.targets.clear();
    for (const std::string& target : lora.targets)
        options.targets.push_back(target.find('*') == std::string::npos ? "*" + target : target);
    return options;
}

EmaOptions emaOptions(const config::EmaSettings& ema) {
    EmaOptions options;
    options.beta = ema.beta;
    options.power = ema.power;
    options.place =
        ema.place == config::EmaPlace::Host ? EmaOptions::Place::Host : EmaOptions::Place::WithWeights;
    return options;
}

// Pairs of (live tensor, its saved value); complete and of equal shapes, or an error.
Result<std::vector<std::pair<at::Tensor, at::Tensor>>> pairUp(const tensor::NamedTensors& live,
                                                              const tensor::NamedTensors& saved) {
    std::vector<std::pair<at::Tensor, at::Tensor>> pairs;
    for (const auto& [name, tensor] : live) {
        ATTUNE_TRY(at::Tensor value, saved.at(name));
        if (value.sizes() != tensor.sizes())
            return fail(ErrorCode::ShapeMismatch,
                        concat(name, " has shape ", value.sizes(), " in the checkpoint and ", tensor.sizes(),
                               " in the model"),
                        name);
        pairs.emplace_back(tensor, std::move(value));
    }
    return pairs;
}

} // namespace

Result<TrainableModel> TrainableModel::create(std::shared_ptr<model::DiffusionModel> model,
                                              const config::RunSettings& settings) {
    if (!model || !model->transformer() || !model->conditioner())
        return fail(ErrorCode::InvalidArgument,
                    "Training needs the transformer and the conditioner of the model");
    const PrecisionProfile profile = precisionProfile(settings.precision);
    if (model->transformer()->dtype() != profile.weights)
        return fail(ErrorCode::InvalidArgument,
                    concat("The precision ", config::precisionName(settings.precision), " wants weights in ",
                           c10::toString(profile.weights), ", but the model was loaded in ",
                           c10::toString(model->transformer()->dtype())));
    TrainableModel trainable(std::move(model));
    trainable.m_model->train();
    ATTUNE_CHECK(settings.parts == config::TrainedParts::Full ? trainable.chooseFull()
                                                              : trainable.chooseLora(settings));
    std::vector<at::Generator> generators; // what recomputing has to turn back
    if (trainable.m_dropout) generators.push_back(*trainable.m_dropout);
    trainable.m_model->transformer()->setActivationMemory(
        settings.activationCheckpointing ? model::ActivationMemory::Recompute : model::ActivationMemory::Keep,
        std::move(generators));
    if (settings.ema.enabled) {
        // In a full run the average is of the transformer alone, buffers included, as in the reference.
        std::vector<NamedParameter> tracked;
        if (settings.parts == config::TrainedParts::Lora) {
            tracked = trainable.m_parameters;
        } else {
            // The model's own tensors: what is put in their place has to be seen by the model.
            for (const auto& [name, tensor] : tensor::stateDictOf(*trainable.m_model))
                if (name.starts_with("model.")) tracked.push_back({name, tensor});
        }
        trainable.m_ema.emplace(emaOptions(settings.ema), std::move(tracked));
    }
    return trainable;
}

Result<void> TrainableModel::chooseFull() {
    for (const auto& item : m_model->named_parameters()) {
        if (!isTrainedKey(item.key())) continue;
        item.value().set_requires_grad(true);
        m_parameters.push_back({item.key(), item.value()});
    }
    return {};
}

Result<void> TrainableModel::chooseLora(const config::RunSettings& settings) {
    for (const at::Tensor& parameter : m_model->parameters()) parameter.set_requires_grad(false);
    const std::uint64_t seed = tensor::deriveSeed(static_cast<std::uint64_t>(settings.seed), "lora");
    ATTUNE_TRY(const at::Generator generator, tensor::makeGenerator(m_model->transformer()->device(), seed));
    ATTUNE_TRY(m_adapters,
               model::LoraAdapters::attach(m_model->transformer(), adapterOptions(settings.lora), generator));
    if (settings.lora.dropout > 0.0) {
        m_dropoutSeed = tensor::deriveSeed(static_cast<std::uint64_t>(settings.seed), "lora dropout");
        ATTUNE_TRY(m_dropout, tensor::makeGenerator(m_model->transformer()->device(), m_dropoutSeed));
        m_adapters->setDropoutGenerator(*m_dropout);
    }
    m_adapters->train();
    for (const auto& item : m_adapters->named_parameters())
        m_parameters.push_back({item.key(), item.value()});
    return {};
}

void TrainableModel::train() {
    m_model->train();
    if (m_adapters) m_adapters->train();
}

void TrainableModel::evaluate() {
    m_model->eval();
    if (m_adapters) m_adapters->eval();
}

void TrainableModel::beginBatch(std::uint64_t number) {
    if (!m_dropout) return;
    const std::lock_guard lock(m_dropout->mutex());
    m_dropout->set_current_seed(tensor::deriveSeed(m_dropoutSeed, "batch", number));
}

tensor::NamedTensors TrainableModel::weights() const {
    tensor::NamedTensors weights;
    if (m_adapters) {
        for (const NamedParameter& parameter : m_parameters)
            weights.set(parameter.name, parameter.value.detach());
        return weights;
    }
    for (const auto& [name, tensor] : tensor::stateDictOf(*m_model))
        if (isTrainedKey(name)) weights.set(name, tensor.detach());
    return weights;
}

tensor::NamedTensors TrainableModel::averages() const {
    return m_ema ? m_ema->averages() : tensor::NamedTensors();
}

Result<void> TrainableModel::restore(const LoadedCheckpoint& checkpoint) {
    const CheckpointKind kind = m_adapters ? CheckpointKind::Lora : CheckpointKind::Full;
    if (checkpoint.identity.kind != kind)
        return fail(ErrorCode::Refused,
                    kind == CheckpointKind::Full
                        ? "The checkpoint holds LoRA adapters, the run trains the whole model"
                        : "The checkpoint holds a whole model, the run trains LoRA adapters",
                    utf8FromPath(checkpoint.info.folder));
    ATTUNE_TRY(const auto pairs, pairUp(weights(), checkpoint.model));
    if (m_ema) {
        if (checkpoint.ema.empty())
            return fail(ErrorCode::MissingKey, "The checkpoint holds no averaged weights",
                        utf8FromPath(checkpoint.info.folder),
                        "Switch the average of weights off, or start anew.");
        ATTUNE_CHECK(m_ema->load(checkpoint.ema, checkpoint.progress.emaUpdates));
    }
    const at::NoGradGuard noGradient;
    for (const auto& [live, saved] : pairs) live.copy_(saved);
    return {};
}

} // namespace attune::train
