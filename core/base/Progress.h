// SPDX-License-Identifier: GPL-3.0-or-later
//
// Progress: how far a long function is. The function calls the sink; who paints it decides how often.
//
// Threads: a sink is called on the thread that does the work; it must be quick and must not throw.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace attune {

struct Progress {
    std::string stage;     // "Scanning", "Encoding", …
    std::int64_t done{0};  // units finished in this stage
    std::int64_t total{0}; // 0 = unknown
    std::string unit;      // "files", "clips", "steps"
    std::string item;      // what is being worked on now; may be empty
};

using ProgressSink = std::function<void(const Progress&)>;

} // namespace attune
