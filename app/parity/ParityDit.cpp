// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "dit": the transformer with every kind of guidance, and the gradients of its loss, with activations
// kept and recomputed.
#include "app/parity/Parity.h"
#include "app/parity/ParityModels.h"

#include "core/config/ModelConfig.h"
#include "core/model/Guidance.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

model::GuidanceOptions guidanceOf(const config::Json& run) {
    model::GuidanceOptions guidance;
    guidance.scale = run.value("cfg_scale", 1.0);
    guidance.rescale = run.value("scale_phi", 0.0);
    if (const auto interval = run.find("cfg_interval"); interval != run.end()) {
        guidance.intervalLow = interval->at(0).get<double>();
        guidance.intervalHigh = interval->at(1).get<double>();
    }
    return guidance;
}

at::Tensor optionalTensor(const Tensors& tensors, const std::string& name) {
    const auto found = tensors.find(name);
    return found == tensors.end() ? at::Tensor() : found->second;
}

void compareRuns(model::DiffusionTransformer& transformer, config::Objective objective,
                 const Fixture& fixture, const Tensors& inputs, const Tensors& expected, Report& report) {
    const at::NoGradGuard noGrad;
    for (const config::Json& run : fixture.description.at("runs")) {
        const std::string name = run.at("name").get<std::string>();
        model::DiffusionCondition condition{optionalTensor(inputs, "cross_attn_cond"),
                                            optionalTensor(inputs, "cross_attn_mask"),
                                            optionalTensor(inputs, "global_cond")};
        if (run.value("cross", std::string()) == "zero")
            condition.crossAttention = at::zeros_like(condition.crossAttention);
        model::DiffusionCondition negative;
        if (run.value("negative", false))
            negative = {inputs.at("negative_cross_attn_cond"),
                        optionalTensor(inputs, "negative_cross_attn_mask"),
                        {}};
        const model::GuidedOutput output = model::guidedOutput(
            transformer, objective, inputs.at("x"), inputs.at("t"), condition, negative, guidanceOf(run));
        report.compare(name, output.guided, expected.at(name), fixture.tolerance);
    }
}

void compareTraining(model::DiffusionTransformer& transformer, model::ActivationMemory memory,
                     const Fixture& fixture, const Tensors& inputs, const Tensors& expected, Report& report) {
    if (!expected.contains("loss")) return; // outputs alone are a fixture too
    transformer.setActivationMemory(memory);
    transformer.zero_grad();
    Tensors leaves;
    for (const char* name : {"x", "cross_attn_cond", "global_cond"})
        if (const at::Tensor input = optionalTensor(inputs, name); input.defined())
            leaves[name] = input.detach().clone().set_requires_grad(true);
    const at::Tensor output = transformer.forward(
        leaves.at("x"), inputs.at("t"),
        {optionalTensor(leaves, "cross_attn_cond"), {}, optionalTensor(leaves, "global_cond")});
    const at::Tensor loss = at::mse_loss(output, inputs.at("target"));
    report.compare("loss", loss, expected.at("loss"), fixture.tolerance);
    loss.backward();
    compareGradients(fixture, tensor::stateDictOf(transformer).withPrefix("model.model."), expected, report);
    const auto rowStride = fixture.description.value("grad_row_stride", std::int64_t{1});
    for (const auto& [name, leaf] : leaves) {
        if (const auto whole = expected.find("grad/input/" + name); whole != expected.end())
            report.compare(whole->first, likeExpected(leaf.grad(), whole->second, rowStride), whole->second,
                           fixture.tolerance);
        if (const auto norm = expected.find("grad_norm/input/" + name); norm != expected.end())
            report.compare(norm->first, leaf.grad().to(at::kDouble).norm().to(at::kFloat), norm->second,
                           fixture.tolerance);
    }
}

} // namespace

Result<void> runDit(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const config::ModelConfig config, config::ModelConfig::read(fixture.folder / "model.json"));
    ATTUNE_TRY(const tensor::NamedTensors weights,
               tensor::readSafeTensors(fixture.folder / "weights.safetensors"));
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    model::LoadOptions options;
    options.parts = model::ModelPart::Transformer;
    ATTUNE_TRY(const model::LoadedModel loaded, model::ModelFactory::loadFrom(config, weights, options));
    model::DiffusionTransformer& transformer = *loaded.model->transformer();

    compareRuns(transformer, config.diffusion->objective, fixture, inputs, expected, report);
    compareTraining(transformer, model::ActivationMemory::Keep, fixture, inputs, expected, report);
    compareTraining(transformer, model::ActivationMemory::Recompute, fixture, inputs, expected, report);
    return {};
}

} // namespace attune::parity
