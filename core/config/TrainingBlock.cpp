// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/TrainingBlock.h"

#include "core/base/Text.h"
#include "core/config/FieldReader.h"

namespace attune::config {

namespace {

Result<NamedOptions> readNamedOptions(const JsonView& view) {
    NamedOptions named;
    FieldReader fields(view);
    fields.required("type", named.type).known("config");
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    if (const auto options = view.find("config")) {
        if (!options->value().is_object())
            return fail(ErrorCode::InvalidConfig, options->path() + " should be an object", options->path());
        named.options = options->value();
    }
    return named;
}

// Of the entries in optimizer_configs only `diffusion` concerns a diffusion model.
Result<void> readOptimisers(const JsonView& view, TrainingBlock& block) {
    const auto configs = view.find("optimizer_configs");
    if (!configs) return {};
    const auto diffusion = configs->find("diffusion");
    if (!diffusion) return {};
    ATTUNE_TRY(const JsonView optimizer, diffusion->at("optimizer"));
    ATTUNE_TRY(block.optimizer, readNamedOptions(optimizer));
    if (const auto scheduler = diffusion->find("scheduler")) {
        ATTUNE_TRY(block.scheduler, readNamedOptions(*scheduler));
    }
    return {};
}

Result<void> readTimestepOptions(const JsonView& view, TrainingBlock& block) {
    const auto options = view.find("timestep_sampler_options");
    if (!options) return {};
    FieldReader fields(*options);
    fields.optional("mean_logsnr", block.logSnrMean).optional("std_logsnr", block.logSnrStd);
    return fields.finish(UnknownKeys::Note);
}

// `demo_cond` is a list of metadata objects; the default of the reference is an empty object.
Result<std::vector<Json>> readDemoConditions(const JsonView& view) {
    std::vector<Json> conditions;
    const auto list = view.find("demo_cond");
    if (!list || (list->value().is_object() && list->value().empty())) return conditions;
    ATTUNE_TRY(const std::vector<JsonView> entries, list->elements());
    for (const JsonView& entry : entries) {
        if (!entry.value().is_object())
            return fail(ErrorCode::InvalidConfig, entry.path() + " should be an object", entry.path());
        conditions.push_back(entry.value());
    }
    return conditions;
}

Result<DemoBlock> readDemo(const JsonView& view) {
    DemoBlock demo;
    FieldReader fields(view);
    fields.optional("demo_every", demo.every)
        .optional("demo_steps", demo.steps)
        .optional("num_demos", demo.count)
        .optional("demo_cfg_scales", demo.guidanceScales)
        .optional("demo_cond_from_batch", demo.conditionsFromBatch)
        .known("demo_cond")
        .known("display_audio_cond")
        .known("cond_display_configs");
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    ATTUNE_TRY(demo.conditions, readDemoConditions(view));
    return demo;
}

} // namespace

Result<TrainingBlock> readTrainingBlock(const JsonView& view, EmaDefault emaDefault) {
    TrainingBlock block;
    block.document = view.value();
    block.useEma = emaDefault == EmaDefault::On;
    FieldReader fields(view);
    fields.optional("learning_rate", block.learningRate)
        .optional("use_ema", block.useEma)
        .optional("pre_encoded", block.preEncoded)
        .optional("cfg_dropout_prob", block.promptDropout)
        .optional("timestep_sampler", block.timestepSampler)
        .optional("p_one_shot", block.oneShotProbability)
        .optional("mask_padding", block.maskPadding)
        .optional("mask_padding_dropout", block.maskPaddingDropout)
        .optional("log_loss_info", block.logLossInfo)
        .known("optimizer_configs")
        .known("timestep_sampler_options")
        .known("demo")
        .known("clip_grad_norm")
        .known("arc")
        .known("inpainting")
        .known("loss_configs")
        .known("eval_loss_configs"); // of autoencoder files, for the reference's own trainer
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    block.hasArc = view.has("arc");
    block.hasInpainting = view.has("inpainting");
    ATTUNE_CHECK(readOptimisers(view, block));
    ATTUNE_CHECK(readTimestepOptions(view, block));
    if (const auto demo = view.find("demo")) {
        ATTUNE_TRY(block.demo, readDemo(*demo));
    }
    return block;
}

} // namespace attune::config
