// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/ThreadStack.h"

#if defined(__linux__) && defined(__GLIBC__)

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>

#include <execinfo.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace attune::platform {

namespace {

constexpr int kSignal = SIGPROF; // of a profiler's timer, which nobody sets here
constexpr int kMostFrames = 48;
constexpr int kOwnFrames = 2; // the handler and the trampoline into it
constexpr long kPatienceNanoseconds = 50'000'000;

// Written by the signal handler, read after it has posted the semaphore.
struct Answer {
    std::array<void*, kMostFrames> frames{};
    int count{0};
    sem_t isReady{};
};
Answer g_answer;                     // one capture at a time
std::atomic<bool> g_isWanted{false}; // a late answer must not write into the next capture

void answer(int) {
    const int before = errno;
    if (g_isWanted.exchange(false)) {
        g_answer.count = backtrace(g_answer.frames.data(), kMostFrames);
        sem_post(&g_answer.isReady);
    }
    errno = before;
}

bool install() {
    std::array<void*, 1> one{};
    static_cast<void>(backtrace(one.data(), 1)); // loads what it needs now: a handler must not allocate
    if (sem_init(&g_answer.isReady, 0, 0) != 0) return false;
    struct sigaction action {};
    action.sa_handler = &answer;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    return sigaction(kSignal, &action, nullptr) == 0;
}

} // namespace

ThreadStack::ThreadStack() {
    static const bool isInstalled = install();
    m_thread = isInstalled ? syscall(SYS_gettid) : 0;
}

std::vector<std::string> ThreadStack::capture() const {
    std::vector<std::string> lines;
    if (m_thread == 0) return lines;
    g_isWanted = true;
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += kPatienceNanoseconds;
    until.tv_sec += until.tv_nsec / 1'000'000'000;
    until.tv_nsec %= 1'000'000'000;
    bool isAnswered = syscall(SYS_tgkill, getpid(), m_thread, kSignal) == 0;
    while (isAnswered && sem_timedwait(&g_answer.isReady, &until) != 0)
        if (errno != EINTR) isAnswered = false;
    // Whoever takes the wish back first decides: an answer on its way is waited for.
    if (!isAnswered && !g_isWanted.exchange(false)) isAnswered = sem_wait(&g_answer.isReady) == 0;
    if (!isAnswered) return lines;
    const std::unique_ptr<char*, decltype(&std::free)> names(
        backtrace_symbols(g_answer.frames.data(), g_answer.count), &std::free);
    for (int i = kOwnFrames; names && i < g_answer.count; ++i) lines.emplace_back(names.get()[i]);
    return lines;
}

} // namespace attune::platform

#else

namespace attune::platform {

ThreadStack::ThreadStack() = default;
std::vector<std::string> ThreadStack::capture() const {
    return {};
}

} // namespace attune::platform

#endif
