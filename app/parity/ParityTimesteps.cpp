// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "timesteps": the timestep formulas from given draws, the v objective's alpha and sigma, and the shift.
#include "app/parity/Parity.h"

#include "core/base/Text.h"
#include "core/diffusion/Denoiser.h"
#include "core/diffusion/DistributionShift.h"
#include "core/diffusion/Objective.h"
#include "core/diffusion/TimestepSampler.h"

#include <ATen/ops/empty_like.h>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;
using diffusion::TimestepDistribution;
using diffusion::TimestepOptions;

// A fixture may leave a part out.
config::Json listOf(const Fixture& fixture, const char* key) {
    return fixture.description.value(key, config::Json::array());
}

diffusion::DistributionShift shiftFrom(const config::Json& options) {
    config::DistributionShiftConfig shift;
    shift.baseShift = options.value("base_shift", shift.baseShift);
    shift.maxShift = options.value("max_shift", shift.maxShift);
    shift.minLength = options.value("min_length", shift.minLength);
    shift.maxLength = options.value("max_length", shift.maxLength);
    shift.useSine = options.value("use_sine", shift.useSine);
    return diffusion::DistributionShift(shift);
}

void compareDistributions(const Fixture& fixture, const Tensors& inputs, const Tensors& expected,
                          Report& report) {
    const auto compare = [&](const std::string& name, const TimestepOptions& options) {
        if (const auto wanted = expected.find(name); wanted != expected.end())
            report.compare(name, diffusion::timestepsFromDraws(options, inputs.at("z")), wanted->second,
                           fixture.tolerance);
    };
    TimestepOptions options;
    options.distribution = TimestepDistribution::LogitNormal;
    compare("logit_normal", options);
    options.distribution = TimestepDistribution::TruncLogitNormal;
    compare("trunc_logit_normal", options);
    options.distribution = TimestepDistribution::LogSnr;
    int number = 0;
    const config::Json pairs = listOf(fixture, "log_snr");
    for (const config::Json& pair : pairs) {
        options.meanLogSnr = pair.at(0).get<double>();
        options.stdLogSnr = pair.at(1).get<double>();
        compare(concat("log_snr", number++), options);
    }
}

void compareShifts(const Fixture& fixture, const Tensors& inputs, const Tensors& expected, Report& report) {
    int number = 0;
    const config::Json shifts = listOf(fixture, "shifts");
    const config::Json lengths = listOf(fixture, "lengths");
    for (const config::Json& options : shifts) {
        const diffusion::DistributionShift shift = shiftFrom(options);
        for (const config::Json& length : lengths) {
            const auto frames = length.get<std::int64_t>();
            const std::string name = concat("shift", number, "/N", frames);
            report.compare(name, shift.apply(inputs.at("t"), frames), expected.at(name), fixture.tolerance);
        }
        ++number;
    }
}

} // namespace

Result<void> runTimesteps(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    compareDistributions(fixture, inputs, expected, report);
    compareShifts(fixture, inputs, expected, report);

    if (expected.contains("one_shot")) {
        const at::Tensor& uniforms = inputs.at("u");
        const at::Tensor t = inputs.at("t").slice(0, 0, uniforms.size(0));
        const double probability = fixture.description.at("p_one_shot").get<double>();
        report.compare("one_shot", diffusion::applyOneShot(t, uniforms, probability), expected.at("one_shot"),
                       fixture.tolerance);
    }
    if (expected.contains("v_alpha")) {
        const auto [alpha, sigma] = diffusion::alphaSigma(config::Objective::V, inputs.at("t"));
        report.compare("v_alpha", alpha, expected.at("v_alpha"), fixture.tolerance);
        report.compare("v_sigma", sigma, expected.at("v_sigma"), fixture.tolerance);
    }
    if (expected.contains("sigma_to_t")) {
        const at::Tensor sigmas = inputs.at("sigma").to(at::kDouble).contiguous();
        const at::Tensor times = at::empty_like(sigmas);
        for (std::int64_t i = 0; i < sigmas.numel(); ++i)
            times.mutable_data_ptr<double>()[i] =
                diffusion::timeFromSigma(sigmas.const_data_ptr<double>()[i]);
        report.compare("sigma_to_t", times.to(at::kFloat), expected.at("sigma_to_t"), fixture.tolerance);
    }
    return {};
}

} // namespace attune::parity
