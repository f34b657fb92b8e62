// SPDX-License-Identifier: GPL-3.0-or-later
//
// UtcTime: moments as text, "2026-01-31T18:05:09Z", in documents that people read.
//
// Threads: from any thread.
#pragma once

#include <chrono>
#include <string>

namespace attune {

[[nodiscard]] std::string utcText(std::chrono::system_clock::time_point time);
[[nodiscard]] std::string utcNow();

} // namespace attune
