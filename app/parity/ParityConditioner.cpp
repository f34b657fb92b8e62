// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "conditioner": metadata to conditions, and the gradients of the trained embedders.
#include "app/parity/Parity.h"
#include "app/parity/ParityModels.h"

#include "core/base/Text.h"
#include "core/config/ModelConfig.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

// For information: the text encoder in half precision, as the reference ships it.
Result<void> compareHalf(const Fixture& fixture, model::Conditioner& conditioner,
                         std::span<const config::ClipMetadata> clips, Report& report) {
    if (!fixture.description.contains("tolerance_fp16")) return {};
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected_fp16.safetensors"));
    ATTUNE_TRY(const auto text, loadTextSource(fixture, {at::kCPU, at::kHalf}));
    ATTUNE_TRY(const std::vector<model::Condition> conditions, conditioner.forward(clips, text.get()));
    const at::NoGradGuard noGrad;
    for (const model::Condition& condition : conditions) {
        const auto found = expected.find(condition.id + "/embedding");
        if (found == expected.end()) continue;
        const at::Tensor difference =
            (condition.embedding.to(at::kFloat) - found->second.to(at::kFloat)).abs().max();
        report.note(concat("fp16 ", found->first, " max_abs ", difference.item<float>(), " of ",
                           found->second.abs().max().item<float>()));
    }
    return {};
}

} // namespace

Result<void> runConditioner(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const config::ModelConfig config, config::ModelConfig::read(fixture.folder / "model.json"));
    ATTUNE_TRY(const tensor::NamedTensors weights,
               tensor::readSafeTensors(fixture.folder / "weights.safetensors"));
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    ATTUNE_TRY(const auto text, loadTextSource(fixture));
    ATTUNE_TRY(const std::vector<config::ClipMetadata> clips, readMetadata(fixture, "metadata"));

    model::Conditioner conditioner(*config.diffusion->conditioning, text ? text->width() : 0);
    const std::string prefix = fixture.description.value("weights_prefix", std::string("conditioner."));
    ATTUNE_CHECK(tensor::loadInto(conditioner, weights, prefix));
    ATTUNE_TRY(const std::vector<model::Condition> conditions, conditioner.forward(clips, text.get()));
    ATTUNE_TRY(const model::DiffusionCondition joined,
               model::assembleCondition(conditions, *config.diffusion));

    for (const model::Condition& condition : conditions) {
        report.compare(condition.id + "/embedding", condition.embedding,
                       expected.at(condition.id + "/embedding"), fixture.tolerance);
        report.compare(condition.id + "/mask", condition.mask, expected.at(condition.id + "/mask"),
                       fixture.tolerance);
    }
    // A configuration may use its conditioners in one way only.
    const auto compareIf = [&](const char* name, const at::Tensor& actual) {
        if (const auto found = expected.find(name); found != expected.end())
            report.compare(name, actual, found->second, fixture.tolerance);
    };
    compareIf("cross_attn_cond", joined.crossAttention);
    compareIf("cross_attn_mask", joined.crossAttentionMask);
    compareIf("global_cond", joined.global);
    if (!expected.contains("loss")) return compareHalf(fixture, conditioner, clips, report);

    at::Tensor loss = at::zeros({});
    if (joined.crossAttention.defined())
        loss = loss + at::mse_loss(joined.crossAttention, inputs.at("target_cross"));
    if (joined.global.defined()) loss = loss + at::mse_loss(joined.global, inputs.at("target_global"));
    report.compare("loss", loss, expected.at("loss"), fixture.tolerance);
    loss.backward();
    compareGradients(fixture, tensor::stateDictOf(conditioner).withPrefix(prefix), expected, report);
    return compareHalf(fixture, conditioner, clips, report);
}

} // namespace attune::parity
