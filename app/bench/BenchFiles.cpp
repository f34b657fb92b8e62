// SPDX-License-Identifier: GPL-3.0-or-later
//
// Weights from and to the disk: a 1 GB safetensors file opened as views and copied in; a training checkpoint
// of the starter and one of Small's size.
#include "app/bench/BenchSupport.h"
#include "app/bench/Benchmarks.h"
#include "core/base/Text.h"
#include "core/tensor/SafeTensors.h"
#include "core/train/Checkpoint.h"

#include <ATen/ops/empty_like.h>
#include <ATen/ops/ones.h>

#include <benchmark/benchmark.h>

#include <optional>

namespace attune::bench {

namespace {

constexpr std::int64_t kMegabyte = 1'000'000;

// Square matrices of one megabyte each.
tensor::NamedTensors weightsOf(std::int64_t megabytes, const char* prefix) {
    tensor::NamedTensors weights;
    for (std::int64_t number = 0; number < megabytes; ++number)
        weights.set(concat(prefix, number), at::ones({500, 500}, at::kFloat));
    return weights;
}

void loadSafeTensors(benchmark::State& state, bool copies) {
    const std::int64_t megabytes = state.range(0);
    const PassingFolder folder;
    const auto file = folder.path() / "weights.safetensors";
    if (const auto written = tensor::writeSafeTensors(file, weightsOf(megabytes, "w")); !written)
        throw std::runtime_error(written.error().describe());
    for (auto _ : state) {
        const tensor::NamedTensors views = valueOf(tensor::readSafeTensors(file));
        if (copies)
            for (const auto& [name, value] : views)
                benchmark::DoNotOptimize(at::empty_like(value).copy_(value));
    }
    if (copies) state.SetBytesProcessed(state.iterations() * megabytes * kMegabyte);
}

// Weights, averages and two moments of an optimiser.
void writeCheckpoint(benchmark::State& state) {
    const std::int64_t megabytes = state.range(0);
    const PassingFolder folder;
    train::CheckpointContents contents;
    contents.model = weightsOf(megabytes, "model.model.w");
    contents.ema = weightsOf(megabytes, "model.model.w");
    contents.optimiser = weightsOf(2 * megabytes, "exp_avg/model.model.w");
    std::int64_t step = 0;
    for (auto _ : state) {
        ++step;
        static_cast<void>(valueOf(
            train::writeCheckpoint(folder.path() / pathFromUtf8(concat("step-", step)), contents, step)));
    }
    state.SetBytesProcessed(state.iterations() * 4 * megabytes * kMegabyte);
}

} // namespace

void registerFileBenchmarks() {
    benchmark::RegisterBenchmark("safetensors/open_views",
                                 [](benchmark::State& state) { loadSafeTensors(state, false); })
        ->Arg(1000)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(5);
    benchmark::RegisterBenchmark("safetensors/copy_in",
                                 [](benchmark::State& state) { loadSafeTensors(state, true); })
        ->Arg(1000)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(3);
    benchmark::RegisterBenchmark("checkpoint/write", writeCheckpoint)
        ->Arg(8)
        ->Arg(250)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(2);
}

} // namespace attune::bench
