// SPDX-License-Identifier: GPL-3.0-or-later
//
// StarterPack: the small model and sounds that come with the program, so that the first minute works
// everywhere.
//
// The model is a toy and says so; it is registered like any other when it is first used. Threads: from any
// thread.
#pragma once

#include "app/engine/Engine.h"
#include "core/base/Result.h"
#include "core/config/RunSettings.h"
#include "core/project/ModelCard.h"
#include "core/project/ModelRegistry.h"

#include <filesystem>

namespace attune::engine {

inline constexpr const char* kStarterModelName = "starter"; // what people call it on the command line

// The weights, configuration and text encoder. Errors: NotFound (the pack, or a file of it).
[[nodiscard]] Result<ModelFiles> starterModelFiles();
// Sounds to try with. Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> starterClipsFolder();

// Settings of a short run on these sounds, with demo prompts that the model knows. Errors: NotFound, those of
// reading.
[[nodiscard]] Result<config::RunSettings> starterSettings();

// The registered card, inspected and added first where it is not there yet or its files have moved.
// Errors: those of inspectModel and ModelRegistry.
[[nodiscard]] Result<project::ModelCard> starterModel(Engine& engine, const project::ModelRegistry& registry);

} // namespace attune::engine
