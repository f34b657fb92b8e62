// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserOptions.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace attune::train {

namespace {

using config::Json;
using config::JsonView;

constexpr std::array<std::pair<OptimiserKind, std::string_view>, 7> kNames{{
    {OptimiserKind::Adam, "Adam"},
    {OptimiserKind::AdamW, "AdamW"},
    {OptimiserKind::FusedAdam, "FusedAdam"},
    {OptimiserKind::AdamW8bit, "AdamW8bit"},
    {OptimiserKind::Sgd, "SGD"},
    {OptimiserKind::Lion, "Lion"},
    {OptimiserKind::Prodigy, "Prodigy"},
}};

// Reads the options of one config and remembers which it has seen, so that the rest can be refused by name.
class Reader {
public:
    explicit Reader(const JsonView& view) : m_view(view) {}

    Result<void> number(const char* key, double& target) {
        m_known.insert(key);
        ATTUNE_TRY(target, m_view.numberOr(key, target));
        return {};
    }
    Result<void> flag(const char* key, bool& target) {
        m_known.insert(key);
        ATTUNE_TRY(target, m_view.boolOr(key, target));
        return {};
    }
    Result<void> betas(OptimiserOptions& options) {
        m_known.insert("betas");
        const auto pair = m_view.find("betas");
        if (!pair) return {};
        ATTUNE_TRY(const std::vector<JsonView> values, pair->elements());
        if (values.size() != 2) return bad("betas", "must be a list of two numbers");
        ATTUNE_TRY(options.beta1, values[0].asNumber());
        ATTUNE_TRY(options.beta2, values[1].asNumber());
        return {};
    }
    // Options that choose another implementation of the same arithmetic.
    void ignore(std::initializer_list<const char*> keys) { m_known.insert(keys.begin(), keys.end()); }
    // An option of the library that exists but must have this value here.
    Result<void> mustBe(const char* key, bool value, const char* reason) {
        bool given = value;
        ATTUNE_CHECK(flag(key, given));
        if (given != value) return bad(key, reason);
        return {};
    }
    [[nodiscard]] Result<void> finish(std::string_view type) const {
        if (!m_view.value().is_object())
            return fail(ErrorCode::InvalidConfig, "must be an object", m_view.path());
        for (const auto& [key, value] : m_view.value().items())
            if (!m_known.contains(key))
                return fail(ErrorCode::InvalidConfig, concat(type, " has no option \"", key, "\""),
                            m_view.path());
        return {};
    }
    [[nodiscard]] tl::unexpected<Error> bad(const std::string& key, const std::string& what) const {
        return fail(ErrorCode::InvalidConfig, concat("Optimiser option ", key, " ", what),
                    m_view.path() + "." + key);
    }

private:
    const JsonView& m_view;
    std::set<std::string> m_known;
};

Result<void> readAdam(Reader& reader, OptimiserOptions& options) {
    ATTUNE_CHECK(reader.betas(options));
    ATTUNE_CHECK(reader.number("eps", options.epsilon));
    ATTUNE_CHECK(reader.number("weight_decay", options.weightDecay));
    if (options.kind == OptimiserKind::FusedAdam) {
        bool adamWMode = options.decoupledDecay;
        ATTUNE_CHECK(reader.flag("adam_w_mode", adamWMode));
        options.decoupledDecay = adamWMode;
        ATTUNE_CHECK(reader.mustBe("bias_correction", true, "can only be true"));
        ATTUNE_CHECK(reader.mustBe("amsgrad", false, "is not supported by FusedAdam"));
        reader.ignore({"set_grad_none"});
        return {};
    }
    ATTUNE_CHECK(reader.flag("amsgrad", options.amsgrad));
    ATTUNE_CHECK(reader.flag("maximize", options.maximize));
    if (options.kind == OptimiserKind::Adam)
        ATTUNE_CHECK(reader.flag("decoupled_weight_decay", options.decoupledDecay));
    ATTUNE_CHECK(reader.mustBe("differentiable", false, "can only be false"));
    reader.ignore({"foreach", "fused", "capturable"});
    return {};
}

Result<void> readAdamW8bit(Reader& reader, const JsonView& config, OptimiserOptions& options) {
    ATTUNE_CHECK(reader.betas(options));
    ATTUNE_CHECK(reader.number("eps", options.epsilon));
    ATTUNE_CHECK(reader.number("weight_decay", options.weightDecay));
    ATTUNE_CHECK(reader.mustBe("amsgrad", false, "is not supported by AdamW8bit"));
    ATTUNE_CHECK(reader.mustBe("block_wise", true, "can only be true: moments are kept in blocks of 256"));
    reader.ignore({"optim_bits", "args", "is_paged", "min_8bit_size", "percentile_clipping"});
    ATTUNE_TRY(options.smallestEightBit, config.integerOr("min_8bit_size", options.smallestEightBit));
    ATTUNE_TRY(const std::int64_t percentile,
               config.integerOr("percentile_clipping", options.percentileClipping));
    if (percentile < 1 || percentile > 100) return reader.bad("percentile_clipping", "must be from 1 to 100");
    options.percentileClipping = static_cast<int>(percentile);
    return {};
}

Result<void> readSgd(Reader& reader, OptimiserOptions& options) {
    ATTUNE_CHECK(reader.number("momentum", options.momentum));
    ATTUNE_CHECK(reader.number("dampening", options.dampening));
    ATTUNE_CHECK(reader.number("weight_decay", options.weightDecay));
    ATTUNE_CHECK(reader.flag("nesterov", options.nesterov));
    ATTUNE_CHECK(reader.flag("maximize", options.maximize));
    ATTUNE_CHECK(reader.mustBe("differentiable", false, "can only be false"));
    reader.ignore({"foreach", "fused"});
    if (options.nesterov && (options.momentum <= 0.0 || options.dampening != 0.0))
        return reader.bad("nesterov", "needs a momentum above 0 and no dampening");
    if (options.momentum < 0.0) return reader.bad("momentum", "must not be negative");
    return {};
}

Result<void> readLion(Reader& reader, OptimiserOptions& options) {
    ATTUNE_CHECK(reader.betas(options));
    ATTUNE_CHECK(reader.number("weight_decay", options.weightDecay));
    bool isDecoupled = false;
    ATTUNE_CHECK(reader.flag("decoupled_weight_decay", isDecoupled));
    // There the decay is meant as a share a step at the initial rate, whatever that rate is.
    if (isDecoupled && options.learningRate > 0.0) options.weightDecay /= options.learningRate;
    reader.ignore({"use_triton"});
    return {};
}

Result<void> readProdigy(Reader& reader, const JsonView& config, OptimiserOptions& options) {
    ATTUNE_CHECK(reader.betas(options));
    reader.ignore({"beta3", "slice_p"});
    if (const auto beta3 = config.find("beta3")) {
        ATTUNE_TRY(options.beta3, beta3->asNumber());
    }
    ATTUNE_CHECK(reader.number("eps", options.epsilon));
    ATTUNE_CHECK(reader.number("weight_decay", options.weightDecay));
    ATTUNE_CHECK(reader.flag("decouple", options.decoupledDecay));
    ATTUNE_CHECK(reader.flag("use_bias_correction", options.useBiasCorrection));
    ATTUNE_CHECK(reader.flag("safeguard_warmup", options.safeguardWarmup));
    ATTUNE_CHECK(reader.number("d0", options.initialD));
    ATTUNE_CHECK(reader.number("d_coef", options.dCoefficient));
    ATTUNE_CHECK(reader.number("growth_rate", options.growthRate));
    ATTUNE_CHECK(reader.mustBe("fsdp_in_use", false, "can only be false"));
    ATTUNE_TRY(options.sliceP, config.integerOr("slice_p", options.sliceP));
    if (options.initialD <= 0.0) return reader.bad("d0", "must be positive");
    if (options.sliceP < 1) return reader.bad("slice_p", "must be at least 1");
    return {};
}

Result<void> readByKind(Reader& reader, const JsonView& config, OptimiserOptions& options) {
    switch (options.kind) {
    case OptimiserKind::Adam:
    case OptimiserKind::AdamW:
    case OptimiserKind::FusedAdam:
        return readAdam(reader, options);
    case OptimiserKind::AdamW8bit:
        return readAdamW8bit(reader, config, options);
    case OptimiserKind::Sgd:
        return readSgd(reader, options);
    case OptimiserKind::Lion:
        return readLion(reader, options);
    case OptimiserKind::Prodigy:
        return readProdigy(reader, config, options);
    }
    return {};
}

Result<void> checkRanges(const Reader& reader, const OptimiserOptions& options) {
    if (!std::isfinite(options.learningRate) || options.learningRate < 0.0)
        return reader.bad("lr", "must not be negative");
    if (options.beta1 < 0.0 || options.beta1 >= 1.0 || options.beta2 < 0.0 || options.beta2 >= 1.0)
        return reader.bad("betas", "must lie between 0 and 1, 1 excluded");
    if (options.epsilon < 0.0) return reader.bad("eps", "must not be negative");
    if (options.weightDecay < 0.0) return reader.bad("weight_decay", "must not be negative");
    return {};
}

} // namespace

Result<OptimiserKind> optimiserKindFromName(std::string_view name) {
    std::string known;
    for (const auto& [kind, text] : kNames) {
        if (text == name) return kind;
        known += concat(known.empty() ? "" : ", ", text);
    }
    return fail(ErrorCode::InvalidConfig, concat("Unknown optimiser \"", name, "\""), {},
                concat("Known are ", known));
}

std::string_view optimiserKindName(OptimiserKind kind) noexcept {
    const auto found = std::ranges::find(kNames, kind, &std::pair<OptimiserKind, std::string_view>::first);
    return found == kNames.end() ? std::string_view("AdamW") : found->second;
}

OptimiserOptions OptimiserOptions::defaultsFor(OptimiserKind kind) {
    OptimiserOptions options;
    options.kind = kind;
    switch (kind) {
    case OptimiserKind::AdamW:
    case OptimiserKind::AdamW8bit:
        break;
    case OptimiserKind::Adam:
        options.weightDecay = 0.0;
        options.decoupledDecay = false;
        break;
    case OptimiserKind::FusedAdam:
    case OptimiserKind::Sgd:
        options.weightDecay = 0.0;
        break;
    case OptimiserKind::Lion:
        options.learningRate = 1e-4;
        options.beta2 = 0.99;
        options.weightDecay = 0.0;
        break;
    case OptimiserKind::Prodigy:
        options.learningRate = 1.0;
        options.weightDecay = 0.0;
        break;
    }
    return options;
}

Result<OptimiserOptions> OptimiserOptions::from(const config::NamedOptions& settings,
                                                const std::string& path) {
    auto kind = optimiserKindFromName(settings.type);
    if (!kind) {
        kind.error().context = path + ".type";
        return fail(std::move(kind).error());
    }
    OptimiserOptions options = defaultsFor(*kind);
    const JsonView view(settings.options, path + ".config");
    Reader reader(view);
    ATTUNE_CHECK(reader.number("lr", options.learningRate));
    ATTUNE_CHECK(readByKind(reader, view, options));
    ATTUNE_CHECK(reader.finish(settings.type));
    ATTUNE_CHECK(checkRanges(reader, options));
    return options;
}

Result<OptimiserOptions> OptimiserOptions::from(const config::TrainingBlock& training) {
    if (training.optimizer)
        return from(*training.optimizer, "training.optimizer_configs.diffusion.optimizer");
    if (!training.learningRate)
        return fail(ErrorCode::InvalidConfig,
                    "The training settings name neither optimizer_configs nor learning_rate", "training");
    OptimiserOptions options = defaultsFor(OptimiserKind::Adam);
    options.learningRate = *training.learningRate;
    return options;
}

config::NamedOptions OptimiserOptions::toSettings() const {
    Json config{{"lr", learningRate}};
    const auto add = [&](const char* key, Json value) { config[key] = std::move(value); };
    if (kind != OptimiserKind::Sgd) add("betas", Json::array({beta1, beta2}));
    if (kind != OptimiserKind::Sgd && kind != OptimiserKind::Lion) add("eps", epsilon);
    add("weight_decay", weightDecay);
    switch (kind) {
    case OptimiserKind::Adam:
    case OptimiserKind::AdamW:
        add("amsgrad", amsgrad);
        add("maximize", maximize);
        if (kind == OptimiserKind::Adam && decoupledDecay) add("decoupled_weight_decay", true);
        break;
    case OptimiserKind::FusedAdam:
        add("adam_w_mode", decoupledDecay);
        break;
    case OptimiserKind::AdamW8bit:
        add("min_8bit_size", smallestEightBit);
        add("percentile_clipping", percentileClipping);
        break;
    case OptimiserKind::Sgd:
        add("momentum", momentum);
        add("dampening", dampening);
        add("nesterov", nesterov);
        add("maximize", maximize);
        break;
    case OptimiserKind::Lion:
        break;
    case OptimiserKind::Prodigy:
        if (beta3) add("beta3", *beta3);
        add("decouple", decoupledDecay);
        add("use_bias_correction", useBiasCorrection);
        add("safeguard_warmup", safeguardWarmup);
        add("d0", initialD);
        add("d_coef", dCoefficient);
        if (std::isfinite(growthRate)) add("growth_rate", growthRate);
        add("slice_p", sliceP);
        break;
    }
    return {std::string(optimiserKindName(kind)), std::move(config)};
}

} // namespace attune::train
