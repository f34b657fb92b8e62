// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainingData: from a plan's examples to a batch of tensors on the CPU.
//
// Latents come through encode::TrainingSource (the latent store, a pre-encoded folder, or a test). Every
// random part of an example (crop, posterior noise, which of its prompts) follows from numbers in the
// example, so that it can be had again bit for bit.
//
// Threads: the trainer's own. Shapes: B batch, D latent channels, L latent frames.
#pragma once

#include "core/base/Result.h"
#include "core/encode/TrainingSource.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace attune::train {

// One example of a batch.
struct Example {
    std::int64_t item{0};   // index into the source
    std::uint64_t seed{0};  // for the source: crop, posterior noise
    double promptDraw{0.0}; // uniform in [0, 1): which of the item's prompts
    bool operator==(const Example&) const = default;
};

// Picks a prompt by weight. `draw` is uniform in [0, 1). All weights zero = equal weights.
[[nodiscard]] std::size_t pickPrompt(const std::vector<encode::WeightedPrompt>& prompts, double draw);

struct ExampleBatch {
    at::Tensor latents;     // [B, D, L] float32, as stored (not yet divided by the pretransform's scale)
    at::Tensor paddingMask; // [B, L] bool, true = real frame
    std::vector<std::map<std::string, double>>
        numbers;                      // B: number conditions by conditioner id, seconds_* among them
    std::vector<std::string> prompts; // B
    std::vector<std::string> names;   // B, for messages
};

// Errors: those of the source; ShapeMismatch when the items are not of one length; NonFinite names the clip.
[[nodiscard]] Result<ExampleBatch> readBatch(const encode::TrainingSource& source,
                                             const std::vector<Example>& examples);

} // namespace attune::train
