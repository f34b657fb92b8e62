// SPDX-License-Identifier: GPL-3.0-or-later
//
// Conditioner: metadata of a batch of clips to what the transformer is conditioned on
// (models/conditioners.py:630-761, models/diffusion.py:100-217). Children: conditioners.<id>, in the order of
// the configuration.
//
// Numbers are embedded here and trained; prompts come from a TextSource, frozen, through a projection where
// the widths differ. Ownership: a torch module. Threads: one at a time. Shapes: B batch, T tokens, E
// conditioning width, G global width.
#pragma once

#include "core/base/Result.h"
#include "core/config/ClipMetadata.h"
#include "core/config/DiffusionConfig.h"
#include "core/model/Layers.h"
#include "core/model/TextSource.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace attune::model {

class NumberConditioner;
class PromptConditioner;

// Output of one conditioner.
struct Condition {
    std::string id;
    at::Tensor embedding; // [B,T,E]; padded prompt positions are zero
    at::Tensor mask;      // [B,T] int64
};

// What the transformer takes. Undefined where the model has no such input.
struct DiffusionCondition {
    at::Tensor crossAttention;     // [B,sum of T,E]
    at::Tensor crossAttentionMask; // [B,sum of T] int64; used for negative prompts and by nothing else
    at::Tensor global;             // [B,G]
};

class Conditioner : public torch::nn::Module {
public:
    // `textWidth`: width of the text encoder's output; a projection exists where it differs from the
    // conditioner's own, or where the configuration asks for one.
    Conditioner(const config::ConditioningConfig& config, std::int64_t textWidth,
                const LayerOptions& options = {});
    ~Conditioner() override;

    // Every conditioner in configuration order, whether an id list uses it or not. `text` may be null in a
    // model without prompts. Errors: MissingKey (a clip lacks an id and its default key), InvalidArgument
    // (text where a number belongs), those of the text source.
    [[nodiscard]] Result<std::vector<Condition>> forward(std::span<const config::ClipMetadata> clips,
                                                         TextSource* text);

    [[nodiscard]] const config::ConditioningConfig& config() const noexcept { return m_config; }

private:
    [[nodiscard]] c10::Device device() const; // where results go
    [[nodiscard]] static Result<void> checkTextWidth(const TextSource& text, const PromptConditioner& prompt);

    config::ConditioningConfig m_config;
    c10::Device m_builtOn;                                     // asked only when there are no weights to ask
    std::vector<std::shared_ptr<NumberConditioner>> m_numbers; // by configuration index; null for prompts
    std::vector<std::shared_ptr<PromptConditioner>> m_prompts; // by configuration index; null for numbers
};

// Joins embeddings as the model wants them: cross-attention ids along tokens, global ids along channels.
// Errors: ShapeMismatch when the widths do not suit the transformer.
[[nodiscard]] Result<DiffusionCondition> assembleCondition(const std::vector<Condition>& conditions,
                                                           const config::DiffusionConfig& config);

// The value of `id` for every clip, with the reference's rule for default keys: once a clip needed the
// substitute, the substitute is used for the rest of the batch. Errors: MissingKey naming the key and the
// clip's index.
[[nodiscard]] Result<std::vector<config::MetadataValue>>
collectValues(std::span<const config::ClipMetadata> clips, const std::string& id,
              const config::ConditioningConfig& config);

} // namespace attune::model
