// SPDX-License-Identifier: GPL-3.0-or-later
//
// Log: one line an event, to standard error and, once asked, to a file. A fallback logs a warning once.
//
// The library behind it (spdlog) stays in the .cpp: its fmt headers clash with those that LibTorch brings.
// Threads: all functions from any thread.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string_view>

namespace attune::log {

enum class Level { Debug, Info, Warning, Error, Off };

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);
// Repeats of the same text are swallowed for the life of the process.
void warnOnce(std::string_view message);

// What reaches standard error; the default is Warning. Files get everything from Info up.
void setConsoleLevel(Level level);
// Appends to `file` from now on (UTF-8, one line an event with time and level).
[[nodiscard]] Result<void> addFile(const std::filesystem::path& file);
void removeFile(const std::filesystem::path& file);
void flush();

} // namespace attune::log
