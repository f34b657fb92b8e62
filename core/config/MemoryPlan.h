// SPDX-License-Identifier: GPL-3.0-or-later
//
// MemoryPlan: what a run will need in memory, computed from its settings and the model's configuration before
// anything is loaded; and which settings fit a given GPU.
//
// Weights, gradients, optimiser state and averages follow exactly from the shapes. Activations are counted as
// the tensors that autograd keeps a transformer block, which a dry step (core/train/MemoryMeasure.h) checks
// on the machine itself. Value types; threads: from any thread. Source: spec/models.md 8 and appendix B for
// the shapes.
#pragma once

#include "core/base/Result.h"
#include "core/config/DiffusionConfig.h"
#include "core/config/RunSettings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::config {

struct ModelSizes {
    std::int64_t transformerParameters{0};
    std::int64_t conditionerParameters{0}; // number embedders and prompt projection
    std::int64_t bufferElements{0};
    std::int64_t linearParameters{0}; // of the transformer: what autocast keeps a half-precision copy of
    std::int64_t crossTokens{0};      // tokens of the cross-attention sequence
    [[nodiscard]] std::int64_t trainedParameters() const noexcept {
        return transformerParameters + conditionerParameters;
    }
};
// `textWidth`: width of the text encoder's output.
[[nodiscard]] ModelSizes sizesOf(const DiffusionConfig& config, std::int64_t textWidth);
// Parameters of the adapters that the settings would make.
[[nodiscard]] std::int64_t adapterParameters(const TransformerConfig& config, const LoraSettings& lora);

// What CUDA and its libraries hold on a GPU besides tensors.
inline constexpr std::int64_t kGpuContextBytes = 700LL << 20;

enum class MemoryKind { Gpu, Cpu }; // where the model computes

struct MemoryEstimate {
    std::int64_t weights{0};
    std::int64_t gradients{0};
    std::int64_t optimiser{0};
    std::int64_t averages{0};     // on the device; 0 when they are in main memory or off
    std::int64_t castWeights{0};  // half-precision copies under autocast
    std::int64_t activations{0};  // of one step, as far as they are there together with the gradients
    std::int64_t overhead{0};     // context of the GPU, workspaces, fragmentation
    std::int64_t hostAverages{0}; // in main memory besides, not part of the sum
    [[nodiscard]] std::int64_t deviceBytes() const noexcept {
        return weights + gradients + optimiser + averages + castWeights + activations + overhead;
    }
};
// `latentFrames`: of one example (RunSettings::clipSeconds in frames).
[[nodiscard]] MemoryEstimate estimateMemory(const RunSettings& settings, const DiffusionConfig& config,
                                            std::int64_t textWidth, std::int64_t latentFrames,
                                            MemoryKind kind);

// Bytes of state the optimiser keeps.
[[nodiscard]] std::int64_t optimiserBytes(const NamedOptions& optimiser, std::int64_t parameters);

struct MemorySuggestion {
    RunSettings settings;
    MemoryEstimate estimate;
    std::vector<std::string> changes; // in sentences, empty when the settings fit as they are
};
// The mildest changes after which the run fits into `budgetBytes`: first those that change no number, then
// those that cost little, adapters and shorter clips last. Errors: DeviceOutOfMemory when nothing fits, with
// the smallest need.
[[nodiscard]] Result<MemorySuggestion> suggestSettingsToFit(const RunSettings& settings,
                                                            const DiffusionConfig& config,
                                                            std::int64_t textWidth, std::int64_t latentFrames,
                                                            int sampleRate, std::int64_t budgetBytes,
                                                            MemoryKind kind = MemoryKind::Gpu);

// One checkpoint on disk, and a whole run's: those kept at once, and one more while it is written.
[[nodiscard]] std::int64_t checkpointBytes(const RunSettings& settings, const DiffusionConfig& config,
                                           std::int64_t textWidth);
[[nodiscard]] std::int64_t runBytes(const RunSettings& settings, const DiffusionConfig& config,
                                    std::int64_t textWidth);

} // namespace attune::config
