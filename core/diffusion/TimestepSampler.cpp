// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/TimestepSampler.h"

#include "core/base/Text.h"

#include <ATen/ops/erf.h>
#include <ATen/ops/erfinv.h>
#include <ATen/ops/masked_fill.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/sigmoid.h>

#include <cmath>
#include <numbers>

namespace attune::diffusion {

namespace {

// Where the logistic-normal distribution is cut off on the left before it is stretched back over [0, 1].
constexpr double kTruncation = 0.075;
constexpr double kClosestToEnds = 1e-4;

double normalCdf(double z) {
    return 0.5 * (1.0 + std::erf(z / std::numbers::sqrt2));
}

// In double precision: the inverse of the distribution function loses all its digits in its tails in float32.
at::Tensor truncLogitNormal(const at::Tensor& normals) {
    const at::Tensor z = normals.to(at::kDouble);
    const at::Tensor cdf = (at::erf(z / std::numbers::sqrt2) + 1.0) * 0.5;
    const double lower = normalCdf(std::log(kTruncation / (1.0 - kTruncation)));
    const at::Tensor truncated = cdf * (1.0 - lower) + lower;
    const at::Tensor logits = at::erfinv(truncated * 2.0 - 1.0) * std::numbers::sqrt2;
    const at::Tensor rescaled = (at::sigmoid(logits) - kTruncation) / (1.0 - kTruncation);
    return (1.0 - rescaled).clamp(0.0, 1.0).to(normals.scalar_type());
}

} // namespace

Result<TimestepDistribution> timestepDistributionFromName(std::string_view name) {
    if (name == "uniform") return TimestepDistribution::Uniform;
    if (name == "logit_normal") return TimestepDistribution::LogitNormal;
    if (name == "trunc_logit_normal") return TimestepDistribution::TruncLogitNormal;
    if (name == "log_snr") return TimestepDistribution::LogSnr;
    return fail(ErrorCode::InvalidConfig, concat("Unknown timestep sampler \"", name, "\""),
                "training.timestep_sampler",
                "Known are uniform, logit_normal, trunc_logit_normal and log_snr");
}

std::string_view timestepDistributionName(TimestepDistribution distribution) noexcept {
    switch (distribution) {
    case TimestepDistribution::Uniform:
        return "uniform";
    case TimestepDistribution::LogitNormal:
        return "logit_normal";
    case TimestepDistribution::TruncLogitNormal:
        return "trunc_logit_normal";
    case TimestepDistribution::LogSnr:
        return "log_snr";
    }
    return "uniform";
}

Result<TimestepOptions> TimestepOptions::from(const config::NamedOptions& settings,
                                              double oneShotProbability) {
    TimestepOptions options;
    ATTUNE_TRY(options.distribution, timestepDistributionFromName(settings.type));
    options.oneShotProbability = oneShotProbability;
    const config::JsonView view(settings.options, "timesteps.options");
    const bool isLogSnr = options.distribution == TimestepDistribution::LogSnr;
    for (const auto& [key, value] : settings.options.items())
        if (!isLogSnr || (key != "mean_logsnr" && key != "std_logsnr"))
            return fail(ErrorCode::InvalidConfig,
                        concat(settings.type, " timesteps have no option \"", key, "\""), view.path());
    ATTUNE_TRY(options.meanLogSnr, view.numberOr("mean_logsnr", options.meanLogSnr));
    ATTUNE_TRY(options.stdLogSnr, view.numberOr("std_logsnr", options.stdLogSnr));
    if (options.stdLogSnr < 0.0)
        return fail(ErrorCode::InvalidConfig, "std_logsnr must not be negative", view.path() + ".std_logsnr");
    if (!(oneShotProbability >= 0.0 && oneShotProbability <= 1.0))
        return fail(ErrorCode::InvalidConfig, "The one-shot probability must lie between 0 and 1",
                    "p_one_shot");
    return options;
}

Result<TimestepOptions> TimestepOptions::from(const config::TrainingBlock& training) {
    config::NamedOptions settings{training.timestepSampler};
    if (training.timestepSampler == timestepDistributionName(TimestepDistribution::LogSnr))
        settings.options = {{"mean_logsnr", training.logSnrMean}, {"std_logsnr", training.logSnrStd}};
    return from(settings, training.oneShotProbability);
}

at::Tensor timestepsFromDraws(const TimestepOptions& options, const at::Tensor& draws) {
    switch (options.distribution) {
    case TimestepDistribution::Uniform:
        return draws;
    case TimestepDistribution::LogitNormal:
        return at::sigmoid(draws);
    case TimestepDistribution::TruncLogitNormal:
        return truncLogitNormal(draws);
    case TimestepDistribution::LogSnr:
        return at::sigmoid(-(draws * options.stdLogSnr + options.meanLogSnr))
            .clamp(kClosestToEnds, 1.0 - kClosestToEnds);
    }
    return draws;
}

at::Tensor applyOneShot(const at::Tensor& t, const at::Tensor& uniforms, double probability) {
    return t.masked_fill(uniforms < probability, 1.0); // which the meta device has, unlike where()
}

TimestepSampler::TimestepSampler(TimestepOptions options, std::optional<DistributionShift> shift,
                                 RandomSources& sources)
    : m_options(options), m_shift(shift) {
    if (m_options.distribution == TimestepDistribution::Uniform) m_sobol.emplace(sources.host);
}

at::Tensor TimestepSampler::drawBase(std::int64_t batch, const at::Device& device, RandomSources& sources) {
    if (m_sobol) return m_sobol->draw(batch);
    const bool onDevice = m_options.distribution == TimestepDistribution::LogitNormal;
    return onDevice ? at::randn({batch}, sources.device, at::TensorOptions(device).dtype(at::kFloat))
                    : at::randn({batch}, sources.host, at::TensorOptions(at::kFloat));
}

at::Tensor TimestepSampler::draw(std::int64_t batch, std::int64_t latentFrames, const at::Device& device,
                                 RandomSources& sources) {
    const at::Tensor base = drawBase(batch, device, sources);
    std::optional<at::Tensor> uniforms;
    if (m_options.oneShotProbability > 0.0)
        uniforms = at::rand({batch}, sources.device, at::TensorOptions(device).dtype(at::kFloat));
    return fromDraws(base, latentFrames, uniforms, device);
}

at::Tensor TimestepSampler::fromDraws(const at::Tensor& draws, std::int64_t latentFrames,
                                      const std::optional<at::Tensor>& oneShotUniforms,
                                      const at::Device& device) const {
    at::Tensor t = timestepsFromDraws(m_options, draws).to(device);
    if (m_shift) t = m_shift->apply(t, latentFrames);
    if (m_options.oneShotProbability > 0.0 && oneShotUniforms)
        t = applyOneShot(t, oneShotUniforms->to(device), m_options.oneShotProbability);
    return t;
}

config::Json TimestepSampler::saveState() const {
    config::Json state = config::Json::object();
    if (m_sobol) state["sobol"] = m_sobol->saveState();
    return state;
}

Result<void> TimestepSampler::loadState(const config::JsonView& state) {
    if (!m_sobol) return {};
    ATTUNE_TRY(const config::JsonView sobol, state.at("sobol"));
    return m_sobol->loadState(sobol);
}

} // namespace attune::diffusion
