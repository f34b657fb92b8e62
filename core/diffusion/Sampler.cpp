// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/Sampler.h"

#include "core/base/Text.h"
#include "core/diffusion/DpmSolver.h"
#include "core/diffusion/FlowSamplers.h"
#include "core/diffusion/KMultistep.h"
#include "core/diffusion/KSingleStep.h"
#include "core/diffusion/VDdim.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/isfinite.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace attune::diffusion {

namespace {

enum class Family { KSchedule, DpmFast, DpmAdaptive, VDdim, VDdimCfgpp, FlowLogSnr, FlowLinear };
enum class Noise { None, Generator, Brownian }; // what the sampler draws from when the caller gives no source

struct SamplerEntry {
    std::string_view name;
    Family family;
    Noise noise;
    ScheduleSampler walk; // null where the family is not a walk along a schedule
};

// The reference's default of each objective comes first.
constexpr std::array kVSamplers{
    SamplerEntry{"dpmpp-3m-sde", Family::KSchedule, Noise::Brownian, &sampleDpmpp3mSde},
    SamplerEntry{"dpmpp-2m-sde", Family::KSchedule, Noise::Brownian, &sampleDpmpp2mSde},
    SamplerEntry{"dpmpp-2m", Family::KSchedule, Noise::None, &sampleDpmpp2m},
    SamplerEntry{"k-heun", Family::KSchedule, Noise::Generator, &sampleHeun},
    SamplerEntry{"k-lms", Family::KSchedule, Noise::None, &sampleLms},
    SamplerEntry{"k-dpmpp-2s-ancestral", Family::KSchedule, Noise::Generator, &sampleDpmpp2sAncestral},
    SamplerEntry{"k-dpm-2", Family::KSchedule, Noise::Generator, &sampleDpm2},
    SamplerEntry{"k-dpm-fast", Family::DpmFast, Noise::Generator, nullptr},
    SamplerEntry{"k-dpm-adaptive", Family::DpmAdaptive, Noise::Generator, nullptr},
    SamplerEntry{"v-ddim", Family::VDdim, Noise::None, &sampleVDdim},
    SamplerEntry{"v-ddim-cfgpp", Family::VDdimCfgpp, Noise::None, nullptr},
};
constexpr std::array kFlowSamplers{
    SamplerEntry{"euler", Family::FlowLogSnr, Noise::None, &sampleFlowEuler},
    SamplerEntry{"dpmpp", Family::FlowLogSnr, Noise::None, &sampleFlowDpmpp},
    SamplerEntry{"rk4", Family::FlowLinear, Noise::None, &sampleFlowRk4},
    SamplerEntry{"pingpong", Family::FlowLogSnr, Noise::Generator, &sampleFlowPingpong},
};

std::span<const SamplerEntry> entriesFor(Objective objective) {
    return isFlow(objective) ? std::span<const SamplerEntry>(kFlowSamplers)
                             : std::span<const SamplerEntry>(kVSamplers);
}

Result<SamplerEntry> entryFor(const SamplerSettings& settings) {
    const std::string fallback = defaultSampler(settings.objective, settings.path);
    const std::string& name = settings.sampler.empty() ? fallback : settings.sampler;
    if (settings.path == SamplingPath::Demo && name != fallback)
        return fail(
            ErrorCode::InvalidArgument,
            concat("Demos of ", objectiveName(settings.objective), " models use ", fallback, ", not ", name),
            name, "In training only that one makes demos; choose others when generating sounds.");
    const auto entries = entriesFor(settings.objective);
    const auto found = std::ranges::find(entries, name, &SamplerEntry::name);
    if (found == entries.end()) {
        std::string known;
        for (const SamplerEntry& entry : entries) known += concat(known.empty() ? "" : ", ", entry.name);
        return fail(
            ErrorCode::InvalidArgument,
            concat("There is no sampler \"", name, "\" for ", objectiveName(settings.objective), " models"),
            name, concat("Use one of ", known));
    }
    SamplerEntry entry = *found;
    // The rectified-flow demo walks evenly in t, unlike generation.
    if (settings.path == SamplingPath::Demo && entry.name == "euler") entry.family = Family::FlowLinear;
    return entry;
}

bool isPositive(double value) {
    return std::isfinite(value) && value > 0.0;
}

Result<void> checkRequest(const SamplerRequest& request, const SamplerEntry& entry) {
    const SamplerSettings& settings = request.settings;
    const bool isGuided = entry.family == Family::VDdimCfgpp;
    if (isGuided ? !request.guidedNetwork : !request.network)
        return fail(ErrorCode::InvalidArgument, concat("Sampling with ", entry.name, " needs a network"));
    if (!request.noise.defined() || request.noise.dim() != 3 || !request.noise.is_floating_point())
        return fail(ErrorCode::InvalidArgument, "Sampling needs noise of shape [batch, channels, frames]");
    if (request.init &&
        (request.init->sizes() != request.noise.sizes() || request.init->device() != request.noise.device()))
        return fail(ErrorCode::ShapeMismatch,
                    "The latents to vary must have the shape and device of the noise");
    if (settings.steps < 1)
        return fail(ErrorCode::InvalidArgument,
                    concat("Sampling needs at least one step, not ", settings.steps));
    if (!isPositive(settings.sigmaMax))
        return fail(ErrorCode::InvalidArgument,
                    concat("The most noise (sigma_max) must be positive, not ", settings.sigmaMax));
    const bool usesSigmas = entry.family == Family::KSchedule || entry.family == Family::DpmFast ||
                            entry.family == Family::DpmAdaptive;
    if (!usesSigmas) return {};
    if (!isPositive(settings.sigmaMin) || settings.sigmaMin >= settings.sigmaMax)
        return fail(ErrorCode::InvalidArgument,
                    concat("The least noise (sigma_min) must lie between 0 and the most (", settings.sigmaMax,
                           "), not ", settings.sigmaMin));
    if (!isPositive(settings.rho))
        return fail(ErrorCode::InvalidArgument, concat("rho must be positive, not ", settings.rho));
    return {};
}

struct Start {
    at::Tensor x;
    Schedule schedule; // as the families want it: with the final 0
};

Start startOf(const SamplerRequest& request, const SamplerEntry& entry) {
    const SamplerSettings& settings = request.settings;
    const auto type = request.noise.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
    const at::Tensor noise = request.noise.to(type);
    const at::Tensor init = request.init ? request.init->to(type) : at::Tensor();
    const std::int64_t frames = noise.size(2);
    const double tMax = settings.path == SamplingPath::Demo ? 1.0 : std::min(settings.sigmaMax, 1.0);
    switch (entry.family) {
    case Family::KSchedule:
    case Family::DpmFast:
    case Family::DpmAdaptive: {
        Schedule sigmas =
            polyexponentialSigmas(settings.steps, settings.sigmaMin, settings.sigmaMax, settings.rho);
        const at::Tensor scaled = noise * sigmas.front();
        return {init.defined() ? init + scaled : scaled, std::move(sigmas)};
    }
    case Family::VDdim:
    case Family::VDdimCfgpp: {
        const bool isShifted = settings.path == SamplingPath::Demo;
        const double angle = tMax * std::numbers::pi / 2.0;
        return {init.defined() ? at::add(init * std::cos(angle), noise, std::sin(angle)) : noise,
                linearTimes(settings.steps, tMax, isShifted ? settings.shift : std::nullopt, frames)};
    }
    case Family::FlowLogSnr:
    case Family::FlowLinear:
        break;
    }
    return {init.defined() ? at::add(init * (1.0 - tMax), noise, tMax) : noise,
            entry.family == Family::FlowLinear ? linearTimes(settings.steps, tMax, settings.shift, frames)
                                               : logSnrTimes(settings.steps, tMax)};
}

std::unique_ptr<NoiseSource> defaultNoise(const SamplerRequest& request, const SamplerEntry& entry,
                                          const Schedule& schedule) {
    const at::Device device = request.noise.is_meta() ? at::Device(at::kCPU) : request.noise.device();
    if (entry.noise != Noise::Brownian)
        return std::make_unique<GeneratorNoise>(
            request.generator ? *request.generator : at::globalContext().defaultGenerator(device));
    at::Generator host =
        request.hostGenerator ? *request.hostGenerator : at::globalContext().defaultGenerator(at::kCPU);
    // The last level but the final 0 is the smallest.
    return std::make_unique<BrownianNoise>(drawBrownianEntropy(host), schedule[schedule.size() - 2],
                                           schedule.front());
}

Result<void> walk(const SamplerRequest& request, const SamplerEntry& entry, const SamplingRun& run,
                  const Start& start, SamplerResult& result) {
    const SamplerSettings& settings = request.settings;
    switch (entry.family) {
    case Family::DpmFast: {
        ATTUNE_TRY(result.latents,
                   sampleDpmFast(run, start.x, settings.sigmaMin, settings.sigmaMax, settings.steps));
        break;
    }
    case Family::DpmAdaptive: {
        ATTUNE_TRY(const AdaptiveResult adaptive,
                   sampleDpmAdaptive(run, start.x, settings.sigmaMin, settings.sigmaMax));
        result.latents = adaptive.x;
        result.accepted = adaptive.accepted;
        result.rejected = adaptive.rejected;
        break;
    }
    case Family::VDdimCfgpp: {
        ATTUNE_TRY(result.latents, sampleVDdimCfgpp(run, request.guidedNetwork, start.x, start.schedule,
                                                    result.networkCalls));
        break;
    }
    case Family::KSchedule:
    case Family::VDdim:
    case Family::FlowLogSnr:
    case Family::FlowLinear: {
        ATTUNE_TRY(result.latents, entry.walk(run, start.x, start.schedule));
        break;
    }
    }
    return {};
}

// How many steps will be reported; 0 = nobody knows yet.
int stepsAhead(const SamplerEntry& entry, int steps) {
    if (entry.family == Family::DpmAdaptive) return 0;
    return entry.family == Family::DpmFast ? dpmFastSteps(steps) : steps;
}

// The schedule as people and the reference know it.
Schedule reportedSchedule(const SamplerEntry& entry, Schedule schedule) {
    const bool hasNone = entry.family == Family::DpmFast || entry.family == Family::DpmAdaptive;
    if (hasNone) return {};
    const bool isDdim = entry.family == Family::VDdim || entry.family == Family::VDdimCfgpp;
    if (isDdim) schedule.pop_back();
    return schedule;
}

Result<SamplerResult> sampleChecked(const SamplerRequest& request, const SamplerEntry& entry) {
    const at::NoGradGuard noGradients;
    Start start = startOf(request, entry);
    const std::unique_ptr<NoiseSource> own =
        request.stepNoise ? nullptr : defaultNoise(request, entry, start.schedule);
    CountedNetwork network(request.network);
    const SamplingRun run{network, request.stepNoise ? *request.stepNoise : *own, request.cancellation,
                          request.onStep};
    ATTUNE_CHECK(
        run.finished({0, stepsAhead(entry, request.settings.steps), start.schedule.front(), start.x, {}}));

    SamplerResult result;
    ATTUNE_CHECK(walk(request, entry, run, start, result));
    result.networkCalls += network.calls();
    result.schedule = reportedSchedule(entry, std::move(start.schedule));
    if (!result.latents.is_meta() && !at::isfinite(result.latents).all().item<bool>())
        return fail(ErrorCode::NonFinite, "Sampling produced numbers that are not finite",
                    std::string(entry.name),
                    "Try another sampler, less guidance (CFG), or lower the most noise (sigma_max).");
    return result;
}

} // namespace

Result<SamplerResult> sample(const SamplerRequest& request) {
    ATTUNE_TRY(const SamplerEntry entry, entryFor(request.settings));
    ATTUNE_CHECK(checkRequest(request, entry));
    return tensor::guarded(concat("sampling with ", entry.name),
                           [&] { return sampleChecked(request, entry); });
}

std::vector<std::string> samplersFor(Objective objective) {
    std::vector<std::string> names;
    for (const SamplerEntry& entry : entriesFor(objective)) names.emplace_back(entry.name);
    if (objective == Objective::RfDenoiser) std::ranges::rotate(names, std::prev(names.end()));
    return names;
}

std::string defaultSampler(Objective objective, SamplingPath path) {
    switch (objective) {
    case Objective::V:
        return path == SamplingPath::Demo ? "v-ddim" : "dpmpp-3m-sde";
    case Objective::RectifiedFlow:
        return "euler";
    case Objective::RfDenoiser:
        return "pingpong";
    }
    return "euler";
}

int defaultSteps(Objective objective) {
    switch (objective) {
    case Objective::V:
        return 100;
    case Objective::RectifiedFlow:
        return 50;
    case Objective::RfDenoiser:
        return 8;
    }
    return 50;
}

} // namespace attune::diffusion
