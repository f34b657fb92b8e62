// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/TypeChange.h"

#include "core/config/ParameterDescription.h"
#include "core/config/RunSettingsTypes.h"

#include <algorithm>
#include <string>

namespace attune::ui {

using config::Json;

namespace {

std::string typeAt(const Json& document, std::string_view path) {
    const Json type = config::valueAt(document, path);
    return type.is_string() ? type.get<std::string>() : std::string();
}

// Options with a value; "no value" is what leaving them out means too.
Json withoutNulls(const Json& options) {
    Json kept = Json::object();
    if (options.is_object())
        for (const auto& [key, value] : options.items())
            if (!value.is_null()) kept[key] = value;
    return kept;
}

void keepShared(Json& fresh, const Json& before, std::initializer_list<const char*> keys) {
    for (const char* key : keys)
        if (fresh.contains(key) && before.contains(key)) fresh[key] = before[key];
}

Json optimiserOptions(const Json& document, const Json& before) {
    const std::string type = typeAt(document, "optimiser.type");
    Json fresh = withoutNulls(config::defaultOptimiserConfig(type));
    keepShared(fresh, before, {"weight_decay", "eps"});
    // Prodigy finds its step itself, Lion wants a smaller one and other betas: theirs, not those of before.
    const bool cameFromProdigy = before.contains("d0");
    if (type != "Prodigy" && type != "Lion") keepShared(fresh, before, {"betas"});
    if (type != "Prodigy" && !cameFromProdigy) keepShared(fresh, before, {"lr"});
    return fresh;
}

Json scheduleOptions(const Json& document, const Json& before) {
    const std::string type = typeAt(document, "schedule.type");
    // What the models were trained with, not PyTorch's zeros.
    if (type == "InverseLR") return {{"inv_gamma", 1e6}, {"power", 0.5}, {"warmup", 0.99}};
    Json fresh = withoutNulls(config::defaultScheduleConfig(type));
    keepShared(fresh, before, {"eta_min"});
    const Json steps = config::valueAt(document, "steps");
    if (const std::int64_t count = steps.is_number_integer() ? steps.get<std::int64_t>() : 0; count > 0) {
        for (const char* whole : {"T_max", "total_steps"})
            if (fresh.contains(whole)) fresh[whole] = count;
        if (type == "PolynomialLR") fresh["total_iters"] = count;
        if (type == "LinearLR" || type == "ConstantLR")
            fresh["total_iters"] = std::max<std::int64_t>(1, count / 20);
        if (fresh.contains("step_size")) fresh["step_size"] = std::max<std::int64_t>(1, count / 3);
        if (fresh.contains("T_0")) fresh["T_0"] = std::max<std::int64_t>(1, count / 4);
    }
    if (const Json rate = config::valueAt(document, "optimiser.config.lr");
        fresh.contains("max_lr") && rate.is_number())
        fresh["max_lr"] = rate;
    return fresh;
}

} // namespace

void adoptOptionsOfType(Json& document, std::string_view path) {
    const auto before = [&](std::string_view place) {
        Json options = config::valueAt(document, place);
        return options.is_object() ? options : Json::object();
    };
    if (path == "optimiser.type")
        config::setValueAt(document, "optimiser.config",
                           optimiserOptions(document, before("optimiser.config")));
    else if (path == "schedule.type")
        config::setValueAt(document, "schedule.config", scheduleOptions(document, before("schedule.config")));
    else if (path == "timesteps.type")
        config::setValueAt(document, "timesteps.options",
                           withoutNulls(config::defaultTimestepOptions(typeAt(document, "timesteps.type"))));
}

} // namespace attune::ui
