// SPDX-License-Identifier: GPL-3.0-or-later
//
// TimestepSampler: how noisy the items of a training batch are made. The formulas are apart from the drawing,
// so that recorded draws give recorded timesteps; the drawing takes each number from the generator that the
// reference takes it from, so that equal seeds give equal runs.
//
// Ownership: values; a sampler owns its Sobol stream. Threads: one sampler per training thread.
// Source: stable-audio-tools training/diffusion.py and inference/sampling.py; spec/training.md 3.3.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/config/TrainingBlock.h"
#include "core/diffusion/DistributionShift.h"
#include "core/diffusion/SobolSequence.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace attune::diffusion {

enum class TimestepDistribution {
    Uniform,          // "uniform": one continuous scrambled Sobol stream
    LogitNormal,      // "logit_normal"
    TruncLogitNormal, // "trunc_logit_normal"
    LogSnr            // "log_snr"
};

struct TimestepOptions {
    TimestepDistribution distribution{TimestepDistribution::Uniform};
    double meanLogSnr{-1.2};        // LogSnr only
    double stdLogSnr{2.0};          // LogSnr only
    double oneShotProbability{0.0}; // chance of t = 1 instead of the drawn value

    // Of a run ({"type": "log_snr", options}) or of the reference's training block. Errors: InvalidConfig
    // (unknown distribution or option, probability outside 0..1, negative deviation).
    [[nodiscard]] static Result<TimestepOptions> from(const config::NamedOptions& settings,
                                                      double oneShotProbability);
    [[nodiscard]] static Result<TimestepOptions> from(const config::TrainingBlock& training);
};

[[nodiscard]] Result<TimestepDistribution>
timestepDistributionFromName(std::string_view name); // InvalidConfig
[[nodiscard]] std::string_view timestepDistributionName(TimestepDistribution distribution) noexcept;

// The formula alone: `draws` [B] holds uniform points for Uniform and standard normals for the others. Result
// [B].
[[nodiscard]] at::Tensor timestepsFromDraws(const TimestepOptions& options, const at::Tensor& draws);

// 1 where uniforms < probability, else t. Both [B], on one device.
[[nodiscard]] at::Tensor applyOneShot(const at::Tensor& t, const at::Tensor& uniforms, double probability);

// The reference's two sources: the default CPU generator, and the one of the training device (on the CPU the
// same).
struct RandomSources {
    at::Generator host;
    at::Generator device;
};

class TimestepSampler {
public:
    // Draws the Sobol scrambling from sources.host when the distribution is Uniform, as the reference does
    // when its training wrapper is made.
    TimestepSampler(TimestepOptions options, std::optional<DistributionShift> shift, RandomSources& sources);

    // Timesteps of one batch, float32 on `device`: formula, then shift for `latentFrames`, then one-shot.
    // Draws are taken in the reference's order. Uniform and the trunc and log-snr normals come from the host,
    // logit normals and the one-shot uniforms from the device.
    [[nodiscard]] at::Tensor draw(std::int64_t batch, std::int64_t latentFrames, const at::Device& device,
                                  RandomSources& sources);

    // From recorded draws [B]; `oneShotUniforms` [B] is used when the probability is above zero.
    [[nodiscard]] at::Tensor fromDraws(const at::Tensor& draws, std::int64_t latentFrames,
                                       const std::optional<at::Tensor>& oneShotUniforms,
                                       const at::Device& device) const;

    [[nodiscard]] const TimestepOptions& options() const noexcept { return m_options; }

    // The position in the Sobol stream, for exact resume (the generators are saved by their owner).
    [[nodiscard]] config::Json saveState() const;
    [[nodiscard]] Result<void> loadState(const config::JsonView& state); // InvalidConfig

private:
    [[nodiscard]] at::Tensor drawBase(std::int64_t batch, const at::Device& device, RandomSources& sources);

    TimestepOptions m_options;
    std::optional<DistributionShift> m_shift;
    std::optional<SobolSequence> m_sobol;
};

} // namespace attune::diffusion
