// SPDX-License-Identifier: GPL-3.0-or-later
//
// Command: runs another program of the system and waits for it, without a shell in between.
//
// Threads: from any thread; blocks until the program ends.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"

#include <functional>
#include <string>
#include <vector>

namespace attune::platform {

// `arguments`: the program's name, looked up as the system does, then what it gets, each as one word whatever
// is in it. Its standard input is empty, its output is dropped. Returns its exit code. A requested stop ends
// it. `whileRunning` is called about ten times a second, on the caller's thread. Errors: NotFound (no such
// program), Cancelled, Internal (the system refuses).
[[nodiscard]] Result<int> runCommand(const std::vector<std::string>& arguments,
                                     const Cancellation& cancellation,
                                     const std::function<void()>& whileRunning = {});

} // namespace attune::platform
