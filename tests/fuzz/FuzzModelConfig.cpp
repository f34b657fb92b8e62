// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as a model_config.json, whose numbers decide every size. What is accepted can be calculated with: no
// length, count or memory estimate overflows. A training block that is taken over can be written back and
// taken over again.
#include "core/config/MemoryPlan.h"
#include "core/config/ModelConfig.h"
#include "core/config/RunSettingsReference.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::config;

namespace {

void plan(const ModelConfig& config, const RunSettings& settings) {
    constexpr std::int64_t kTextWidth = 768; // of t5-base
    const std::int64_t frames = config.latentFramesFromSamples(config.sampleSize.value_or(1));
    if (sizesOf(*config.diffusion, kTextWidth).trainedParameters() <= 0) std::abort();
    const MemoryEstimate estimate =
        estimateMemory(settings, *config.diffusion, kTextWidth, frames, MemoryKind::Gpu);
    if (estimate.deviceBytes() <= 0 || runBytes(settings, *config.diffusion, kTextWidth) < 0) std::abort();
    constexpr std::int64_t kBudget = 8LL << 30;
    constexpr int kRate = 44100;
    static_cast<void>(suggestSettingsToFit(settings, *config.diffusion, kTextWidth, frames, kRate, kBudget));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = parseJson(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    if (!document) return 0;
    const auto imported = runSettingsFromReference(*document, RunSettings{});
    if (imported) {
        const Json written{{"training", referenceTrainingBlock(imported->settings)}};
        if (!runSettingsFromReference(written, RunSettings{})) std::abort();
        if (referenceArguments(imported->settings).empty()) std::abort();
    }
    const auto config = ModelConfig::fromJson(*document);
    if (!config) return 0;
    if (config->downsamplingRatio() < 1 || config->minInputSamples() < config->downsamplingRatio())
        std::abort();
    if (config->latentChannels() < 1 || config->latentFramesFromSamples(config->sampleRate) < 0) std::abort();
    static_cast<void>(config->isArc());
    static_cast<void>(config->numberRange("seconds_total"));
    if (const auto longest = config->promptMaxLength(); longest && *longest < 1) std::abort();
    if (config->diffusion) plan(*config, imported ? imported->settings : RunSettings{});
    return 0;
}
