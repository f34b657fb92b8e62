// SPDX-License-Identifier: GPL-3.0-or-later
//
// Validation: a loss that can be compared from step to step: always the same held-out clips, crops, prompts,
// noise and timesteps, no dropout, no padding mask, no gradients. It draws nothing from the run's generators,
// so that a run with validation has the same weights as one without.
//
// The noise of a clip at a timestep comes from a CPU generator of its own, so that it depends on neither
// batch size, device nor number of processes.
//
// Ownership: keeps the clips' latents; refers to nothing else between calls. Threads: the training thread.
// Sources: spec/training.md 5.1 (the reference's five timesteps); stratified timesteps keep the noise of the
// estimate small. Shapes: B batch, D latent channels, L latent frames.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/encode/TrainingSource.h"
#include "core/train/ProcessGroup.h"
#include "core/train/TrainingStep.h"

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <vector>

namespace attune::train {

[[nodiscard]] std::vector<double> stratifiedTimesteps(std::int64_t count); // (i + 1/2) / count
[[nodiscard]] std::vector<double> referenceTimesteps();                    // 0.1, 0.3, 0.5, 0.7, 0.9

struct ValidationOptions {
    std::int64_t clips{32}; // at most; chosen by the seed
    std::vector<double> timesteps = stratifiedTimesteps(8);
    std::int64_t batchSize{4};
    std::uint64_t seed{0};
};

struct HeldOutLoss {
    double mean{0.0};
    std::vector<double> byTimestep; // in the order of the options
    std::int64_t clips{0};
};

class Validation {
public:
    // Reads the clips. Errors: InvalidArgument (nothing held out, no timesteps), those of the source.
    [[nodiscard]] static Result<Validation> create(const encode::TrainingSource& source,
                                                   const ValidationOptions& options);

    // Every process measures its share of the clips; all get the whole result. Errors: Cancelled, NonFinite,
    // those of the step.
    [[nodiscard]] Result<HeldOutLoss> measure(TrainingStep& step, model::TextSource* text, c10::Device device,
                                              ProcessGroup& processes,
                                              const Cancellation& cancellation = {}) const;

    [[nodiscard]] const ValidationOptions& options() const noexcept { return m_options; }
    [[nodiscard]] std::int64_t clipCount() const noexcept {
        return static_cast<std::int64_t>(m_clips.size());
    }

private:
    struct Clip {
        std::int64_t item{0};
        at::Tensor latents; // [D,L] on the CPU
        config::ClipMetadata metadata;
    };
    explicit Validation(ValidationOptions options) : m_options(std::move(options)) {}
    [[nodiscard]] at::Tensor noiseOf(const Clip& clip, std::size_t timestep) const;
    [[nodiscard]] Result<at::Tensor> lossesOf(std::size_t begin, std::size_t end, std::size_t timestep,
                                              TrainingStep& step, model::TextSource* text,
                                              c10::Device device) const;

    ValidationOptions m_options;
    std::vector<Clip> m_clips;
};

} // namespace attune::train
