// SPDX-License-Identifier: GPL-3.0-or-later
//
// Generation: prompts to latents, and latents to sound.
//
// Every item has a seed of its own and every random number of it comes from CPU generators of that seed, so
// that an item sounds the same alone or in a batch, on one device or another (up to rounding), today or next
// year. The two halves are apart because they need different parts of the model in memory: sampling the
// transformer and the conditioner, decoding the autoencoder.
//
// Ownership: refers to the model and the text source, which must outlive it. Threads: one.
// Shapes: B batch, C audio channels, S samples, D latent channels, L latent frames.
// Source: stable-audio-tools inference/generation.py; spec/training.md 8, 9, 10.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/ClipMetadata.h"
#include "core/diffusion/Sampler.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attune::model {
class DiffusionModel;
class Pretransform;
class TextSource;
} // namespace attune::model

namespace attune::generate {

// One sound to make.
struct GenerationItem {
    config::ClipMetadata metadata; // "prompt", "seconds_start", "seconds_total", …
    std::string negativePrompt;    // empty = none (which is not the empty prompt)
    std::uint64_t seed{0};
};

struct GenerationOptions {
    std::int64_t latentFrames{0};
    diffusion::SamplingPath path{diffusion::SamplingPath::Generate};
    std::string sampler;   // empty = the model's default
    std::int64_t steps{0}; // 0 = the model's default
    double cfgScale{7.0};
    double rescale{0.0};       // scale_phi
    double sigmaMin{0.3};      // objective v only; a tenth of initNoiseLevel when that is not above it
    double sigmaMax{500.0};    // objective v only
    double rho{1.0};           // objective v only
    std::int64_t batchSize{4}; // items sampled together
    // Latents [D,L] to vary, as decode() takes them, and how much noise goes on them: v 0.1 to 100, flow 0
    // to 1.
    std::optional<at::Tensor> init;
    double initNoiseLevel{1.0};
    // Wraps every call of the network; for autocast. Empty = called as it is.
    std::function<at::Tensor(const std::function<at::Tensor()>& call)> aroundNetwork;
};

class Generation {
public:
    // Requires transformer and conditioner. `text` may be null in a model without prompts.
    Generation(model::DiffusionModel& model, model::TextSource* text) : m_model(&model), m_text(text) {}

    // Latents [N,D,L], float32 on the CPU, in the order of the items. Progress counts items and sampler
    // steps. Errors: InvalidArgument, Cancelled, NonFinite, those of the conditioner and the sampler.
    [[nodiscard]] Result<at::Tensor> latents(const std::vector<GenerationItem>& items,
                                             const GenerationOptions& options,
                                             const Cancellation& cancellation = {},
                                             const ProgressSink& progress = {});

private:
    [[nodiscard]] Result<at::Tensor> sampleBatch(const std::vector<GenerationItem>& items,
                                                 const GenerationOptions& options,
                                                 const Cancellation& cancellation,
                                                 const std::function<void(int, int)>& onStep);

    model::DiffusionModel* m_model;
    model::TextSource* m_text;
};

// Sound [C,S] of latents [D,L], decoded in pieces so that memory stays bounded, cut to `seconds` (0 = all).
[[nodiscard]] Result<audio::AudioBuffer> decodeSound(model::Pretransform& pretransform,
                                                     const at::Tensor& latents, SampleRate rate,
                                                     double seconds = 0.0);
// Latents [D,L] of a sound for GenerationOptions::init: silence added or the end cut off to `latentFrames`,
// mono and stereo as the model wants; the posterior's mean. The rate must be the model's. Errors:
// InvalidArgument.
[[nodiscard]] Result<at::Tensor> encodeSound(model::Pretransform& pretransform,
                                             const audio::AudioBuffer& sound, std::int64_t latentFrames);

} // namespace attune::generate
