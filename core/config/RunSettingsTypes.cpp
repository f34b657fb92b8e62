// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/RunSettingsTypes.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>

namespace attune::config {

namespace {

const Json& optimiserDefaults() {
    static const Json table = {
        {"AdamW",
         {{"lr", 1e-3},
          {"betas", {0.9, 0.999}},
          {"eps", 1e-8},
          {"weight_decay", 1e-2},
          {"amsgrad", false},
          {"maximize", false}}},
        {"Adam",
         {{"lr", 1e-3},
          {"betas", {0.9, 0.999}},
          {"eps", 1e-8},
          {"weight_decay", 0.0},
          {"amsgrad", false},
          {"maximize", false},
          {"decoupled_weight_decay", false}}},
        {"AdamW8bit",
         {{"lr", 1e-3},
          {"betas", {0.9, 0.999}},
          {"eps", 1e-8},
          {"weight_decay", 1e-2},
          {"percentile_clipping", 100},
          {"block_wise", true},
          {"min_8bit_size", 4096}}},
        {"SGD",
         {{"lr", 1e-3},
          {"momentum", 0.0},
          {"dampening", 0.0},
          {"weight_decay", 0.0},
          {"nesterov", false},
          {"maximize", false}}},
        {"Lion",
         {{"lr", 1e-4}, {"betas", {0.9, 0.99}}, {"weight_decay", 0.0}, {"decoupled_weight_decay", false}}},
        {"Prodigy",
         {{"lr", 1.0},
          {"betas", {0.9, 0.999}},
          {"beta3", nullptr},
          {"eps", 1e-8},
          {"weight_decay", 0.0},
          {"decouple", true},
          {"use_bias_correction", false},
          {"safeguard_warmup", false},
          {"d0", 1e-6},
          {"d_coef", 1.0},
          {"growth_rate", nullptr},
          {"slice_p", 1}}},
        {"FusedAdam",
         {{"lr", 1e-3},
          {"betas", {0.9, 0.999}},
          {"eps", 1e-8},
          {"weight_decay", 0.0},
          {"adam_w_mode", true},
          {"bias_correction", true}}}};
    return table;
}

const Json& scheduleDefaults() {
    static const Json table = {
        {"Constant", Json::object()},
        {"InverseLR", {{"inv_gamma", 1.0}, {"power", 1.0}, {"warmup", 0.0}, {"final_lr", 0.0}}},
        {"CosineAnnealingLR", {{"T_max", 1000}, {"eta_min", 0.0}}},
        {"CosineAnnealingWarmRestarts", {{"T_0", 1000}, {"T_mult", 1}, {"eta_min", 0.0}}},
        {"ConstantLR", {{"factor", 1.0 / 3.0}, {"total_iters", 5}}},
        {"LinearLR", {{"start_factor", 1.0 / 3.0}, {"end_factor", 1.0}, {"total_iters", 5}}},
        {"ExponentialLR", {{"gamma", 0.999}}},
        {"StepLR", {{"step_size", 1000}, {"gamma", 0.1}}},
        {"MultiStepLR", {{"milestones", Json::array()}, {"gamma", 0.1}}},
        {"PolynomialLR", {{"total_iters", 5}, {"power", 1.0}}},
        {"OneCycleLR",
         {{"max_lr", 1e-4},
          {"total_steps", 1000},
          {"pct_start", 0.3},
          {"anneal_strategy", "cos"},
          {"div_factor", 25.0},
          {"final_div_factor", 1e4},
          {"three_phase", false},
          {"epochs", nullptr},
          {"steps_per_epoch", nullptr},
          {"cycle_momentum", true},
          {"base_momentum", 0.85},
          {"max_momentum", 0.95}}},
        {"CyclicLR",
         {{"base_lr", 1e-5},
          {"max_lr", 1e-4},
          {"step_size_up", 2000},
          {"step_size_down", nullptr},
          {"mode", "triangular"},
          {"gamma", 1.0},
          {"scale_mode", "cycle"},
          {"cycle_momentum", true},
          {"base_momentum", 0.8},
          {"max_momentum", 0.9}}}};
    return table;
}

const Json& timestepDefaults() {
    static const Json table = {{"uniform", Json::object()},
                               {"logit_normal", Json::object()},
                               {"trunc_logit_normal", Json::object()},
                               {"log_snr", {{"mean_logsnr", -1.2}, {"std_logsnr", 2.0}}}};
    return table;
}

std::vector<std::string_view> keysOf(const Json& table) {
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : table.items()) keys.push_back(table.find(key).key());
    return keys;
}

Json entryOf(const Json& table, std::string_view type) {
    const auto it = table.find(std::string(type));
    return it == table.end() ? Json(nullptr) : *it;
}

// A value may replace the default when both are of one kind; "no value" may become a number.
bool isSameKind(const Json& value, const Json& standard) {
    if (standard.is_null()) return value.is_null() || value.is_number();
    if (standard.is_number()) return value.is_number();
    if (standard.is_array())
        return value.is_array() && (standard.empty() || value.size() == standard.size()) &&
               std::all_of(value.begin(), value.end(), [](const Json& member) { return member.is_number(); });
    return value.type() == standard.type();
}

Error problem(const std::string& path, std::string message, std::string remedy = {}) {
    return Error{ErrorCode::InvalidConfig, std::move(message), path, std::move(remedy)};
}

std::string joinedKeys(const Json& object) {
    std::string text;
    for (const auto& [key, value] : object.items()) text += (text.empty() ? "" : ", ") + key;
    return text.empty() ? "none" : text;
}

std::vector<Error> checkBlock(const Json& table, std::string_view type, const Json& config,
                              std::string_view path, std::string_view configKey, const char* what) {
    std::vector<Error> problems;
    const Json known = entryOf(table, type);
    if (known.is_null()) {
        problems.push_back(problem(concat(path, ".type"),
                                   concat("There is no ", what, " called \"", type, '"'),
                                   concat("Known: ", joinedKeys(table), '.')));
        return problems;
    }
    const std::string place = configKey.empty() ? std::string(path) : concat(path, '.', configKey);
    if (!config.is_object()) {
        problems.push_back(problem(place, place + " should be an object"));
        return problems;
    }
    for (const auto& [key, value] : config.items()) {
        const std::string at = concat(place, '.', key);
        const auto standard = known.find(key);
        if (standard == known.end()) {
            if (!isIgnoredOption(key))
                problems.push_back(problem(at, concat(type, " has no option \"", key, '"'),
                                           concat("Its options: ", joinedKeys(known), '.')));
        } else if (!isSameKind(value, *standard)) {
            problems.push_back(problem(at, concat(at, " should look like ",
                                                  standard->is_null() ? "a number or null" : standard->dump(),
                                                  ", not ", value.dump())));
        }
    }
    return problems;
}

} // namespace

const std::vector<std::string_view>& optimiserTypes() {
    static const auto types = keysOf(optimiserDefaults());
    return types;
}
const std::vector<std::string_view>& scheduleTypes() {
    static const auto types = keysOf(scheduleDefaults());
    return types;
}
const std::vector<std::string_view>& timestepSamplerTypes() {
    static const auto types = keysOf(timestepDefaults());
    return types;
}

Json defaultOptimiserConfig(std::string_view type) {
    return entryOf(optimiserDefaults(), type);
}
Json defaultScheduleConfig(std::string_view type) {
    return entryOf(scheduleDefaults(), type);
}
Json defaultTimestepOptions(std::string_view type) {
    return entryOf(timestepDefaults(), type);
}

bool isIgnoredOption(std::string_view key) {
    constexpr std::array<std::string_view, 12> ignored = {
        "foreach",    "fused",      "capturable", "differentiable", "verbose",     "is_paged",
        "optim_bits", "use_triton", "last_epoch", "set_grad_none",  "fsdp_in_use", "args"};
    return std::find(ignored.begin(), ignored.end(), key) != ignored.end();
}

std::vector<Error> checkOptimiser(std::string_view type, const Json& config, std::string_view path) {
    return checkBlock(optimiserDefaults(), type, config, path, "config", "optimiser");
}
std::vector<Error> checkSchedule(std::string_view type, const Json& config, std::string_view path) {
    return checkBlock(scheduleDefaults(), type, config, path, "config", "learning rate schedule");
}
std::vector<Error> checkTimestepSampler(std::string_view type, const Json& options, std::string_view path) {
    return checkBlock(timestepDefaults(), type, options, path, "options", "timestep sampler");
}

} // namespace attune::config
