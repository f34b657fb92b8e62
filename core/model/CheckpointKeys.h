// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckpointKeys: what a file of weights is, told from the names and shapes of its tensors alone, and how to
// get from any kind to the names of an unwrapped model.
//
// The kinds and their prefixes: spec of the reference's checkpoints, models.md 7.1, 7.2, 7.5.
// Threads: free functions and values.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/CheckpointFile.h" // TensorInfo
#include "core/tensor/NamedTensors.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attune::model {

// The prefixes of the parts of an unwrapped diffusion model.
inline constexpr std::string_view kTransformerKeys = "model.model.";
inline constexpr std::string_view kConditionerKeys = "conditioner.";
inline constexpr std::string_view kPretransformKeys = "pretransform.model.";
// What a training checkpoint puts in front: the model as trained, and the average of its transformer wrapper.
inline constexpr std::string_view kWrappedDiffusionKeys = "diffusion.";
inline constexpr std::string_view kDiffusionEmaKeys = "diffusion_ema.ema_model.";
inline constexpr std::string_view kWrappedAutoencoderKeys = "autoencoder.";
inline constexpr std::string_view kAutoencoderEmaKeys = "autoencoder_ema.ema_model.";

enum class CheckpointForm {
    Diffusion,          // model.model.*, …: what generation tools open
    WrappedDiffusion,   // diffusion.model.model.*, …: a training checkpoint
    Autoencoder,        // encoder.layers.*, decoder.layers.*
    WrappedAutoencoder, // autoencoder.encoder.*, …
    TextEncoder,        // encoder.block.*: a T5
    Other               // none of ours
};
[[nodiscard]] std::string_view
checkpointFormName(CheckpointForm form) noexcept; // in words: "diffusion model", …

// What the keys say about a diffusion transformer. Objective, ranges of numbers and prompt length are not in
// them.
struct TransformerFacts {
    std::int64_t width{0}; // E
    std::int64_t depth{0}; // layers
    std::int64_t latentChannels{0};
    std::int64_t contextWidth{0}; // of cross-attention's keys and values; 0 = none
    std::int64_t headWidth{0};    // 0 = unknown
    bool hasQkLayerNorm{false};   // l2 and none look the same
};

struct KeySurvey {
    CheckpointForm form{CheckpointForm::Other};
    bool hasTransformer{false};
    bool hasConditioner{false};
    bool hasAutoencoder{false};
    bool hasEma{false};
    bool hasDiscriminator{false};    // of adversarial training: ARC, or an autoencoder's
    bool hasFoldedWeights{false};    // an autoencoder with plain `weight` instead of weight_g and weight_v
    bool hasStartConditioner{false}; // conditioner of seconds_start: Stable Audio Open 1.0
    std::optional<TransformerFacts> transformer;
};
[[nodiscard]] KeySurvey surveyKeys(std::span<const tensor::TensorInfo> tensors);

// "Stable Audio Open 1.0", "Stable Audio Open Small", or "" for another model of the kind.
[[nodiscard]] std::string_view modelFamily(const KeySurvey& survey) noexcept;

// Buffers are stored but not trained: inverse frequencies and the norms' beta. `name` is the whole key.
[[nodiscard]] bool isBufferKey(std::string_view name) noexcept;

enum class WeightsOf {
    LastStep, // as trained
    Average   // the EMA of the transformer; conditioners and autoencoder have none and are those of the last
              // step
};

// The weights under the names of an unwrapped diffusion model, whatever kind of file they come from.
// Errors: MissingKey (an average is asked for and there is none); InvalidArgument for a file of another kind,
// saying which.
[[nodiscard]] Result<tensor::NamedTensors> unwrappedDiffusion(const tensor::NamedTensors& weights,
                                                              WeightsOf choice);

// An autoencoder's weights under bare names (encoder.*, decoder.*), of its own file or of a diffusion
// model's. The average is used where there is one. Errors: InvalidArgument.
[[nodiscard]] Result<tensor::NamedTensors> bareAutoencoder(const tensor::NamedTensors& weights,
                                                           WeightsOf choice);

} // namespace attune::model
