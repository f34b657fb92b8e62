// SPDX-License-Identifier: GPL-3.0-or-later
//
// Run settings and the `training` block of a stable-audio-tools model_config.json, both ways.
//
// Threads: from any thread.
#pragma once

#include "core/config/RunSettings.h"

namespace attune::config {

struct ImportedRunSettings {
    RunSettings settings;
    std::vector<std::string>
        notes; // what could not be taken over, or was understood differently, in sentences
};

// Reads `training` (and sample_size, sample_rate) of a whole model config into a copy of `base`.
// What the block leaves out takes the reference's defaults, not ours.
// Errors: InvalidConfig (with the path), Refused (adversarial post-training: an `arc` block).
[[nodiscard]] Result<ImportedRunSettings> runSettingsFromReference(const Json& modelConfig,
                                                                   const RunSettings& base);

// The `training` block that trains the same thing there. Settings the reference has no place for are left
// out; train.py's own arguments (batch size, precision, seed, …) come from referenceArguments.
[[nodiscard]] Json referenceTrainingBlock(const RunSettings& settings);

struct ReferenceArgument {
    std::string name; // "--batch-size"
    std::string value;
};
[[nodiscard]] std::vector<ReferenceArgument> referenceArguments(const RunSettings& settings);

// "16-mixed", "bf16-mixed", "32", "bf16-true" as profiles. Errors: InvalidConfig.
[[nodiscard]] Result<Precision> precisionFromReference(std::string_view name);

} // namespace attune::config
