// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gate: a door that stays open once it is; whoever passes waits until then.
//
// Not std::latch: where there is no futex (mingw on Windows) libstdc++ 12 compares the counter before it
// takes the lock that it waits with, and its notification takes no lock, so an opening in between is slept
// through. Threads: any.
#pragma once

#include <condition_variable>
#include <mutex>

namespace attune::test {

class Gate {
public:
    void open() {
        const std::scoped_lock lock(m_mutex);
        m_isOpen = true;
        m_opened.notify_all(); // under the lock: who has passed may destroy the gate
    }
    void pass() {
        std::unique_lock lock(m_mutex);
        m_opened.wait(lock, [this] { return m_isOpen; });
    }

private:
    std::mutex m_mutex; // guards m_isOpen
    std::condition_variable m_opened;
    bool m_isOpen{false};
};

} // namespace attune::test
