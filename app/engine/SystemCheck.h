// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemCheck: what `attune-cli doctor` and the window's Doctor page say about this machine.
//
// Threads: call on a worker (it writes test files and may load LibTorch).
#pragma once

#include "app/engine/Engine.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <filesystem>
#include <memory>
#include <optional>
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
    bool measuresDisk{false};            // writes 64 MB
    bool triesEverything{false};         // the whole way once on the starter pack (SelfTest.h)
    // What the sound output is called, where the caller can know (the window): empty text = there is none.
    std::optional<std::string> soundOutput;
    ProgressSink progress;     // of the trying
    Cancellation cancellation; // of the trying; what was found until then is given
};

// Version, memory, folders, disk, sound output, starter pack, graphics, engine and devices, then what was
// tried, in this order. `engine` is what loadEngine() gave: its error becomes an item.
[[nodiscard]] std::vector<CheckItem> checkSystem(const SystemCheckOptions& options,
                                                 const Result<std::shared_ptr<Engine>>& engine);

// As text to copy into a report: version and system first, then a line an item, remedies below it.
[[nodiscard]] std::string reportText(const std::vector<CheckItem>& items);

[[nodiscard]] Verdict worstOf(const std::vector<CheckItem>& items) noexcept;

} // namespace attune::engine
