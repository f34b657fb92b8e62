// SPDX-License-Identifier: GPL-3.0-or-later
//
// Engine: everything that needs LibTorch, behind an interface without it. The command line and the window call
// exactly this; what needs no LibTorch (projects, scanning, prompts) they call in core's plain rooms and in the
// plain jobs beside this file.
//
// Ownership: made by EngineLoader, one a process. Threads: every function from any thread at once; jobs run where
// their JobRunner puts them.
#pragma once

#include "core/base/Error.h"
#include "core/base/Log.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace attune::engine {

struct DeviceReport {
    std::string id;             // "cpu", "cuda:0": what settings name
    std::string name;           // "NVIDIA H100 80GB HBM3"
    std::int64_t totalBytes{0};
    std::int64_t freeBytes{0};
    bool hasFastBf16{false};
};

struct DevicesReport {
    std::vector<DeviceReport> devices; // the CPU first
    std::string gpuProblem;            // why no GPU can be used; empty when one can
    std::string libraryVersion;        // of LibTorch
};

class Engine {
public:
    virtual ~Engine() = default;

    [[nodiscard]] virtual DevicesReport devices() = 0;

    // The exception in flight as an Error; understands LibTorch's.
    [[nodiscard]] virtual Error translateException(std::string context) = 0;
    // The engine has its own copy of the log; programs set both.
    virtual void setConsoleLogLevel(log::Level level) = 0;
};

} // namespace attune::engine
