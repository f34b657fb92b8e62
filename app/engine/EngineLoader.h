// SPDX-License-Identifier: GPL-3.0-or-later
//
// EngineLoader: brings the Engine into the process when it is first needed.
//
// LibTorch costs a third of a second to load and hundreds of megabytes to map, so neither `attune-cli --help`
// nor the first window may pay for it. Everything that needs LibTorch is in one module (libattune_engine),
// which the programs open here; they link only the abstract Engine.h. Program and module are built from the
// same tree and say so to each other before anything else is exchanged.
//
// Threads: loadEngine() from any thread; the studio calls it on a worker once its window shows.
#pragma once

#include "app/engine/Engine.h"
#include "core/base/Result.h"

#include <filesystem>
#include <memory>

namespace attune::engine {

// The engine of this process, loaded on the first call and kept until the end.
// Errors: NotFound (no module: where it was looked for), ReadFailed (the system refuses to load it),
// VersionTooNew (module and program are of different builds).
[[nodiscard]] Result<std::shared_ptr<Engine>> loadEngine();

// ATTUNE_ENGINE, else beside the program, else ../lib/attune from there.
[[nodiscard]] Result<std::filesystem::path> engineModulePath();

} // namespace attune::engine
