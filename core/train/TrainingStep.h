// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainingStep: from a batch to its loss. Pure: every random number comes in as StepDraws, so that tests
// replay recorded ones; StepRandomness draws them for the product, in the reference's order and from its
// sources.
//
// Nothing here creates a tensor on another device than the batch's.
// Ownership: refers to the model, which must outlive it. Threads: the training thread.
// Shapes: B batch, D latent channels, L latent frames.
// Source: stable-audio-tools training/diffusion.py; spec/training.md 3 and 5.1.
#pragma once

#include "core/base/Result.h"
#include "core/config/ClipMetadata.h"
#include "core/config/TrainingBlock.h"
#include "core/diffusion/Objective.h"
#include "core/diffusion/TimestepSampler.h"
#include "core/train/Precision.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace attune::model {
class DiffusionModel;
class TextSource;
} // namespace attune::model

namespace attune::train {

struct StepOptions {
    double promptDropout{0.1};      // chance that an item's whole cross-attention sequence becomes zeros
    bool masksPadding{false};       // leave padded frames out of the loss …
    double maskPaddingDropout{0.0}; // … except in this share of the batches
    diffusion::TimestepOptions timesteps;

    [[nodiscard]] static Result<StepOptions> from(const config::TrainingBlock& training); // InvalidConfig
};

struct StepBatch {
    at::Tensor latents;     // [B,D,L] float32, as stored: not yet divided by the pretransform's scale
    at::Tensor paddingMask; // [B,L] bool, true = real frame; needed when padding is masked
    std::vector<config::ClipMetadata> clips; // B: prompt and numbers of each item
};

// Every random number of one micro-batch.
struct StepDraws {
    at::Tensor t;              // [B] timesteps as the network sees them: after formula, shift and one-shot
    at::Tensor noise;          // [B,D,L]
    at::Tensor droppedPrompts; // [B] bool; undefined = none
    bool usesPaddingMask{false};

    // The part of items [begin, end), for one of several processes that share a batch.
    [[nodiscard]] StepDraws slice(std::int64_t begin, std::int64_t end) const;
};

// Draws what a run needs, one micro-batch after another. Order within a batch: mask choice, timesteps,
// one-shot, noise, prompt dropout. Generators: `mask` stands for Python's random module.
class StepRandomness {
public:
    // `sources.device` belongs to the training device; on the CPU it is the very generator of `sources.host`.
    StepRandomness(StepOptions options, std::optional<diffusion::DistributionShift> shift,
                   diffusion::RandomSources sources, at::Generator mask);
    // Seeded as the reference seeds itself: every generator with the same number. Errors: DeviceUnavailable.
    [[nodiscard]] static Result<StepRandomness> seeded(StepOptions options,
                                                       std::optional<diffusion::DistributionShift> shift,
                                                       std::uint64_t seed, const at::Device& device);

    // For latents of `shape` [B,D,L] on `device`.
    [[nodiscard]] StepDraws draw(at::IntArrayRef shape, const at::Device& device);

    // Everything needed to continue the sequence: generator states as byte tensors, and the Sobol position.
    struct State {
        at::Tensor host;
        at::Tensor device;
        at::Tensor mask;
        config::Json timesteps;
    };
    [[nodiscard]] State saveState() const;
    [[nodiscard]] Result<void> loadState(const State& state); // Corrupt, InvalidConfig

private:
    StepOptions m_options;
    diffusion::RandomSources m_sources;
    at::Generator m_mask;
    diffusion::TimestepSampler m_timesteps;
};

struct StepLoss {
    at::Tensor loss;       // scalar float32 with its graph: the mean over all (real) elements
    at::Tensor itemLosses; // [B] float32, detached: the mean of each item
    at::Tensor sigmas;     // [B] noise level of each item, for loss by noise level
    at::Tensor latentStd;  // scalar, of the latents the network learns
};

class TrainingStep {
public:
    // Requires the transformer and the conditioner.
    TrainingStep(model::DiffusionModel& model, PrecisionProfile precision);

    // `text` may be null in a model without prompts. Errors: those of the conditioner, ShapeMismatch,
    // InvalidArgument when the mask is asked for and missing. LibTorch's exceptions pass through.
    [[nodiscard]] Result<StepLoss> loss(const StepBatch& batch, const StepDraws& draws,
                                        model::TextSource* text);

    // Losses [B] of the items at `t` [B] with `noise`, without gradients, dropout or mask (the reference's
    // validation).
    [[nodiscard]] Result<at::Tensor> heldOutLosses(const StepBatch& batch, const at::Tensor& t,
                                                   const at::Tensor& noise, model::TextSource* text);

private:
    struct Prediction {
        at::Tensor output; // float32
        at::Tensor target;
        at::Tensor latents;
    };
    [[nodiscard]] Result<Prediction> predict(const StepBatch& batch, const at::Tensor& t,
                                             const at::Tensor& noise, const at::Tensor& droppedPrompts,
                                             model::TextSource* text);

    model::DiffusionModel* m_model;
    PrecisionProfile m_precision;
    double m_latentScale{1.0};
};

// Squared error [B,D,L] averaged over all elements, or over the frames where `mask` [B,L] holds (all channels
// of them, over the whole batch: not a mean of means). No real frame at all gives 0.
[[nodiscard]] at::Tensor meanSquaredError(const at::Tensor& prediction, const at::Tensor& target,
                                          const at::Tensor& mask);
// The same for each item: [B].
[[nodiscard]] at::Tensor itemSquaredErrors(const at::Tensor& prediction, const at::Tensor& target,
                                           const at::Tensor& mask);

} // namespace attune::train
