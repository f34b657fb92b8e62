// SPDX-License-Identifier: GPL-3.0-or-later
//
// Benchmarks: the lists that main() puts together. Each registers its measurements with Google Benchmark;
// nothing is prepared before a measurement is chosen (--benchmark_filter), since the real sizes take
// gigabytes.
//
// Threads: main().
#pragma once

namespace attune::bench {

void registerDatasetBenchmarks(); // scan, rescan, filter
void registerEncodeBenchmarks();  // clips a second, content only and whole windows
void registerFileBenchmarks();    // safetensors, checkpoints
void registerSamplerBenchmarks(); // calls of the network with guidance
void registerTrainBenchmarks();   // optimiser steps

} // namespace attune::bench
