// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/RunSettings.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace attune::config {

namespace {

bool isAdamLike(const std::string& type) {
    return type.find("Adam") != std::string::npos;
}

void adviseOnRate(const RunSettings& settings, std::vector<RunAdvice>& advice) {
    const double rate = learningRateOf(settings.optimiser);
    if (isAdamLike(settings.optimiser.type) && settings.parts == TrainedParts::Full && rate >= 1e-3)
        advice.push_back({"optimiser.config.lr", "This learning rate usually destroys a trained model within "
                                                 "a few steps; 5e-5 to 2e-4 is usual."});
    if (isAdamLike(settings.optimiser.type) && rate < 1e-7)
        advice.push_back(
            {"optimiser.config.lr", "With so small a learning rate hardly anything will change."});
    if (settings.optimiser.type == "Lion" && rate > 5e-5)
        advice.push_back(
            {"optimiser.config.lr", "Lion wants a learning rate 3 to 10 times smaller than AdamW."});
    if (settings.optimiser.type == "Prodigy" && (rate < 0.5 || rate > 2.0))
        advice.push_back({"optimiser.config.lr",
                          "Prodigy finds the step size itself; its learning rate should stay at 1."});
    const Json& config = settings.schedule.options;
    if (settings.schedule.type == "CosineAnnealingLR" && config.contains("T_max") &&
        config["T_max"].is_number() && settings.steps > 0 &&
        config["T_max"].get<double>() < static_cast<double>(settings.steps))
        advice.push_back(
            {"schedule.config.T_max",
             "The run is longer than the cosine, so the learning rate will rise again after it."});
}

void adviseOnData(const RunSettings& settings, std::int64_t clipCount, std::vector<RunAdvice>& advice) {
    const std::int64_t batch = effectiveBatch(settings);
    if (batch == 1)
        advice.push_back(
            {"batch_size",
             "With one clip a step the loss jumps about; 4 or more (or accumulation) is steadier."});
    if (clipCount <= 0) return;
    if (batch > clipCount)
        advice.push_back({"batch_size", concat("There are ", clipCount, " clips only, so a step of ", batch,
                                               " sees some of them more than once.")});
    if (settings.steps <= 0) return;
    const double epochs =
        static_cast<double>(settings.steps) * static_cast<double>(batch) / static_cast<double>(clipCount);
    if (epochs < 1.0)
        advice.push_back({"steps", "The run ends before every clip was seen once."});
    else if (epochs > 300.0)
        advice.push_back(
            {"steps",
             concat("Every clip will be seen about ", static_cast<std::int64_t>(std::round(epochs)),
                    " times; so small a set is learnt by heart long before. Watch the held-out loss.")});
    if (clipCount < 20 && settings.parts == TrainedParts::Full)
        advice.push_back(
            {"parts",
             "Few clips overfit a full fine-tune quickly; LoRA adapters hold more of the base model."});
}

} // namespace

std::vector<RunAdvice> adviseOnRunSettings(const RunSettings& settings, std::int64_t clipCount) {
    std::vector<RunAdvice> advice;
    adviseOnRate(settings, advice);
    adviseOnData(settings, clipCount, advice);
    if (settings.cfgDropout == 0.0)
        advice.push_back(
            {"cfg_dropout",
             "Without any dropout of prompts, guidance (CFG) stops working well; 0.1 is usual."});
    if (settings.validation.every == 0)
        advice.push_back(
            {"validation.every", "Without a held-out loss only your ears can tell when to stop."});
    if (settings.checkpoints.every == 0 && settings.steps == 0)
        advice.push_back({"checkpoints.every", "Nothing is saved until you ask for it or stop the run."});
    if (settings.precision == Precision::Bf16Weights && settings.optimiser.type == "SGD")
        advice.push_back({"precision", "bfloat16 weights lose many of the tiny steps of SGD."});
    return advice;
}

std::vector<DemoPrompt> suggestDemoPrompts(const std::vector<std::string>& trainingPrompts,
                                           std::size_t count) {
    std::vector<std::pair<std::string, std::int64_t>> counted; // in order of appearance
    std::unordered_map<std::string, std::size_t> places;
    for (const std::string& prompt : trainingPrompts) {
        if (trimAscii(prompt).empty()) continue;
        const auto [place, isNew] = places.try_emplace(prompt, counted.size());
        if (isNew) counted.emplace_back(prompt, 0);
        ++counted[place->second].second;
    }
    std::stable_sort(counted.begin(), counted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (counted.size() > count) counted.resize(count);
    counted.emplace_back(std::string(), 0);
    std::vector<DemoPrompt> prompts;
    for (auto& [text, times] : counted) {
        DemoPrompt prompt;
        prompt.prompt = std::move(text);
        prompt.seed = static_cast<std::int64_t>(prompts.size()) + 1;
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

} // namespace attune::config
