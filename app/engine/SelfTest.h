// SPDX-License-Identifier: GPL-3.0-or-later
//
// SelfTest: the whole way once on the starter pack, in a folder that is removed again: sounds, latents, two
// training steps, a demo, an exported model. What `attune-cli doctor --full` and `attune --self-test` say
// about an installation.
//
// Threads: call on a worker; takes some ten seconds on two CPU cores.
#pragma once

#include "app/engine/Engine.h"
#include "app/engine/SystemCheck.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::engine {

// One item a stage, until one fails. `folder`: an existing one in which a project may be made for the time of
// the test. When cancelled it stops at its next step and gives what it has found until then.
[[nodiscard]] std::vector<CheckItem> selfTest(Engine& engine, const std::filesystem::path& folder,
                                              const ProgressSink& progress = {},
                                              const Cancellation& cancellation = {});

} // namespace attune::engine
