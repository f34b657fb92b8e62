// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/EventLoopWatchdog.h"

#include "core/base/Log.h"
#include "core/base/Text.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace attune::ui {

namespace {

constexpr std::chrono::milliseconds kPause{4}; // between an answer and the next question
constexpr double kLookAfter =
    0.7; // of the time above which a wait is complained about: late enough to be worth it
constexpr std::size_t kToldCalls = 24;

std::string told(const std::vector<std::string>& stack) {
    std::string text;
    for (std::size_t i = 0; i < std::min(stack.size(), kToldCalls); ++i) text += "\n    " + stack[i];
    return text;
}

} // namespace

EventLoopWatchdog::EventLoopWatchdog(Milliseconds complainAbove) {
    m_shared->complainAboveMs = complainAbove.count();
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

EventLoopWatchdog::~EventLoopWatchdog() = default;

void EventLoopWatchdog::watch(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    std::chrono::steady_clock::time_point asked;
    while (!m_wake.wait_for(lock, stop, kPause, [&] { return stop.stop_requested(); })) {
        if (m_shared->isAsking.exchange(true)) { // the last one is not answered yet
            look(asked);
            continue;
        }
        asked = std::chrono::steady_clock::now();
        QMetaObject::invokeMethod(
            qApp,
            [shared = m_shared, asked] {
                const double waited = Milliseconds(std::chrono::steady_clock::now() - asked).count();
                if (waited > shared->worstMs.load()) shared->worstMs = waited;
                std::vector<std::string> stack;
                {
                    const std::scoped_lock guard(shared->mutex);
                    std::swap(stack, shared->stack);
                }
                if (shared->complainAboveMs > 0.0 && waited > shared->complainAboveMs)
                    log::warning(concat("The window did not answer for ", static_cast<long>(waited), " ms",
                                        told(stack)));
                ++shared->answers;
                shared->isAsking = false;
            },
            Qt::QueuedConnection);
    }
}

// Once a wait: what keeps the thread busy is rarely done within a few milliseconds.
void EventLoopWatchdog::look(std::chrono::steady_clock::time_point asked) {
    const double waited = Milliseconds(std::chrono::steady_clock::now() - asked).count();
    if (m_shared->complainAboveMs <= 0.0 || waited < kLookAfter * m_shared->complainAboveMs) return;
    {
        const std::scoped_lock guard(m_shared->mutex);
        if (!m_shared->stack.empty()) return;
    }
    std::vector<std::string> stack = m_guiThread.capture();
    const std::scoped_lock guard(m_shared->mutex);
    if (m_shared->isAsking) m_shared->stack = std::move(stack); // else it answered while being looked at
}

EventLoopWatchdog::Milliseconds EventLoopWatchdog::worst() const {
    return Milliseconds(m_shared->worstMs.load());
}
long EventLoopWatchdog::answers() const {
    return m_shared->answers.load();
}
void EventLoopWatchdog::reset() {
    m_shared->worstMs = 0.0;
}

} // namespace attune::ui
