// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as the settings of a run (run.json, presets) and as what people type into a single field. What is
// accepted is the same when it is written and read again, has no problem to show, and can be calculated with.
#include "core/config/MemoryPlan.h"
#include "core/config/ParameterDescription.h"
#include "core/config/RunSettingsReference.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::config;

namespace {

void typeIntoFields(std::string_view text) {
    for (const ParameterDescription& parameter : runParameters())
        if (const auto value = valueFromText(parameter, text))
            if (!checkValue(parameter, *value)) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    constexpr std::size_t kLongestTyped = 64;
    if (size <= kLongestTyped) typeIntoFields(text);
    const auto document = parseJson(text, "fuzz");
    if (!document) return 0;
    const auto problems = runSettingsProblems(*document);
    const auto settings = runSettingsFromJson(*document);
    if (!settings) return 0;
    if (!problems.empty()) std::abort();
    const auto again = runSettingsFromJson(jsonFromRunSettings(*settings));
    if (!again || !(*again == *settings)) std::abort();

    constexpr std::int64_t kClips = 100;
    constexpr std::int64_t kTextWidth = 768;
    constexpr std::int64_t kFrames = 256;
    static_cast<void>(adviseOnRunSettings(*settings, kClips));
    static_cast<void>(referenceTrainingBlock(*settings).dump());
    if (effectiveBatch(*settings) < 1 || !(learningRateOf(settings->optimiser) >= 0.0)) std::abort();
    if (estimateMemory(*settings, DiffusionConfig{}, kTextWidth, kFrames, MemoryKind::Cpu).deviceBytes() <= 0)
        std::abort();
    if (runBytes(*settings, DiffusionConfig{}, kTextWidth) < 0) std::abort();
    return 0;
}
