// SPDX-License-Identifier: GPL-3.0-or-later
//
// Encoding with the real autoencoder: one-shots in Small's window of 11.9 s, of which only what sounds goes
// through the network, against the whole window as the reference's pre_encode.py does it. The starter's
// autoencoder beside it.
#include "app/bench/BenchSupport.h"
#include "app/bench/Benchmarks.h"
#include "core/base/Text.h"
#include "core/encode/LatentEncoder.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace attune::bench {

namespace {

constexpr int kClips = 4;

struct Setting {
    ModelSize size;
    double seconds; // of sound in a window
    bool isWhole;   // the padded window in one pass
};

void encodeClips(benchmark::State& state, const Setting& setting) {
    const auto model = randomModel(setting.size, model::ModelPart::Autoencoder);
    encode::LatentEncoder encoder(model->pretransform()->autoencoderPtr());
    const FrameCount window =
        latentFramesOf(configOf(setting.size)) * configOf(setting.size).downsamplingRatio();
    std::vector<encode::SoundWindow> windows;
    for (std::uint32_t clip = 0; clip < kClips; ++clip)
        windows.push_back({fadingNoise(setting.seconds, clip), window});
    if (!setting.isWhole) static_cast<void>(valueOf(encoder.silence())); // once a store, not once a clip
    for (auto _ : state) {
        if (setting.isWhole) {
            benchmark::DoNotOptimize(valueOf(encoder.encodeWhole(windows.front())));
            continue;
        }
        for (std::size_t done = 0; done < windows.size();) {
            const auto rest = std::span(windows).subspan(done);
            const std::size_t count = encoder.batchLength(rest);
            benchmark::DoNotOptimize(valueOf(encoder.encode(rest.first(count))));
            done += count;
        }
    }
    state.SetItemsProcessed(state.iterations() * (setting.isWhole ? 1 : kClips));
}

void add(const char* name, const Setting& setting, int iterations) {
    benchmark::RegisterBenchmark(name, [setting](benchmark::State& state) { encodeClips(state, setting); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(iterations);
}

} // namespace

void registerEncodeBenchmarks() {
    add("encode/starter_0.5s", {ModelSize::Starter, 0.5, false}, 5);
    add("encode/small_0.5s", {ModelSize::Small, 0.5, false}, 1);
    add("encode/small_1s", {ModelSize::Small, 1.0, false}, 1);
    add("encode/small_whole_window", {ModelSize::Small, 1.0, true}, 1);
}

} // namespace attune::bench
