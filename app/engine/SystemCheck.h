// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemCheck: what `attune-cli doctor` and the window's Doctor page say about this machine.
//
// Threads: call on a worker (it writes test files and may load LibTorch).
#pragma once

#include "app/engine/Engine.h"
#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::engine {

enum class Verdict {
    Good,
    Warning, // works, with a limit that the user should know
    Problem  // something of the program will not work
};
[[nodiscard]] std::string_view verdictName(Verdict verdict) noexcept; // "good", "warning", "problem"

struct CheckItem {
    std::string id; // stable, for --json: "memory", "disk-data", "device"
    Verdict verdict{Verdict::Good};
    std::string title;
    std::string detail;
    std::string remedy; // empty when good
};

struct SystemCheckOptions {
    std::filesystem::path projectFolder; // also looked at when not empty
    bool measuresDisk{false};            // writes and reads 64 MB
};

// Version, memory, folders, disk, sound files, starter pack, engine and devices, in this order.
// `engine` is what loadEngine() gave: its error becomes an item.
[[nodiscard]] std::vector<CheckItem> checkSystem(const SystemCheckOptions& options, const Result<std::shared_ptr<Engine>>& engine);

[[nodiscard]] Verdict worstOf(const std::vector<CheckItem>& items) noexcept;

} // namespace attune::engine
