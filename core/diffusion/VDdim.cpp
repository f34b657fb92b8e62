// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/VDdim.h"

#include <ATen/ops/full.h>

#include <cmath>
#include <numbers>

namespace attune::diffusion {

namespace {

// `predict` gives both outputs of the network for x at a time.
template <typename Predict>
Result<at::Tensor> walk(const SamplingRun& run, at::Tensor x, const Schedule& times, Predict&& predict) {
    const std::size_t steps = times.size() - 1;
    for (std::size_t i = 0; i < steps; ++i) {
        const double angle = times[i] * std::numbers::pi / 2.0;
        const GuidedPrediction v = predict(x, times[i]);
        const at::Tensor clean = at::sub(x * std::cos(angle), v.guided, std::sin(angle));
        if (i + 1 < steps) {
            const at::Tensor noise = at::add(x * std::sin(angle), v.unguided, std::cos(angle));
            const double nextAngle = times[i + 1] * std::numbers::pi / 2.0;
            x = at::add(clean * std::cos(nextAngle), noise, std::sin(nextAngle));
        } else {
            x = clean;
        }
        ATTUNE_CHECK(run.finished({static_cast<int>(i) + 1, static_cast<int>(steps), times[i], x, clean}));
    }
    return x;
}

} // namespace

Result<at::Tensor> sampleVDdim(const SamplingRun& run, at::Tensor x, const Schedule& times) {
    return walk(run, std::move(x), times, [&](const at::Tensor& state, double t) {
        const at::Tensor v = run.network(state, t);
        return GuidedPrediction{v, v};
    });
}

Result<at::Tensor> sampleVDdimCfgpp(const SamplingRun& run, const GuidedNetwork& network, at::Tensor x,
                                    const Schedule& times, int& calls) {
    return walk(run, std::move(x), times, [&](const at::Tensor& state, double t) {
        ++calls;
        const GuidedPrediction v = network(state, at::full({state.size(0)}, t, state.options()));
        return GuidedPrediction{v.guided.to(state.options()), v.unguided.to(state.options())};
    });
}

} // namespace attune::diffusion
