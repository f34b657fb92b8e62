// SPDX-License-Identifier: GPL-3.0-or-later
//
// attune-bench: the figures of the README. `attune-bench --benchmark_filter=scan`; all options are Google
// Benchmark's. Threads of the network are those of OMP_NUM_THREADS.
#include "app/bench/Benchmarks.h"

#include <benchmark/benchmark.h>

int main(int argc, char** argv) {
    attune::bench::registerDatasetBenchmarks();
    attune::bench::registerEncodeBenchmarks();
    attune::bench::registerFileBenchmarks();
    attune::bench::registerSamplerBenchmarks();
    attune::bench::registerTrainBenchmarks();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
