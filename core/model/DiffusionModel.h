// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiffusionModel: transformer, conditioner and autoencoder under the names that checkpoints use
// (model.model.*, conditioner.*, pretransform.model.*), in the reference's order. Any part may be absent:
// training needs neither the autoencoder nor a text encoder, encoding needs the autoencoder alone.
//
// The text encoder is no child, since no checkpoint holds it (TextSource.h).
// Ownership: a torch module; parts are shared_ptr. Threads: one at a time.
#pragma once

#include "core/base/Result.h"
#include "core/config/ClipMetadata.h"
#include "core/config/ModelConfig.h"
#include "core/model/Conditioner.h"
#include "core/model/DiffusionTransformer.h"
#include "core/model/Guidance.h"
#include "core/model/Pretransform.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <memory>
#include <span>

namespace attune::model {

enum class ModelPart : unsigned { Transformer = 1, Conditioner = 2, Autoencoder = 4 };

class ModelParts {
public:
    constexpr ModelParts(ModelPart part)
        : m_bits(static_cast<unsigned>(part)) {} // NOLINT: parts combine with |
    [[nodiscard]] constexpr bool contains(ModelPart part) const noexcept {
        return (m_bits & static_cast<unsigned>(part)) != 0;
    }
    friend constexpr ModelParts operator|(ModelParts a, ModelParts b) noexcept {
        a.m_bits |= b.m_bits;
        return a;
    }

private:
    unsigned m_bits;
};
constexpr ModelParts operator|(ModelPart a, ModelPart b) noexcept {
    return ModelParts(a) | ModelParts(b);
}

inline constexpr ModelParts kTrainingParts = ModelPart::Transformer | ModelPart::Conditioner;
inline constexpr ModelParts kAllParts = kTrainingParts | ModelPart::Autoencoder;

// The reference's DiTWrapper: nothing but one more level of names.
class TransformerWrapper : public torch::nn::Module {
public:
    explicit TransformerWrapper(std::shared_ptr<DiffusionTransformer> transformer);
    [[nodiscard]] const std::shared_ptr<DiffusionTransformer>& inner() const noexcept { return m_model; }

private:
    std::shared_ptr<DiffusionTransformer> m_model;
};

class DiffusionModel : public torch::nn::Module {
public:
    // `textWidth`: see Conditioner. Tensors are allocated, not filled.
    struct Placement {
        LayerOptions transformer;
        LayerOptions conditioner;
        LayerOptions autoencoder;
    };
    DiffusionModel(const config::DiffusionConfig& config, ModelParts parts, std::int64_t textWidth,
                   const Placement& placement);

    // Null where the part was not asked for, or where the configuration has none.
    [[nodiscard]] const std::shared_ptr<DiffusionTransformer>& transformer() const noexcept {
        return m_transformer;
    }
    [[nodiscard]] const std::shared_ptr<Conditioner>& conditioner() const noexcept { return m_conditioner; }
    [[nodiscard]] const std::shared_ptr<Pretransform>& pretransform() const noexcept {
        return m_pretransform;
    }
    [[nodiscard]] const config::DiffusionConfig& config() const noexcept { return m_config; }

    // Conditions of a batch of clips. Requires the conditioner. Errors as Conditioner::forward and
    // assembleCondition.
    [[nodiscard]] Result<DiffusionCondition> condition(std::span<const config::ClipMetadata> clips,
                                                       TextSource* text);
    // Prediction with guidance. Requires the transformer.
    [[nodiscard]] at::Tensor predict(const at::Tensor& x, const at::Tensor& t,
                                     const DiffusionCondition& condition,
                                     const DiffusionCondition& negative = {},
                                     const GuidanceOptions& guidance = {});

    // Parameters that fine-tuning changes: transformer, then conditioner, in the reference's order.
    [[nodiscard]] std::vector<at::Tensor> trainableParameters() const;

private:
    config::DiffusionConfig m_config;
    std::shared_ptr<TransformerWrapper> m_wrapper;
    std::shared_ptr<DiffusionTransformer> m_transformer;
    std::shared_ptr<Conditioner> m_conditioner;
    std::shared_ptr<Pretransform> m_pretransform;
};

} // namespace attune::model
