// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/RunSettingsReference.h"

#include "core/base/Text.h"
#include "core/config/RunSettingsTypes.h"

#include <array>

namespace attune::config {

namespace {

Result<void> takeOptimiser(const TrainingBlock& block, ImportedRunSettings& imported) {
    RunSettings& s = imported.settings;
    if (block.optimizer) {
        if (block.learningRate)
            imported.notes.push_back("training.learning_rate is ignored, as in the reference, because "
                                     "optimizer_configs is there.");
        s.optimiser = *block.optimizer;
    } else if (block.learningRate) {
        s.optimiser = {"Adam", Json{{"lr", *block.learningRate}}};
    } else {
        return fail(ErrorCode::InvalidConfig, "training has neither learning_rate nor optimizer_configs",
                    "training.optimizer_configs");
    }
    s.schedule = block.scheduler ? *block.scheduler : NamedOptions{"Constant", Json::object()};
    auto problems = checkOptimiser(s.optimiser.type, s.optimiser.options,
                                   "training.optimizer_configs.diffusion.optimizer");
    for (Error& more :
         checkSchedule(s.schedule.type, s.schedule.options, "training.optimizer_configs.diffusion.scheduler"))
        problems.push_back(std::move(more));
    if (!problems.empty()) return fail(std::move(problems.front()));
    return {};
}

Result<void> takeDemos(const DemoBlock& block, ImportedRunSettings& imported) {
    DemoSettings& demos = imported.settings.demos;
    demos.every = block.every;
    demos.steps = block.steps;
    if (!block.guidanceScales.empty()) demos.cfgScales = block.guidanceScales;
    demos.prompts.clear();
    for (const Json& condition : block.conditions) {
        const JsonView view(condition, "training.demo.demo_cond");
        DemoPrompt prompt;
        prompt.seed = static_cast<std::int64_t>(demos.prompts.size()) + 1;
        ATTUNE_TRY(prompt.prompt, view.stringOr("prompt", {}));
        ATTUNE_TRY(prompt.secondsStart, view.numberOr("seconds_start", 0.0));
        ATTUNE_TRY(prompt.secondsTotal, view.numberOr("seconds_total", 0.0));
        demos.prompts.push_back(std::move(prompt));
    }
    if (block.conditionsFromBatch)
        imported.notes.push_back(
            "demo.demo_cond_from_batch is not taken over; give the demos prompts of their own.");
    else if (block.count != static_cast<std::int64_t>(demos.prompts.size()))
        imported.notes.push_back(concat("demo.num_demos is ", block.count, ", but there are ",
                                        demos.prompts.size(), " demo_cond; the latter counts."));
    return {};
}

void takeSteps(const TrainingBlock& block, ImportedRunSettings& imported) {
    RunSettings& s = imported.settings;
    s.ema.enabled = block.useEma;
    s.cfgDropout = block.promptDropout;
    s.timesteps = {block.timestepSampler, Json::object()};
    if (block.timestepSampler == "log_snr")
        s.timesteps.options = {{"mean_logsnr", block.logSnrMean}, {"std_logsnr", block.logSnrStd}};
    s.oneShotProbability = block.oneShotProbability;
    s.maskPadding = block.maskPadding;
    s.maskPaddingDropout = block.maskPaddingDropout;
    if (!block.preEncoded)
        imported.notes.push_back("training.pre_encoded is off there; here clips are always encoded first, "
                                 "which trains the same thing faster.");
    if (block.hasInpainting)
        imported.notes.push_back("training.inpainting is not taken over: only text to audio is trained.");
}

} // namespace

Result<ImportedRunSettings> runSettingsFromReference(const Json& modelConfig, const RunSettings& base) {
    ImportedRunSettings imported{base, {}};
    const JsonView root(modelConfig, {});
    ATTUNE_TRY(const JsonView training, root.at("training"));
    ATTUNE_TRY(const TrainingBlock block, readTrainingBlock(training, EmaDefault::On));
    if (block.hasArc)
        return fail(
            ErrorCode::Refused,
            "This is the config of an adversarially post-trained model (ARC), which cannot be fine-tuned",
            "training.arc", "Use the base model and its own config.");
    ATTUNE_CHECK(takeOptimiser(block, imported));
    takeSteps(block, imported);
    if (block.demo) ATTUNE_CHECK(takeDemos(*block.demo, imported));
    if (root.has("sample_size") && root.has("sample_rate")) {
        ATTUNE_TRY(const double size, root.number("sample_size"));
        ATTUNE_TRY(const double rate, root.number("sample_rate"));
        if (rate > 0.0) imported.settings.clipSeconds = size / rate;
    }
    // The ranges of our own table hold here too.
    ATTUNE_TRY(imported.settings, runSettingsFromJson(jsonFromRunSettings(imported.settings)));
    return imported;
}

Json referenceTrainingBlock(const RunSettings& s) {
    Json diffusion = {{"optimizer", {{"type", s.optimiser.type}, {"config", s.optimiser.options}}}};
    if (s.schedule.type != "Constant")
        diffusion["scheduler"] = {{"type", s.schedule.type}, {"config", s.schedule.options}};
    Json training;
    training["use_ema"] = s.ema.enabled;
    training["log_loss_info"] = false;
    training["pre_encoded"] = true;
    training["cfg_dropout_prob"] = s.cfgDropout;
    training["timestep_sampler"] = s.timesteps.type;
    if (!s.timesteps.options.empty()) training["timestep_sampler_options"] = s.timesteps.options;
    if (s.oneShotProbability > 0.0) training["p_one_shot"] = s.oneShotProbability;
    if (s.maskPadding) {
        training["mask_padding"] = true;
        training["mask_padding_dropout"] = s.maskPaddingDropout;
    }
    training["optimizer_configs"] = Json::object();
    training["optimizer_configs"]["diffusion"] = diffusion;
    Json conditions = Json::array();
    for (const DemoPrompt& prompt : s.demos.prompts) {
        const double seconds = prompt.secondsTotal > 0.0 ? prompt.secondsTotal : s.clipSeconds;
        conditions.push_back(Json{
            {"prompt", prompt.prompt}, {"seconds_start", prompt.secondsStart}, {"seconds_total", seconds}});
    }
    Json demo;
    demo["demo_every"] = s.demos.every > 0 ? s.demos.every : std::int64_t{1'000'000'000};
    demo["demo_steps"] = s.demos.steps > 0 ? s.demos.steps : std::int64_t{100};
    demo["num_demos"] = conditions.size();
    demo["demo_cond"] = conditions;
    demo["demo_cfg_scales"] = s.demos.cfgScales;
    training["demo"] = demo;
    return training;
}

std::vector<ReferenceArgument> referenceArguments(const RunSettings& s) {
    const auto precision = [&]() -> std::string {
        switch (s.precision) {
        case Precision::Fp32:
            return "32";
        case Precision::Bf16Mixed:
            return "bf16-mixed";
        case Precision::Fp16Mixed:
            return "16-mixed";
        case Precision::Bf16Weights:
            break;
        }
        return "bf16-true";
    };
    std::vector<ReferenceArgument> arguments = {
        {"--batch-size", concat(s.batchSize)},
        {"--accum-batches", concat(s.accumulation)},
        {"--precision", precision()},
        {"--seed", concat(s.seed)},
        {"--checkpoint-every", concat(s.checkpoints.every > 0 ? s.checkpoints.every : 10000)},
        {"--gradient-clip-val", concat(s.gradientClip)}};
    if (!s.name.empty()) arguments.insert(arguments.begin(), {"--name", s.name});
    return arguments;
}

Result<Precision> precisionFromReference(std::string_view name) {
    struct Entry {
        std::string_view name;
        Precision profile;
    };
    constexpr std::array entries = {Entry{"32", Precision::Fp32},
                                    Entry{"32-true", Precision::Fp32},
                                    Entry{"16-mixed", Precision::Fp16Mixed},
                                    Entry{"16", Precision::Fp16Mixed},
                                    Entry{"bf16-mixed", Precision::Bf16Mixed},
                                    Entry{"bf16", Precision::Bf16Mixed},
                                    Entry{"bf16-true", Precision::Bf16Weights}};
    for (const Entry& entry : entries)
        if (entry.name == name) return entry.profile;
    return fail(ErrorCode::InvalidConfig, concat("There is no precision called \"", name, '"'), "--precision",
                "Known: 32, 16-mixed, bf16-mixed, bf16-true.");
}

} // namespace attune::config
