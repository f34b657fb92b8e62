// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventLoopWatchdog: how long the GUI thread keeps people waiting: a thread asks it for a sign of life every
// few milliseconds and notes the longest time an answer took, and where the GUI thread was meanwhile. Runs in
// debug builds, in tests, and where ATTUNE_WATCHDOG is set.
//
// Ownership: by value; the destructor joins the thread. Threads: make, ask and destroy it on the GUI thread.
#pragma once

#include "core/base/platform/ThreadStack.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace attune::ui {

class EventLoopWatchdog {
public:
    using Milliseconds = std::chrono::duration<double, std::milli>;

    // Waits longer than `complainAbove` are logged as they end, with the calls that were looked at in their
    // course (where the system can tell: platform::ThreadStack); zero = none.
    explicit EventLoopWatchdog(Milliseconds complainAbove = Milliseconds::zero());
    ~EventLoopWatchdog();
    EventLoopWatchdog(const EventLoopWatchdog&) = delete;
    EventLoopWatchdog& operator=(const EventLoopWatchdog&) = delete;

    [[nodiscard]] Milliseconds worst() const; // since the beginning or the last reset
    [[nodiscard]] long answers() const;       // signs of life so far
    void reset();

private:
    struct Shared { // outlives the watchdog where an answer is still in the event queue
        std::atomic<double> worstMs{0.0};
        std::atomic<long> answers{0};
        std::atomic<bool> isAsking{false};
        double complainAboveMs{0.0};    // set before the thread starts
        std::mutex mutex;               // guards stack
        std::vector<std::string> stack; // of the wait that goes on; innermost call first
    };
    void watch(const std::stop_token& stop);
    void look(std::chrono::steady_clock::time_point asked);

    platform::ThreadStack m_guiThread;

    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    std::mutex m_mutex; // only for m_wake: ends the pause at once
    std::condition_variable_any m_wake;
    std::jthread m_thread; // last: its end is waited for before the others go
};

} // namespace attune::ui
