// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bench/BenchSupport.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/model/ModelFactory.h"
#include "core/model/T5Encoder.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace attune::bench {

namespace fs = std::filesystem;

namespace {

constexpr SampleRate kRate{44100};
constexpr std::int64_t kRealTextWidth = 768; // of t5-base
constexpr std::uint64_t kSeed = 1;

} // namespace

config::ModelConfig configOf(ModelSize size) {
    const fs::path file = size == ModelSize::Small ? fs::path(ATTUNE_BENCH_CONFIGS) / "small_config.json"
                                                   : fs::path(ATTUNE_BENCH_STARTER) / "model_config.json";
    return valueOf(config::ModelConfig::read(file));
}

std::int64_t textWidthOf(ModelSize size) {
    if (size == ModelSize::Small) return kRealTextWidth;
    return valueOf(model::T5Config::read(fs::path(ATTUNE_BENCH_STARTER) / "t5" / "config.json")).width;
}

std::shared_ptr<model::DiffusionModel> randomModel(ModelSize size, model::ModelParts parts) {
    model::LoadOptions options;
    options.parts = parts;
    options.textWidth = textWidthOf(size);
    return valueOf(model::ModelFactory::buildInitialized(configOf(size), kSeed, options));
}

std::int64_t latentFramesOf(const config::ModelConfig& config) {
    return config.sampleSize.value_or(config.downsamplingRatio()) / config.downsamplingRatio();
}

audio::AudioBuffer fadingNoise(double seconds, std::uint32_t seed) {
    const auto frames = static_cast<FrameCount>(seconds * kRate.hz);
    audio::AudioBuffer sound(2, frames, kRate);
    std::uint32_t state = seed * 2654435761U + 1U;
    for (FrameCount frame = 0; frame < frames; ++frame) {
        const double fade = 0.5 * std::exp(-4.0 * static_cast<double>(frame) / static_cast<double>(frames));
        for (int channel = 0; channel < 2; ++channel) {
            state = state * 1664525U + 1013904223U;
            sound.channel(channel)[static_cast<std::size_t>(frame)] =
                static_cast<float>(fade * (static_cast<double>(state >> 8U) / 8388608.0 - 1.0));
        }
    }
    return sound;
}

PassingFolder::PassingFolder() {
    static std::atomic<int> number{0};
    m_path = fs::temp_directory_path() /
             pathFromUtf8(concat("attune-bench-", platform::processId(), "-", number++));
    fs::create_directories(m_path);
}

PassingFolder::~PassingFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

} // namespace attune::bench
