// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole optimiser step (forward, backward, AdamW, EMA) in fp32: the starter, and Small at its real size
// with a batch of two, once keeping activations and once recomputing them. The second step is timed, when
// everything is allocated.
#include "app/bench/BenchSupport.h"
#include "app/bench/Benchmarks.h"
#include "core/config/RunSettings.h"
#include "core/train/MemoryMeasure.h"

#include <benchmark/benchmark.h>

namespace attune::bench {

namespace {

void takeStep(benchmark::State& state, ModelSize size, bool recomputes) {
    const auto model = randomModel(size, model::kTrainingParts);
    config::RunSettings settings;
    settings.batchSize = 2;
    settings.precision = config::Precision::Fp32;
    settings.activationCheckpointing = recomputes;
    const std::int64_t frames = latentFramesOf(configOf(size));
    double peak = 0.0;
    for (auto _ : state) {
        const train::StepMemory measured =
            valueOf(train::measureStepMemory(model, settings, frames, textWidthOf(size), c10::kCPU));
        state.SetIterationTime(measured.seconds);
        peak = static_cast<double>(measured.hostPeakBytes);
    }
    state.counters["peak_GB"] = peak / 1e9;
}

void add(const char* name, ModelSize size, bool recomputes, int iterations) {
    benchmark::RegisterBenchmark(
        name, [size, recomputes](benchmark::State& state) { takeStep(state, size, recomputes); })
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime()
        ->Iterations(iterations);
}

} // namespace

void registerTrainBenchmarks() {
    add("train/step_starter", ModelSize::Starter, false, 5);
    add("train/step_small", ModelSize::Small, false, 1);
    add("train/step_small_recomputing", ModelSize::Small, true, 1);
}

} // namespace attune::bench
