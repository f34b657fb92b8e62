// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/TrainingStep.h"

#include "core/base/Text.h"
#include "core/model/DiffusionModel.h"
#include "core/model/TextSource.h"
#include "core/tensor/Generators.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/bernoulli.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>

namespace attune::train {

Result<StepOptions> StepOptions::from(const config::TrainingBlock& training) {
    StepOptions options;
    options.promptDropout = training.promptDropout;
    options.masksPadding = training.maskPadding;
    options.maskPaddingDropout = training.maskPaddingDropout;
    ATTUNE_TRY(options.timesteps, diffusion::TimestepOptions::from(training));
    return options;
}

StepDraws StepDraws::slice(std::int64_t begin, std::int64_t end) const {
    return {t.slice(0, begin, end), noise.slice(0, begin, end),
            droppedPrompts.defined() ? droppedPrompts.slice(0, begin, end) : at::Tensor(), usesPaddingMask};
}

StepRandomness::StepRandomness(StepOptions options, std::optional<diffusion::DistributionShift> shift,
                               diffusion::RandomSources sources, at::Generator mask)
    : m_options(options), m_sources(std::move(sources)), m_mask(std::move(mask)),
      m_timesteps(options.timesteps, shift, m_sources) {}

Result<StepRandomness> StepRandomness::seeded(StepOptions options,
                                              std::optional<diffusion::DistributionShift> shift,
                                              std::uint64_t seed, const at::Device& device) {
    const at::Generator host = tensor::makeCpuGenerator(seed);
    at::Generator onDevice = host;
    if (!device.is_cpu() && !device.is_meta()) {
        ATTUNE_TRY(onDevice, tensor::makeGenerator(device, seed));
    }
    return StepRandomness(options, shift, {host, onDevice}, tensor::makeCpuGenerator(seed));
}

StepDraws StepRandomness::draw(at::IntArrayRef shape, const at::Device& device) {
    StepDraws draws;
    if (m_options.masksPadding) {
        const at::Tensor uniform = at::rand({}, m_mask, at::TensorOptions(at::kDouble));
        draws.usesPaddingMask = uniform.item<double>() > m_options.maskPaddingDropout;
    }
    const std::int64_t batch = shape.front();
    const auto onDevice = at::TensorOptions(device).dtype(at::kFloat);
    draws.t = m_timesteps.draw(batch, shape.back(), device, m_sources);
    draws.noise = at::randn(shape, m_sources.device, onDevice);
    if (m_options.promptDropout > 0.0)
        draws.droppedPrompts =
            at::bernoulli(at::full({batch}, m_options.promptDropout, onDevice), m_sources.device)
                .to(at::kBool);
    return draws;
}

StepRandomness::State StepRandomness::saveState() const {
    return {tensor::stateOf(m_sources.host), tensor::stateOf(m_sources.device), tensor::stateOf(m_mask),
            m_timesteps.saveState()};
}

Result<void> StepRandomness::loadState(const State& state) {
    ATTUNE_CHECK(m_timesteps.loadState(config::JsonView(state.timesteps, "timesteps")));
    ATTUNE_CHECK(tensor::restoreState(m_sources.host, state.host));
    ATTUNE_CHECK(tensor::restoreState(m_sources.device, state.device));
    return tensor::restoreState(m_mask, state.mask);
}

at::Tensor meanSquaredError(const at::Tensor& prediction, const at::Tensor& target, const at::Tensor& mask) {
    const at::Tensor squares = (prediction - target).square();
    if (!mask.defined()) return squares.mean();
    const at::Tensor weights = mask.to(squares.scalar_type()).unsqueeze(1);
    return (squares * weights).sum() / (weights.sum() * squares.size(1)).clamp_min(1.0);
}

at::Tensor itemSquaredErrors(const at::Tensor& prediction, const at::Tensor& target, const at::Tensor& mask) {
    const at::Tensor squares = (prediction - target).square();
    if (!mask.defined()) return squares.mean({1, 2});
    const at::Tensor weights = mask.to(squares.scalar_type()).unsqueeze(1);
    return (squares * weights).sum({1, 2}) / (weights.sum({1, 2}) * squares.size(1)).clamp_min(1.0);
}

TrainingStep::TrainingStep(model::DiffusionModel& model, PrecisionProfile precision)
    : m_model(&model), m_precision(precision) {
    if (const auto& pretransform = model.config().pretransform) m_latentScale = pretransform->scale;
}

Result<TrainingStep::Prediction> TrainingStep::predict(const StepBatch& batch, const at::Tensor& t,
                                                       const at::Tensor& noise,
                                                       const at::Tensor& droppedPrompts,
                                                       model::TextSource* text) {
    if (noise.sizes() != batch.latents.sizes())
        return fail(ErrorCode::ShapeMismatch, concat("The noise has shape ", noise.sizes(),
                                                     " and the latents ", batch.latents.sizes()));
    if (static_cast<std::int64_t>(batch.clips.size()) != batch.latents.size(0))
        return fail(ErrorCode::ShapeMismatch, concat("There are ", batch.clips.size(), " descriptions for ",
                                                     batch.latents.size(0), " latents"));
    const at::Tensor latents = m_latentScale == 1.0 ? batch.latents : batch.latents / m_latentScale;
    const auto noised = diffusion::noiseLatents(m_model->config().objective, latents, noise, t);
    const AutocastGuard autocast(latents.device(), m_precision.autocast);
    ATTUNE_TRY(const model::DiffusionCondition condition, m_model->condition(batch.clips, text));
    const at::Tensor output = m_model->transformer()->forward(noised.noised, t, condition, droppedPrompts);
    return Prediction{output.to(at::kFloat), noised.target, latents};
}

Result<StepLoss> TrainingStep::loss(const StepBatch& batch, const StepDraws& draws, model::TextSource* text) {
    at::Tensor mask;
    if (draws.usesPaddingMask) {
        if (!batch.paddingMask.defined())
            return fail(ErrorCode::InvalidArgument,
                        "Padding cannot be masked: the batch has no padding mask");
        mask = batch.paddingMask;
    }
    ATTUNE_TRY(const Prediction made, predict(batch, draws.t, draws.noise, draws.droppedPrompts, text));
    StepLoss result;
    result.loss = meanSquaredError(made.output, made.target, mask);
    const at::NoGradGuard noGradients;
    result.itemLosses = itemSquaredErrors(made.output, made.target, mask);
    result.sigmas = diffusion::alphaSigma(m_model->config().objective, draws.t).sigma;
    // The meta device has no kernel for it.
    result.latentStd = made.latents.is_meta() ? at::empty({}, made.latents.options()) : made.latents.std();
    return result;
}

Result<at::Tensor> TrainingStep::heldOutLosses(const StepBatch& batch, const at::Tensor& t,
                                               const at::Tensor& noise, model::TextSource* text) {
    const at::NoGradGuard noGradients;
    ATTUNE_TRY(const Prediction made, predict(batch, t, noise, {}, text));
    return itemSquaredErrors(made.output, made.target, {});
}

} // namespace attune::train
