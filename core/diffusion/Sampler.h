// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sampler: from noise to latents by calling the network along a schedule. One entry for every sampler of the
// reference, by the reference's names; demos and generation differ in schedule, as there.
//
// Pure but for its callbacks: the network, the noise source and the cancellation come from outside. Latents
// are kept in float32 (float64 stays float64) whatever the network computes in. No gradients are recorded.
// Threads: everything, callbacks included, on the calling thread.
// Sources: inference/sampling.py, k-diffusion sampling.py; spec/training.md 9.3, 10, 11.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/diffusion/Denoiser.h"
#include "core/diffusion/DistributionShift.h"
#include "core/diffusion/NoiseSource.h"
#include "core/diffusion/Objective.h"
#include "core/diffusion/SigmaSchedule.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::diffusion {

enum class SamplingPath {
    Generate, // sample_k or sample_rf: what the reference's generation page does
    Demo // what its training demos do: fixed sampler a model kind, linear schedule with shift, sigma_max 1
};

struct SamplerSettings {
    Objective objective{Objective::V};
    SamplingPath path{SamplingPath::Generate};
    // v: "dpmpp-2m", "dpmpp-2m-sde", "dpmpp-3m-sde", "k-heun", "k-dpm-2", "k-lms", "k-dpmpp-2s-ancestral",
    // "k-dpm-fast", "k-dpm-adaptive", "v-ddim", "v-ddim-cfgpp". Flow: "euler", "rk4", "dpmpp", "pingpong".
    // Demos: "v-ddim" for v, "euler" for rectified_flow, "pingpong" for rf_denoiser; empty = that one.
    std::string sampler;
    int steps{100};        // ignored by k-dpm-adaptive
    double sigmaMin{0.01}; // k-samplers only
    double sigmaMax{
        100.0}; // v-ddim and flow count values above 1 as 1; with init latents this is the noise put on them
    double rho{1.0}; // k-samplers only
    std::optional<DistributionShift>
        shift; // acts where the reference lets it: rk4 and the linear demo schedules
};

// What a step has led to. Index 0 is the start state (then `denoised` is undefined); the last one is the
// result.
struct SamplerStep {
    int index{0};
    int count{0};        // steps in all; 0 = unknown (k-dpm-adaptive)
    double sigma{0.0};   // noise level or time at which the step began
    at::Tensor latents;  // [B,D,L]
    at::Tensor denoised; // [B,D,L], the network's estimate of the clean latents at `sigma`
};

// Guided and unguided prediction of one network call, for v-ddim-cfgpp. Without guidance both are the same.
struct GuidedPrediction {
    at::Tensor guided;
    at::Tensor unguided;
};
using GuidedNetwork = std::function<GuidedPrediction(const at::Tensor& x, const at::Tensor& t)>;

struct SamplerRequest {
    SamplerSettings settings;
    Network network;                // required, except for v-ddim-cfgpp
    GuidedNetwork guidedNetwork;    // required for v-ddim-cfgpp only
    at::Tensor noise;               // [B,D,L], unit variance, on the device where sampling is to run
    std::optional<at::Tensor> init; // latents to vary, like noise; settings.sigmaMax says how far
    // Fresh noise of the stochastic samplers. Empty = a Brownian tree for the SDE samplers, else `generator`.
    NoiseSource* stepNoise{nullptr};
    // Of the device of `noise`; a defined one makes runs repeatable. `hostGenerator` seeds the Brownian tree.
    std::optional<at::Generator> generator;
    std::optional<at::Generator> hostGenerator;
    Cancellation cancellation;
    std::function<void(const SamplerStep&)> onStep; // optional
};

struct SamplerResult {
    at::Tensor latents; // [B,D,L], float32 unless the noise was float64
    Schedule schedule;  // empty for k-dpm-fast and k-dpm-adaptive; v-ddim: without a final 0
    int networkCalls{0};
    int accepted{0}; // k-dpm-adaptive only
    int rejected{0}; // k-dpm-adaptive only
};

// Errors: InvalidArgument (sampler unknown or not of this objective, steps, sigmas, shapes), Cancelled,
// NonFinite, DeviceOutOfMemory and whatever else the network throws, translated.
[[nodiscard]] Result<SamplerResult> sample(const SamplerRequest& request);

// The names that sample() takes for an objective, the reference's default first.
[[nodiscard]] std::vector<std::string> samplersFor(Objective objective);
[[nodiscard]] std::string defaultSampler(Objective objective, SamplingPath path);
[[nodiscard]] int defaultSteps(Objective objective);

} // namespace attune::diffusion
