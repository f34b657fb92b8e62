// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "optimizer": recorded gradients through an optimiser made from the same {type, config}; parameters at
// recorded steps and the state at the end must agree.
#include "app/parity/Parity.h"

#include "core/base/Text.h"
#include "core/train/Optimiser.h"
#include "core/train/OptimiserEightBit.h"

#include <ATen/ops/tensor.h>

#include <algorithm>
#include <set>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

std::vector<train::NamedParameter> parametersOf(const Tensors& inputs) {
    std::vector<train::NamedParameter> parameters;
    for (int i = 0;; ++i) {
        const auto found = inputs.find(concat('p', i));
        if (found == inputs.end()) return parameters;
        parameters.push_back({found->first, found->second.clone().set_requires_grad(true)});
    }
}

// Byte codes may differ by a neighbour where a value lies half way between two of them.
void compareCodes(Report& report, const std::string& name, const at::Tensor& actual,
                  const at::Tensor& expected, const config::Json& tolerance) {
    const at::Tensor distance = (actual.to(at::kDouble) - expected.to(at::kDouble)).abs();
    const double share = distance.ne(0.0).to(at::kDouble).mean().item<double>();
    const double farthest = distance.max().item<double>();
    report.check(name,
                 actual.sizes() == expected.sizes() &&
                     share <= tolerance.value("share_of_codes_that_may_differ", 0.0) &&
                     farthest <= tolerance.value("largest_code_distance", 0.0),
                 concat("share that differs ", share, ", farthest ", farthest));
}

bool isCode(const std::string& key) {
    return key.starts_with("code");
}

Result<void> compareState(const Fixture& fixture, const Tensors& expected, const tensor::NamedTensors& state,
                          Report& report) {
    constexpr std::string_view kPrefix = "state/";
    for (const auto& [name, tensor] : expected) {
        if (!name.starts_with(kPrefix)) continue;
        const std::string key = name.substr(kPrefix.size());
        ATTUNE_TRY(const at::Tensor actual, state.at(key));
        if (isCode(key))
            compareCodes(report, name, actual, tensor, fixture.description.at("code_tolerance"));
        else
            report.compare(name, actual.to(at::kFloat), tensor, fixture.tolerance);
    }
    return {};
}

void compareCodeBooks(const Tensors& expected, Report& report) {
    for (const auto& [name, sign] : {std::pair("qmap/signed", train::CodeSign::Signed),
                                     std::pair("qmap/unsigned", train::CodeSign::Unsigned)})
        if (const auto found = expected.find(name); found != expected.end())
            report.compare(name, train::eightBitCodeBook(sign), found->second, {1e-7, 0.0});
}

// Prodigy's own numbers: its estimate d after every step, and the numerator at the end.
Result<void> compareEstimate(const Fixture& fixture, const std::vector<double>& estimates,
                             const tensor::NamedTensors& state, Report& report) {
    const config::Json& description = fixture.description;
    if (!description.contains("d_after_step")) return {};
    const auto wanted = description.at("d_after_step").get<std::vector<double>>();
    report.compare("d_after_step", at::tensor(estimates, at::kDouble), at::tensor(wanted, at::kDouble),
                   fixture.tolerance);
    ATTUNE_TRY(const at::Tensor numerator, state.at("d_numerator"));
    report.compare("d_numerator", numerator,
                   at::tensor(description.at("d_numerator").get<double>(), at::kDouble), fixture.tolerance);
    return {};
}

} // namespace

Result<void> runOptimizer(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    const config::Json& description = fixture.description;
    const config::NamedOptions settings{description.at("optimizer").at("type").get<std::string>(),
                                        description.at("optimizer").value("config", config::Json::object())};
    ATTUNE_TRY(const train::OptimiserOptions options, train::OptimiserOptions::from(settings));
    ATTUNE_TRY(const auto optimiser, train::makeOptimiser(options, parametersOf(inputs)));

    const auto recorded = description.at("record").get<std::set<int>>();
    std::vector<double> estimates;
    const int steps = description.at("steps").get<int>();
    for (int step = 1; step <= steps; ++step) {
        for (const train::NamedParameter& parameter : optimiser->parameters())
            parameter.value.mutable_grad() = inputs.at("grad" + parameter.name.substr(1))[step - 1].clone();
        optimiser->step();
        const tensor::NamedTensors state = optimiser->state();
        if (const at::Tensor* const d = state.find("d")) estimates.push_back(d->item<double>());
        if (!recorded.contains(step)) continue;
        for (const train::NamedParameter& parameter : optimiser->parameters()) {
            const std::string name = concat(parameter.name, "/step", step);
            report.compare(name, parameter.value.detach(), expected.at(name), fixture.tolerance);
        }
    }
    const tensor::NamedTensors state = optimiser->state();
    ATTUNE_CHECK(compareState(fixture, expected, state, report));
    compareCodeBooks(expected, report);
    return compareEstimate(fixture, estimates, state, report);
}

} // namespace attune::parity
