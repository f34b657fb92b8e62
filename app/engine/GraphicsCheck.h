// SPDX-License-Identifier: GPL-3.0-or-later
//
// GraphicsCheck: what graphics adapters are in the computer, whether NVIDIA's driver answers, and whether the
// GPU libraries were added to this installation. It needs no engine, so it can say what keeps the engine from
// using a GPU.
//
// Threads: call on a worker (may load libraries of the system).
#pragma once

#include "app/engine/SystemCheck.h"
#include "core/base/platform/VideoMemory.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

struct GraphicsState {
    std::vector<platform::VideoAdapter> adapters;
    bool hasNvidia{false};                  // one of them is NVIDIA's, or its driver answers
    std::string driverVersion;              // of NVIDIA's driver; empty = none answers
    std::string driverProblem;              // why not, where a driver is there but does not answer
    std::optional<std::int64_t> addedBytes; // of the GPU component; empty = it was not added
    bool canAdd{false}; // the engine's folder is known, and what is added could be used here
};

[[nodiscard]] GraphicsState graphicsState();

// The adapters, the driver and the component as items of a report.
[[nodiscard]] std::vector<CheckItem> graphicsItems(const GraphicsState& state);

} // namespace attune::engine
