// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "sampler": every sampler on a toy network, state after every step.
#include "app/parity/Parity.h"

#include "core/base/Text.h"
#include "core/diffusion/Sampler.h"

#include <ATen/ops/matmul.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;
using config::Objective;

// F(x, t) = tanh(A x + b t), with guidance as fixtures define it.
class ToyNetwork {
public:
    ToyNetwork(const Tensors& inputs, double cfgScale) : m_inputs(inputs), m_cfgScale(cfgScale) {}

    [[nodiscard]] diffusion::GuidedPrediction operator()(const at::Tensor& x, const at::Tensor& t) const {
        const at::Tensor conditioned = output("A", "b", x, t);
        if (m_cfgScale == 1.0) return {conditioned, conditioned};
        const at::Tensor unguided = output("A_uncond", "b_uncond", x, t);
        return {unguided + m_cfgScale * (conditioned - unguided), unguided};
    }

private:
    [[nodiscard]] at::Tensor output(const char* matrix, const char* vector, const at::Tensor& x,
                                    const at::Tensor& t) const {
        const at::Tensor offset = m_inputs.at(vector).view({1, -1, 1}) * t.view({-1, 1, 1});
        return at::tanh(at::matmul(m_inputs.at(matrix), x) + offset);
    }

    const Tensors& m_inputs;
    double m_cfgScale;
};

Result<Objective> objectiveOf(const std::string& entry, const std::string& sampler) {
    if (entry == "sample_k" || entry == "demo_v") return Objective::V;
    if (entry == "demo_rf_denoiser") return Objective::RfDenoiser;
    if (entry == "sample_rf" || entry == "demo_rectified_flow")
        return sampler == "pingpong" ? Objective::RfDenoiser : Objective::RectifiedFlow;
    return fail(ErrorCode::InvalidConfig, concat("Unknown sampling entry \"", entry, "\""), "entry");
}

Result<diffusion::SamplerSettings> settingsOf(const config::Json& description) {
    diffusion::SamplerSettings settings;
    const auto entry = description.at("entry").get<std::string>();
    settings.sampler = description.at("sampler").get<std::string>();
    ATTUNE_TRY(settings.objective, objectiveOf(entry, settings.sampler));
    settings.path =
        entry.starts_with("demo_") ? diffusion::SamplingPath::Demo : diffusion::SamplingPath::Generate;
    settings.steps = description.at("steps").get<int>();
    settings.sigmaMin = description.value("sigma_min", settings.sigmaMin);
    settings.sigmaMax = description.value("sigma_max", 1.0);
    settings.rho = description.value("rho", settings.rho);
    if (const auto found = description.find("dist_shift"); found != description.end() && !found->is_null()) {
        config::DistributionShiftConfig shift;
        shift.baseShift = found->value("base_shift", shift.baseShift);
        shift.maxShift = found->value("max_shift", shift.maxShift);
        shift.minLength = found->value("min_length", shift.minLength);
        shift.maxLength = found->value("max_length", shift.maxLength);
        shift.useSine = found->value("use_sine", shift.useSine);
        settings.shift.emplace(shift);
    }
    return settings;
}

// Every state on its own scale: the first ones of a v sampler are a hundred times as large as the last.
void compareStates(Report& report, const std::vector<at::Tensor>& states, const at::Tensor& expected,
                   Tolerance tolerance) {
    const auto count = static_cast<std::int64_t>(states.size());
    report.check("x/count", count == expected.size(0),
                 concat(count, " states, ", expected.size(0), " expected"));
    for (std::int64_t i = 0; i < std::min(count, expected.size(0)); ++i)
        report.compare(concat("x/", i), states[static_cast<std::size_t>(i)], expected[i], tolerance);
}

} // namespace

Result<void> runSampler(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    const config::Json& description = fixture.description;
    const ToyNetwork toy(inputs, description.value("cfg_scale", 1.0));

    diffusion::SamplerRequest request;
    ATTUNE_TRY(request.settings, settingsOf(description));
    request.network = [&](const at::Tensor& x, const at::Tensor& t) { return toy(x, t).guided; };
    request.guidedNetwork = toy;
    request.noise = inputs.at("noise");
    if (const auto init = inputs.find("init"); init != inputs.end()) request.init = init->second;
    std::optional<diffusion::RecordedNoise> recorded;
    if (const auto noise = inputs.find("step_noise"); noise != inputs.end())
        request.stepNoise = &recorded.emplace(noise->second);
    std::vector<at::Tensor> states;
    request.onStep = [&](const diffusion::SamplerStep& step) { states.push_back(step.latents); };

    ATTUNE_TRY(const diffusion::SamplerResult result, diffusion::sample(request));
    const auto compared = description.at("compare").get<std::vector<std::string>>();
    const auto isCompared = [&](const char* name) {
        return std::ranges::find(compared, name) != compared.end();
    };
    if (isCompared("schedule"))
        report.compare("schedule", at::tensor(result.schedule, at::kDouble).to(at::kFloat),
                       expected.at("schedule"), fixture.tolerance);
    if (isCompared("x")) compareStates(report, states, expected.at("x"), fixture.tolerance);
    if (isCompared("final")) report.compare("final", result.latents, expected.at("final"), fixture.tolerance);
    for (const auto& [name, actual] :
         {std::pair("network_calls", result.networkCalls), std::pair("accepted", result.accepted),
          std::pair("rejected", result.rejected)})
        if (const auto wanted = description.find(name); wanted != description.end())
            report.check(name, actual == wanted->get<int>(),
                         concat(actual, ", ", wanted->get<int>(), " expected"));
    return {};
}

} // namespace attune::parity
