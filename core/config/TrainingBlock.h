// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainingBlock: the `training` object of a model_config.json for a diffusion model (training/factory.py).
//
// What concerns optimisers and schedulers is kept as a type name and its options, because the reference hands
// the options on verbatim; the room `train` knows which it accepts. Value types without torch.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune::config {

// {"type": "AdamW", "config": {...}}
struct NamedOptions {
    std::string type;
    Json options = Json::object();
    bool operator==(const NamedOptions&) const = default;
};

struct DemoBlock {
    std::int64_t every{2000}; // steps
    std::int64_t steps{250};  // sampler steps
    std::int64_t count{0};
    std::vector<double> guidanceScales;
    std::vector<Json> conditions; // metadata objects, one a demo
    bool conditionsFromBatch{false};
};

struct TrainingBlock {
    std::optional<double> learningRate; // plain Adam, only without optimizer_configs
    std::optional<NamedOptions> optimizer;
    std::optional<NamedOptions> scheduler;
    bool useEma{true}; // false by default for autoencoders
    bool preEncoded{false};
    double promptDropout{0.1}; // cfg_dropout_prob
    std::string timestepSampler{"uniform"};
    double logSnrMean{-1.2};
    double logSnrStd{2.0};
    double oneShotProbability{0.0};
    bool maskPadding{false};
    double maskPaddingDropout{0.0};
    bool logLossInfo{false};
    bool hasArc{false};        // adversarial post-training: another trainer, not ours
    bool hasInpainting{false}; // inpainting masks: not ours
    std::optional<DemoBlock> demo;
    Json document; // the block as read
};

// `useEmaByDefault`: true for diffusion models, false for autoencoders. Errors: InvalidConfig.
enum class EmaDefault { On, Off };
[[nodiscard]] Result<TrainingBlock> readTrainingBlock(const JsonView& view, EmaDefault emaDefault);

} // namespace attune::config
