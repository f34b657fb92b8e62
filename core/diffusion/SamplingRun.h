// SPDX-License-Identifier: GPL-3.0-or-later
//
// SamplingRun: what every sampler needs while it runs, handed from sample() to the families. Internal to this
// room.
//
// Ownership: refers to things that sample() keeps alive. Threads: the sampling thread.
#pragma once

#include "core/diffusion/Sampler.h"

#include <utility>

namespace attune::diffusion {

struct SamplingRun {
    CountedNetwork& network;
    NoiseSource& noise;
    const Cancellation& cancellation;
    const std::function<void(const SamplerStep&)>& onStep;

    // Tells of a finished step; Cancelled when somebody wants to stop.
    [[nodiscard]] Result<void> finished(SamplerStep step) const {
        if (onStep) onStep(step);
        return cancellation.check("Sampling");
    }
};

// What a walk along a schedule needs: x [B,D,L] at schedule.front(). All return the latents at its end.
using ScheduleSampler = Result<at::Tensor> (*)(const SamplingRun& run, at::Tensor x,
                                               const Schedule& schedule);

} // namespace attune::diffusion
