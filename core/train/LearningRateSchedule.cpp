// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/LearningRateSchedule.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <set>
#include <vector>

namespace attune::train {

namespace {

using config::JsonView;
using Curve = std::function<double(std::int64_t)>;

class FunctionSchedule final : public LearningRateSchedule {
public:
    explicit FunctionSchedule(Curve rate, Curve momentum = {})
        : m_rate(std::move(rate)), m_momentum(std::move(momentum)) {}
    [[nodiscard]] double rateAt(std::int64_t stepsTaken) const override { return m_rate(stepsTaken); }
    [[nodiscard]] std::optional<double> momentumAt(std::int64_t stepsTaken) const override {
        return m_momentum ? std::optional(m_momentum(stepsTaken)) : std::nullopt;
    }

private:
    Curve m_rate;
    Curve m_momentum; // empty where the momentum stays
};

SchedulePointer schedule(Curve rate, Curve momentum = {}) {
    return std::make_shared<FunctionSchedule>(std::move(rate), std::move(momentum));
}

// Options of one schedule; every one that is read counts as known.
class Options {
public:
    Options(const config::NamedOptions& settings, std::string path)
        : m_type(settings.type), m_view(settings.options, std::move(path)) {
        m_known.insert({"last_epoch", "verbose"}); // bookkeeping of the reference's loop
    }

    Result<double> number(const char* key) { return m_known.insert(key), m_view.number(key); }
    Result<double> numberOr(const char* key, double fallback) {
        return m_known.insert(key), m_view.numberOr(key, fallback);
    }
    Result<std::int64_t> count(const char* key) {
        m_known.insert(key);
        ATTUNE_TRY(const std::int64_t value, m_view.integer(key));
        if (value < 1) return bad(key, "must be at least 1");
        return value;
    }
    Result<std::int64_t> countOr(const char* key, std::int64_t fallback) {
        m_known.insert(key);
        return m_view.has(key) ? count(key) : Result<std::int64_t>(fallback);
    }
    // As countOr(); 0 is a length, too.
    Result<std::int64_t> lengthOr(const char* key, std::int64_t fallback) {
        m_known.insert(key);
        ATTUNE_TRY(const std::int64_t value, m_view.integerOr(key, fallback));
        if (value < 0) return bad(key, "must not be negative");
        return value;
    }
    Result<bool> flagOr(const char* key, bool fallback) {
        return m_known.insert(key), m_view.boolOr(key, fallback);
    }
    Result<std::string> textOr(const char* key, std::string fallback) {
        return m_known.insert(key), m_view.stringOr(key, std::move(fallback));
    }
    Result<std::vector<std::int64_t>> counts(const char* key) {
        return m_known.insert(key), m_view.integers(key);
    }
    void allow(std::initializer_list<std::string> keys) { m_known.insert(keys); }
    [[nodiscard]] bool has(const char* key) const { return m_view.has(key); }

    [[nodiscard]] Result<void> finish() const {
        if (!m_view.value().is_object())
            return fail(ErrorCode::InvalidConfig, "must be an object", m_view.path());
        for (const auto& [key, value] : m_view.value().items())
            if (!m_known.contains(key))
                return fail(ErrorCode::InvalidConfig, concat(m_type, " has no option \"", key, "\""),
                            m_view.path());
        return {};
    }
    [[nodiscard]] tl::unexpected<Error> bad(const char* key, const std::string& what) const {
        return fail(ErrorCode::InvalidConfig, concat(m_type, ": ", key, " ", what),
                    m_view.path() + "." + key);
    }

private:
    std::string m_type;
    JsonView m_view;
    std::set<std::string, std::less<>> m_known;
};

// From `from` at share 0 to `to` at share 1 along half a cosine.
double cosineBetween(double from, double to, double share) {
    return to + (from - to) * (1.0 + std::cos(std::numbers::pi * share)) / 2.0;
}

// How much of `total` steps is behind after `k`; what has no length never advances.
double shareDone(std::int64_t k, std::int64_t total) {
    return total == 0 ? 0.0 : static_cast<double>(std::min(k, total)) / static_cast<double>(total);
}

Result<SchedulePointer> inverse(Options& options, double base) {
    ATTUNE_TRY(const double invGamma, options.numberOr("inv_gamma", 1.0));
    ATTUNE_TRY(const double power, options.numberOr("power", 1.0));
    ATTUNE_TRY(const double warmup, options.numberOr("warmup", 0.0));
    ATTUNE_TRY(const double finalRate, options.numberOr("final_lr", 0.0));
    if (warmup < 0.0 || warmup >= 1.0) return options.bad("warmup", "must lie between 0 and 1, 1 excluded");
    if (invGamma <= 0.0) return options.bad("inv_gamma", "must be positive");
    return schedule([=](std::int64_t k) {
        const auto step = static_cast<double>(k);
        const double decayed = base * std::pow(1.0 + step / invGamma, -power);
        return (1.0 - std::pow(warmup, step + 1.0)) * std::max(finalRate, decayed);
    });
}

Result<SchedulePointer> heldThenFull(Options& options, double base) {
    ATTUNE_TRY(const double factor, options.numberOr("factor", 1.0 / 3.0));
    ATTUNE_TRY(const std::int64_t total, options.lengthOr("total_iters", 5));
    if (factor < 0.0 || factor > 1.0) return options.bad("factor", "must lie between 0 and 1");
    // Held for no step at all means held for ever: the moment of its end never comes.
    return schedule([=](std::int64_t k) { return k < total || total == 0 ? base * factor : base; });
}

Result<SchedulePointer> linear(Options& options, double base) {
    ATTUNE_TRY(const double start, options.numberOr("start_factor", 1.0 / 3.0));
    ATTUNE_TRY(const double end, options.numberOr("end_factor", 1.0));
    ATTUNE_TRY(const std::int64_t total, options.lengthOr("total_iters", 5));
    if (start <= 0.0 || start > 1.0)
        return options.bad("start_factor", "must lie between 0, excluded, and 1");
    if (end < 0.0 || end > 1.0) return options.bad("end_factor", "must lie between 0 and 1");
    return schedule([=](std::int64_t k) { return base * (start + (end - start) * shareDone(k, total)); });
}

Result<SchedulePointer> exponential(Options& options, double base) {
    ATTUNE_TRY(const double gamma, options.number("gamma"));
    return schedule([=](std::int64_t k) { return base * std::pow(gamma, static_cast<double>(k)); });
}

Result<SchedulePointer> staircase(Options& options, double base) {
    ATTUNE_TRY(const std::int64_t size, options.count("step_size"));
    ATTUNE_TRY(const double gamma, options.numberOr("gamma", 0.1));
    return schedule([=](std::int64_t k) { return base * std::pow(gamma, static_cast<double>(k / size)); });
}

Result<SchedulePointer> milestones(Options& options, double base) {
    ATTUNE_TRY(std::vector<std::int64_t> marks, options.counts("milestones"));
    ATTUNE_TRY(const double gamma, options.numberOr("gamma", 0.1));
    std::ranges::sort(marks);
    return schedule([=](std::int64_t k) {
        const auto passed = std::ranges::upper_bound(marks, k) - marks.begin();
        return base * std::pow(gamma, static_cast<double>(passed));
    });
}

Result<SchedulePointer> polynomial(Options& options, double base) {
    ATTUNE_TRY(const std::int64_t total, options.lengthOr("total_iters", 5));
    ATTUNE_TRY(const double power, options.numberOr("power", 1.0));
    return schedule([=](std::int64_t k) { return base * std::pow(1.0 - shareDone(k, total), power); });
}

Result<SchedulePointer> cosine(Options& options, double base) {
    ATTUNE_TRY(const std::int64_t half, options.count("T_max"));
    ATTUNE_TRY(const double lowest, options.numberOr("eta_min", 0.0));
    return schedule([=](std::int64_t k) {
        return cosineBetween(base, lowest, static_cast<double>(k) / static_cast<double>(half));
    });
}

Result<SchedulePointer> cosineWithRestarts(Options& options, double base) {
    ATTUNE_TRY(const std::int64_t first, options.count("T_0"));
    ATTUNE_TRY(const std::int64_t growth, options.countOr("T_mult", 1));
    ATTUNE_TRY(const double lowest, options.numberOr("eta_min", 0.0));
    return schedule([=](std::int64_t k) {
        std::int64_t period = first;
        std::int64_t position = k;
        if (growth == 1) position %= period;
        while (position >= period) {
            position -= period;
            period *= growth;
        }
        return cosineBetween(base, lowest, static_cast<double>(position) / static_cast<double>(period));
    });
}

// Up to max_lr and down again once (Smith & Topin, arXiv 1708.07120), in two phases or three.
class OneCycle {
public:
    static Result<OneCycle> read(Options& options) {
        OneCycle cycle;
        ATTUNE_TRY(cycle.m_highest, options.number("max_lr"));
        ATTUNE_TRY(cycle.m_total, totalSteps(options));
        ATTUNE_TRY(const double share, options.numberOr("pct_start", 0.3));
        ATTUNE_TRY(const std::string shape, options.textOr("anneal_strategy", "cos"));
        ATTUNE_TRY(const double divisor, options.numberOr("div_factor", 25.0));
        ATTUNE_TRY(const double finalDivisor, options.numberOr("final_div_factor", 1e4));
        ATTUNE_TRY(const bool hasThreePhases, options.flagOr("three_phase", false));
        ATTUNE_TRY(cycle.m_movesMomentum, options.flagOr("cycle_momentum", true));
        ATTUNE_TRY(cycle.m_lowMomentum, options.numberOr("base_momentum", 0.85));
        ATTUNE_TRY(cycle.m_highMomentum, options.numberOr("max_momentum", 0.95));
        if (share < 0.0 || share > 1.0) return options.bad("pct_start", "must lie between 0 and 1");
        if (shape != "cos" && shape != "linear")
            return options.bad("anneal_strategy", "must be cos or linear");
        if (divisor <= 0.0 || finalDivisor <= 0.0) return options.bad("div_factor", "must be positive");
        cycle.m_isCosine = shape == "cos";
        const double initial = cycle.m_highest / divisor;
        const double last = initial / finalDivisor;
        const double rise = share * static_cast<double>(cycle.m_total);
        const auto end = static_cast<double>(cycle.m_total - 1);
        cycle.m_phases = {{rise - 1.0, initial, cycle.m_highest, cycle.m_highMomentum, cycle.m_lowMomentum}};
        if (hasThreePhases)
            cycle.m_phases.push_back(
                {2.0 * rise - 2.0, cycle.m_highest, initial, cycle.m_lowMomentum, cycle.m_highMomentum});
        cycle.m_phases.push_back(
            hasThreePhases ? Phase{end, initial, last, cycle.m_highMomentum, cycle.m_highMomentum}
                           : Phase{end, cycle.m_highest, last, cycle.m_lowMomentum, cycle.m_highMomentum});
        return cycle;
    }

    [[nodiscard]] bool movesMomentum() const noexcept { return m_movesMomentum; }
    [[nodiscard]] double rate(std::int64_t k) const { return at(k, &Phase::startRate, &Phase::endRate); }
    [[nodiscard]] double momentum(std::int64_t k) const {
        return at(k, &Phase::startMomentum, &Phase::endMomentum);
    }

private:
    struct Phase {
        double end; // the step at which it is over
        double startRate;
        double endRate;
        double startMomentum;
        double endMomentum;
    };

    static Result<std::int64_t> totalSteps(Options& options) {
        options.allow({"total_steps", "epochs", "steps_per_epoch"});
        if (options.has("total_steps")) return options.count("total_steps");
        ATTUNE_TRY(const std::int64_t epochs, options.count("epochs"));
        ATTUNE_TRY(const std::int64_t stepsPerEpoch, options.count("steps_per_epoch"));
        return epochs * stepsPerEpoch;
    }

    // The reference stops with an error after total_steps; here the last value stays.
    [[nodiscard]] double at(std::int64_t k, double Phase::*from, double Phase::*to) const {
        const auto step = static_cast<double>(std::min(k, m_total - 1));
        double start = 0.0;
        for (std::size_t i = 0; i < m_phases.size(); ++i) {
            const Phase& phase = m_phases[i];
            if (step > phase.end && i + 1 < m_phases.size()) {
                start = phase.end;
                continue;
            }
            const double width = phase.end - start;
            const double share = width == 0.0 ? 1.0 : (step - start) / width;
            return m_isCosine ? cosineBetween(phase.*from, phase.*to, share)
                              : phase.*from + (phase.*to - phase.*from) * share;
        }
        return m_phases.back().*to;
    }

    double m_highest{0.0};
    std::int64_t m_total{1};
    bool m_isCosine{true};
    bool m_movesMomentum{true};
    double m_lowMomentum{0.85};
    double m_highMomentum{0.95};
    std::vector<Phase> m_phases;
};

// Up and down again and again (Smith, arXiv 1506.01186), as wide as ever, half as wide each time, or
// narrowing with every step.
class Cyclic {
public:
    static Result<Cyclic> read(Options& options) {
        Cyclic cycle;
        ATTUNE_TRY(cycle.m_lowest, options.number("base_lr"));
        ATTUNE_TRY(cycle.m_highest, options.number("max_lr"));
        ATTUNE_TRY(cycle.m_up, options.numberOr("step_size_up", 2000.0));
        ATTUNE_TRY(cycle.m_down, options.numberOr("step_size_down", cycle.m_up));
        ATTUNE_TRY(cycle.m_mode, options.textOr("mode", "triangular"));
        ATTUNE_TRY(cycle.m_gamma, options.numberOr("gamma", 1.0));
        ATTUNE_TRY(cycle.m_movesMomentum, options.flagOr("cycle_momentum", true));
        ATTUNE_TRY(cycle.m_lowMomentum, options.numberOr("base_momentum", 0.8));
        ATTUNE_TRY(cycle.m_highMomentum, options.numberOr("max_momentum", 0.9));
        options.allow({"scale_mode"}); // only a function of one's own, which JSON cannot hold, asks for it
        if (cycle.m_up <= 0.0 || cycle.m_down <= 0.0) return options.bad("step_size_up", "must be positive");
        if (cycle.m_mode != "triangular" && cycle.m_mode != "triangular2" && cycle.m_mode != "exp_range")
            return options.bad("mode", "must be triangular, triangular2 or exp_range");
        return cycle;
    }

    [[nodiscard]] bool movesMomentum() const noexcept { return m_movesMomentum; }
    [[nodiscard]] double rate(std::int64_t k) const {
        return m_lowest + (m_highest - m_lowest) * height(static_cast<double>(k));
    }
    [[nodiscard]] double momentum(std::int64_t k) const {
        return m_highMomentum - (m_highMomentum - m_lowMomentum) * height(static_cast<double>(k));
    }

private:
    // From 0 at the bottom to 1 at the top of the first cycle.
    [[nodiscard]] double height(double step) const {
        const double turns = step / (m_up + m_down);
        const double number = std::floor(turns); // of the cycle, from 0
        const double position = turns - number;
        const double rise = m_up / (m_up + m_down);
        const double triangle = position <= rise ? position / rise : (position - 1.0) / (rise - 1.0);
        if (m_mode == "triangular2") return triangle * std::pow(0.5, number);
        return m_mode == "exp_range" ? triangle * std::pow(m_gamma, step) : triangle;
    }

    double m_lowest{0.0};
    double m_highest{0.0};
    double m_up{0.0};
    double m_down{0.0};
    std::string m_mode;
    double m_gamma{1.0};
    bool m_movesMomentum{true};
    double m_lowMomentum{0.8};
    double m_highMomentum{0.9};
};

// From the curves of a cycle of either kind.
template <typename Cycle>
SchedulePointer cycleSchedule(const Cycle& cycle) {
    Curve momentum;
    if (cycle.movesMomentum()) momentum = [cycle](std::int64_t k) { return cycle.momentum(k); };
    return schedule([cycle](std::int64_t k) { return cycle.rate(k); }, std::move(momentum));
}

Result<SchedulePointer> cyclic(Options& options, double /*base*/) {
    ATTUNE_TRY(const Cyclic cycle, Cyclic::read(options));
    return cycleSchedule(cycle);
}

Result<SchedulePointer> oneCycle(Options& options, double /*base*/) {
    ATTUNE_TRY(const OneCycle cycle, OneCycle::read(options));
    return cycleSchedule(cycle);
}

using Maker = Result<SchedulePointer> (*)(Options&, double);
struct Entry {
    std::string_view name;
    Maker make;
};
constexpr std::array kEntries{
    Entry{"InverseLR", &inverse},
    Entry{"CosineAnnealingLR", &cosine},
    Entry{"CosineAnnealingWarmRestarts", &cosineWithRestarts},
    Entry{"ConstantLR", &heldThenFull},
    Entry{"LinearLR", &linear},
    Entry{"ExponentialLR", &exponential},
    Entry{"StepLR", &staircase},
    Entry{"MultiStepLR", &milestones},
    Entry{"PolynomialLR", &polynomial},
    Entry{"OneCycleLR", &oneCycle},
    Entry{"CyclicLR", &cyclic},
};

tl::unexpected<Error> unknownType(const std::string& type, const std::string& path) {
    if (type == "ReduceLROnPlateau")
        return fail(ErrorCode::InvalidConfig,
                    "ReduceLROnPlateau cannot work in training: nothing tells it the held-out loss",
                    path + ".type", "Choose InverseLR or CosineAnnealingLR");
    std::string known = "Constant";
    for (const Entry& entry : kEntries) known += concat(", ", entry.name);
    return fail(ErrorCode::InvalidConfig, concat("Unknown learning-rate schedule \"", type, "\""),
                path + ".type", concat("Known are ", known));
}

} // namespace

SchedulePointer constantSchedule(double baseRate) {
    return schedule([=](std::int64_t) { return baseRate; });
}

SchedulePointer withLinearWarmUp(SchedulePointer inner, std::int64_t steps) {
    if (steps <= 1) return inner;
    const auto rate = [inner, steps](std::int64_t k) {
        const double share = static_cast<double>(std::min(k + 1, steps)) / static_cast<double>(steps);
        return inner->rateAt(k) * share;
    };
    Curve momentum;
    if (inner->momentumAt(0)) momentum = [inner](std::int64_t k) { return *inner->momentumAt(k); };
    return schedule(rate, std::move(momentum));
}

Result<SchedulePointer> makeSchedule(const config::NamedOptions& settings, double baseRate,
                                     const std::string& path) {
    Options options(settings, path + ".config");
    if (settings.type == "Constant") {
        ATTUNE_CHECK(options.finish());
        return constantSchedule(baseRate);
    }
    const auto entry = std::ranges::find(kEntries, settings.type, &Entry::name);
    if (entry == kEntries.end()) return unknownType(settings.type, path);
    ATTUNE_TRY(SchedulePointer made, entry->make(options, baseRate));
    ATTUNE_CHECK(options.finish());
    return made;
}

Result<SchedulePointer> makeSchedule(const config::TrainingBlock& training, double baseRate) {
    if (!training.scheduler) return constantSchedule(baseRate);
    return makeSchedule(*training.scheduler, baseRate, "training.optimizer_configs.diffusion.scheduler");
}

} // namespace attune::train
