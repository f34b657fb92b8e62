// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Guidance.h"

#include <ATen/Functions.h>

#include <cmath>
#include <numbers>

namespace attune::model {

namespace {

// The reference asks the first item of the batch, in the precision that the network gets its timestep in. The
// default interval holds every sigma of a timestep in 0..1; not asking spares a wait for the device in every
// step.
bool isInside(config::Objective objective, const at::Tensor& t, c10::ScalarType type,
              const GuidanceOptions& guidance) {
    if (guidance.intervalLow <= 0.0 && guidance.intervalHigh >= 1.0) return true;
    const auto first = t[0].to(type).to(at::kFloat).item<float>();
    const float sigma =
        objective == config::Objective::V ? std::sin(first * std::numbers::pi_v<float> / 2.0F) : first;
    return guidance.intervalLow <= static_cast<double>(sigma) &&
           static_cast<double>(sigma) <= guidance.intervalHigh;
}

at::Tensor doubled(const at::Tensor& tensor) {
    return tensor.defined() ? at::cat({tensor, tensor}, 0) : tensor;
}

// What the unconditioned half attends to.
at::Tensor unconditioned(const at::Tensor& conditioned, const DiffusionCondition& negative,
                         c10::ScalarType type) {
    if (!negative.crossAttention.defined()) return at::zeros_like(conditioned);
    const at::Tensor sequence = negative.crossAttention.to(type);
    if (!negative.crossAttentionMask.defined()) return sequence;
    return sequence.masked_fill(negative.crossAttentionMask.to(at::kBool).bitwise_not().unsqueeze(2), 0.0);
}

} // namespace

GuidedOutput guidedOutput(DiffusionTransformer& transformer, config::Objective objective, const at::Tensor& x,
                          const at::Tensor& t, const DiffusionCondition& condition,
                          const DiffusionCondition& negative, const GuidanceOptions& guidance) {
    const c10::ScalarType type = transformer.dtype();
    if (guidance.scale == 1.0 || !condition.crossAttention.defined() ||
        !isInside(objective, t, type, guidance)) {
        const at::Tensor plain = transformer.forward(x, t, condition);
        return {plain, plain};
    }

    const at::Tensor conditioned = condition.crossAttention.to(type);
    DiffusionCondition both;
    both.crossAttention = at::cat({conditioned, unconditioned(conditioned, negative, type)}, 0);
    both.global = doubled(condition.global);
    const auto halves = transformer.forward(doubled(x), doubled(t), both).chunk(2, 0);
    const at::Tensor& c = halves.at(0);
    const at::Tensor& u = halves.at(1);
    const at::Tensor out = u + (c - u) * guidance.scale;
    if (guidance.rescale == 0.0) return {out, u};
    // Deviation over the channels of each frame; whether biased or not cancels in the ratio.
    const at::Tensor ratio = c.std(1, /*unbiased=*/true, /*keepdim=*/true) / out.std(1, true, true);
    return {out * ratio * guidance.rescale + out * (1.0 - guidance.rescale), u};
}

} // namespace attune::model
