// SPDX-License-Identifier: GPL-3.0-or-later
//
// ThreadStack: where another thread is right now, for logs that say what kept it busy.
//
// A signal interrupts the thread for some microseconds; it must not be blocked there. Only glibc on Linux can
// do this; elsewhere captures are empty. Lines read "program(+0x1234) [0x…]": addr2line -Cfe program 0x1234
// names the function.
//
// Ownership: by value. Threads: make it on the thread that is to be looked at; capture from any other, one at
// a time.
#pragma once

#include <string>
#include <vector>

namespace attune::platform {

class ThreadStack {
public:
    ThreadStack(); // of the calling thread

    // Innermost call first. Empty where the system cannot tell, or the thread did not answer within 50 ms.
    [[nodiscard]] std::vector<std::string> capture() const;

private:
    [[maybe_unused]] long m_thread{0}; // as the system counts threads; 0 = cannot be looked at
};

} // namespace attune::platform
