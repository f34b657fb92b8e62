// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserOptions: which optimiser, with which numbers, from the reference's "optimizer_configs" entry.
//
// Value types; free of threads. Defaults are those of the libraries the reference takes the optimisers from.
#pragma once

#include "core/base/Result.h"
#include "core/config/TrainingBlock.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace attune::train {

enum class OptimiserKind { Adam, AdamW, FusedAdam, AdamW8bit, Sgd, Lion, Prodigy };

// "Adam", "AdamW", "FusedAdam", "AdamW8bit", "SGD", "Lion", "Prodigy". Errors: InvalidConfig with the known
// names.
[[nodiscard]] Result<OptimiserKind> optimiserKindFromName(std::string_view name);
[[nodiscard]] std::string_view optimiserKindName(OptimiserKind kind) noexcept;

struct OptimiserOptions {
    OptimiserKind kind{OptimiserKind::AdamW};
    double learningRate{1e-3};
    double beta1{0.9};
    double beta2{0.999};
    double epsilon{1e-8};
    double weightDecay{0.01};
    bool decoupledDecay{
        true}; // shrink the weights themselves (AdamW) instead of adding to the gradient (Adam)
    bool amsgrad{false};
    bool maximize{false};
    // SGD
    double momentum{0.0};
    double dampening{0.0};
    bool nesterov{false};
    // Prodigy
    std::optional<double> beta3; // empty = sqrt(beta2)
    double initialD{1e-6};
    double dCoefficient{1.0};
    double growthRate{std::numeric_limits<double>::infinity()};
    bool useBiasCorrection{false};
    bool safeguardWarmup{false};
    std::int64_t sliceP{1}; // every how manieth weight takes part in the estimate of d
    // AdamW8bit
    std::int64_t smallestEightBit{4096}; // tensors with fewer numbers keep float32 moments
    int percentileClipping{100};         // 100 = off

    // The library's defaults for a kind.
    [[nodiscard]] static OptimiserOptions defaultsFor(OptimiserKind kind);
    // Of a run or an "optimizer" block. Options of the library that change speed but no number (foreach,
    // fused, capturable) are accepted. `path` is named in errors. Errors: InvalidConfig naming the option
    // (unknown type or option, number out of range).
    [[nodiscard]] static Result<OptimiserOptions> from(const config::NamedOptions& settings,
                                                       const std::string& path = "optimiser");
    // Of the reference's training block: its optimiser, or plain Adam when it only has a learning rate.
    [[nodiscard]] static Result<OptimiserOptions> from(const config::TrainingBlock& training);
    [[nodiscard]] config::NamedOptions toSettings() const; // what from() reads, with every option spelled out
};

// How weights in half precision are written back.
struct WeightRounding {
    enum class Mode {
        Nearest,
        Stochastic // up or down with the probability that keeps the mean: small updates are not lost
    };
    Mode mode{Mode::Nearest};
    std::uint64_t seed{0}; // with the step and the parameter this fixes every rounding
};

} // namespace attune::train
