// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiffusionConfig: the `model` object of a conditioned diffusion model: transformer, conditioners,
// pretransform (models/diffusion.py:629-708, models/dit.py:13-30, models/conditioners.py:686-761). Value
// types without torch.
#pragma once

#include "core/base/Result.h"
#include "core/config/AutoencoderConfig.h"
#include "core/config/Json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::config {

enum class Objective { V, RectifiedFlow, RfDenoiser };
[[nodiscard]] std::string_view
objectiveName(Objective objective) noexcept; // "v", "rectified_flow", "rf_denoiser"

enum class ConditionerKind { T5, Number };

struct ConditionerConfig {
    std::string id; // part of the checkpoint key
    ConditionerKind kind{ConditionerKind::Number};
    std::int64_t outputDim{0};
    // T5
    std::string modelName{"t5-base"};
    std::int64_t maxLength{128}; // tokens a prompt, padding included
    bool projectOut{false};      // a projection even where the widths agree
    // Number
    double minValue{0.0};
    double maxValue{1.0};
};

struct ConditioningConfig {
    std::int64_t condDim{0};
    std::vector<ConditionerConfig> conditioners;    // in file order, which is the order of the keys
    std::map<std::string, std::string> defaultKeys; // id -> metadata key to use where the id is missing

    [[nodiscard]] const ConditionerConfig* find(std::string_view id) const noexcept;
    [[nodiscard]] const ConditionerConfig* prompt() const noexcept; // the first T5 conditioner, or null
};

enum class QkNorm { None, L2, LayerNorm, DynamicTanh };
enum class GlobalConditionKind { Prepend, AdaLN };

struct TransformerConfig {
    std::int64_t ioChannels{32}; // D
    std::int64_t patchSize{1};
    std::int64_t embedDim{768}; // E
    std::int64_t depth{12};
    std::int64_t heads{8};
    std::int64_t condTokenDim{0}; // 0 = no cross-attention at all
    bool projectCondTokens{true};
    std::int64_t globalCondDim{0};
    bool projectGlobalCond{true};
    GlobalConditionKind globalCondition{GlobalConditionKind::Prepend};
    bool rotaryPositions{true};
    bool zeroInitBranchOutputs{true}; // matters for training from scratch only
    std::int64_t memoryTokens{0};
    std::int64_t finalCrossAttentionLayer{-1}; // last layer with cross-attention; -1 = all of them
    QkNorm qkNorm{QkNorm::None};
    double feedForwardMultiple{4.0};
    bool feedForwardBias{true}; // of the output projection, and of the input projection without GLU
    bool feedForwardGlu{true};
    bool normBias{false};     // beta is a parameter instead of a buffer
    bool normFixScale{false}; // gamma is a buffer instead of a parameter
    bool normForceFp32{false};
    double normEpsilon{1e-5};

    [[nodiscard]] std::int64_t headDim() const noexcept { return embedDim / heads; }
    // Width of the keys and values of cross-attention: of to_cond_embed's output.
    [[nodiscard]] std::int64_t contextDim() const noexcept {
        return projectCondTokens ? embedDim : condTokenDim;
    }
};

// Moves timesteps toward noise for long sequences; present in Small's base model.
struct DistributionShiftConfig {
    double baseShift{0.5};
    double maxShift{1.15};
    std::int64_t minLength{256};
    std::int64_t maxLength{4096};
    bool useSine{false};
};

struct DiffusionConfig {
    std::int64_t ioChannels{0}; // channels of the noise that generation draws
    std::optional<PretransformConfig> pretransform;
    std::optional<ConditioningConfig> conditioning;
    Objective objective{Objective::V};
    std::optional<DistributionShiftConfig> distributionShift;
    std::vector<std::string> crossAttentionIds; // order matters
    std::vector<std::string> globalIds;         // order matters
    TransformerConfig transformer;
};

// The `model` object. Errors: InvalidConfig naming the key.
[[nodiscard]] Result<DiffusionConfig> readDiffusionConfig(const JsonView& view);

} // namespace attune::config
