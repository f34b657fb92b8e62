// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainingSource: what the trainer trains on, one item a clip (or piece of one), wherever its latents are
// stored.
//
// The random parts of an item (posterior noise, crop start) are decided by the seed that the caller hands in,
// so that an item can be had again bit for bit: at a resume, on another rank, in a held-out loss.
//
// Ownership: items own their tensors. Threads: const functions from any thread at once (the loader
// prefetches). Shapes: D latent channels (64 in Stable Audio Open), L latent frames.
#pragma once

#include "core/base/Hash.h"
#include "core/base/Result.h"
#include "core/base/Units.h"
#include "core/dataset/ClipRecord.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace attune::encode {

// One of several ways to describe a clip: text and relative weight. An empty text is a legal prompt (and not
// the null condition).
using WeightedPrompt = dataset::PromptAlternative;

struct TrainingItem {
    at::Tensor latents; // [D, L] float32 on the CPU, as the autoencoder gives them: not yet divided by the
                        // pretransform's scale
    at::Tensor paddingMask; // [L] bool; true = frame that starts in real sound
    double secondsStart{0.0};
    double secondsTotal{0.0};
    std::map<std::string, double> numbers; // further number conditions by conditioner id
};

// What is known of an item without reading its latents.
struct TrainingItemInfo {
    ClipId clip;      // invalid for folders that no library knows
    std::string name; // for messages: relative path, and piece number where there are several
    std::vector<WeightedPrompt> prompts; // at least one
    std::int64_t latentFrames{0};        // L
    std::int64_t validFrames{0};         // ones of the padding mask
};

class TrainingSource {
public:
    virtual ~TrainingSource() = default;

    [[nodiscard]] virtual std::int64_t count() const = 0;
    [[nodiscard]] virtual std::int64_t latentChannels() const = 0; // D; 0 when count() is 0
    // L of every item; 0 when they differ (then only a batch size of one works, and the trainer says so).
    [[nodiscard]] virtual std::int64_t latentFrames() const = 0;
    [[nodiscard]] virtual const TrainingItemInfo& info(std::int64_t index) const = 0;

    // Reads item `index` (0 … count()-1). Same index and seed: same item, bit for bit.
    // Errors: NotFound, ReadFailed, Corrupt, ShapeMismatch, NonFinite, each naming the clip and the file.
    [[nodiscard]] virtual Result<TrainingItem> item(std::int64_t index, std::uint64_t seed) const = 0;

    // Identity of the whole set (which items, in which order, with which latents and prompts): a resumed run
    // compares it with the one it began with.
    [[nodiscard]] virtual ContentHash fingerprint() const = 0;
};

} // namespace attune::encode
