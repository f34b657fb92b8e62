// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/EventLoopWatchdog.h"

#include "core/base/Log.h"
#include "core/base/Text.h"

#include <QCoreApplication>

namespace attune::ui {

namespace {

constexpr std::chrono::milliseconds kPause{4}; // between an answer and the next question

} // namespace

EventLoopWatchdog::EventLoopWatchdog(Milliseconds complainAbove) {
    m_shared->complainAboveMs = complainAbove.count();
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

EventLoopWatchdog::~EventLoopWatchdog() = default;

void EventLoopWatchdog::watch(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, stop, kPause, [&] { return stop.stop_requested(); })) {
        if (m_shared->isAsking.exchange(true)) continue; // the last one is not answered yet
        const auto asked = std::chrono::steady_clock::now();
        QMetaObject::invokeMethod(qApp, [shared = m_shared, asked] {
            const double waited = Milliseconds(std::chrono::steady_clock::now() - asked).count();
            if (waited > shared->worstMs.load()) shared->worstMs = waited;
            if (shared->complainAboveMs > 0.0 && waited > shared->complainAboveMs)
                log::warning(concat("The window did not answer for ", static_cast<long>(waited), " ms"));
            ++shared->answers;
            shared->isAsking = false;
        }, Qt::QueuedConnection);
    }
}

EventLoopWatchdog::Milliseconds EventLoopWatchdog::worst() const { return Milliseconds(m_shared->worstMs.load()); }
long EventLoopWatchdog::answers() const { return m_shared->answers.load(); }
void EventLoopWatchdog::reset() { m_shared->worstMs = 0.0; }

} // namespace attune::ui
