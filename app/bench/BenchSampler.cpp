// SPDX-License-Identifier: GPL-3.0-or-later
//
// One call of the network as samplers make it: with guidance, which doubles the batch. A picture of n steps
// takes n calls (Heun and RK4 more).
#include "app/bench/BenchSupport.h"
#include "app/bench/Benchmarks.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>

#include <benchmark/benchmark.h>

namespace attune::bench {

namespace {

constexpr std::int64_t kTokens = 65; // of Small: 64 of the prompt and one for the length
constexpr double kGuidance = 4.0;

void callNetwork(benchmark::State& state, ModelSize size) {
    const auto model = randomModel(size, model::kTrainingParts);
    const config::ModelConfig config = configOf(size);
    const at::NoGradGuard noGradient;
    const config::TransformerConfig& network = config.diffusion->transformer;
    model->eval();
    const model::DiffusionCondition condition{
        at::randn({1, kTokens, network.condTokenDim}), {}, at::randn({1, network.globalCondDim})};
    const at::Tensor noise = at::randn({1, config.latentChannels(), latentFramesOf(config)});
    for (auto _ : state)
        benchmark::DoNotOptimize(
            model->predict(noise, at::full({1}, 0.5), condition, {}, {.scale = kGuidance}));
    state.SetItemsProcessed(state.iterations());
}

} // namespace

void registerSamplerBenchmarks() {
    benchmark::RegisterBenchmark("sampler/step_starter",
                                 [](benchmark::State& state) { callNetwork(state, ModelSize::Starter); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime();
    benchmark::RegisterBenchmark("sampler/step_small",
                                 [](benchmark::State& state) { callNetwork(state, ModelSize::Small); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(2);
}

} // namespace attune::bench
