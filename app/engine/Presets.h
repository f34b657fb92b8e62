// SPDX-License-Identifier: GPL-3.0-or-later
//
// Presets: ready-made run settings that come with the program (configs/*.json), and which of them suits a
// model.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/dataset/ClipRecord.h"
#include "core/project/ModelCard.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

struct Preset {
    std::string id; // "stable-audio-open-small": the name of its file
    config::RunSettings settings;
};

// Those of the program, by id. Files that cannot be read are passed over with a warning. Errors: NotFound.
[[nodiscard]] Result<std::vector<Preset>> presets();
// By id, or the path of a JSON file of settings. Errors: NotFound naming the presets there are; those of
// reading.
[[nodiscard]] Result<Preset> findPreset(std::string_view which);
// The id of the preset that suits a model on a device of so much memory (0 = not known).
[[nodiscard]] std::string presetFor(const project::ModelCard& model, std::int64_t deviceBytes);

inline constexpr std::size_t kDemoPrompts = 4; // as many as a run begins with
// Demo prompts that show what the run learns: the most frequent different prompts of the training clips,
// `count` at most, with the lengths of their clips.
[[nodiscard]] std::vector<config::DemoPrompt> demoPromptsFrom(std::span<const dataset::ClipRecord> clips,
                                                              std::size_t count);

} // namespace attune::engine
