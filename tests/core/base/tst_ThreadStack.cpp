// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/ThreadStack.h"
#include "tests/support/Gate.h"
#include "tests/support/Sanitizers.h"

#include <QtTest/QtTest>

#include <atomic>
#include <optional>
#include <thread>

using attune::platform::ThreadStack;
using attune::test::Gate;

class tst_ThreadStack : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looksAtABusyThread();
    void looksAtAWaitingThread();
    void aThreadThatEndedHasNone();
};

namespace {

#if defined(__linux__) && defined(__GLIBC__)
constexpr bool kCanLook = true;
#else
constexpr bool kCanLook = false;
#endif

// That the stack has been taken, for those who look and for those who wait.
struct Seen {
    std::atomic<bool> isTold{false};
    Gate told;
};

// What another thread sees of this one while it does `work` until told to stop.
template <typename Work>
std::vector<std::string> seenDuring(Work work) {
    std::optional<ThreadStack> target;
    Gate isReady;
    Seen seen;
    std::thread busy([&] {
        target.emplace();
        isReady.open();
        work(seen);
    });
    isReady.pass();
    const std::vector<std::string> stack = target->capture();
    seen.isTold = true;
    seen.told.open();
    busy.join();
    return stack;
}

} // namespace

void tst_ThreadStack::looksAtABusyThread() {
    const auto stack = seenDuring([](const Seen& seen) {
        while (!seen.isTold) {
        }
    });
    QCOMPARE(!stack.empty(), kCanLook);
}

void tst_ThreadStack::looksAtAWaitingThread() {
    if (attune::test::kDelaysSignals) QSKIP("ThreadSanitizer delivers no signal to a thread that waits");
    const auto stack = seenDuring([](Seen& seen) { seen.told.pass(); });
    QCOMPARE(!stack.empty(), kCanLook);
}

void tst_ThreadStack::aThreadThatEndedHasNone() {
    std::optional<ThreadStack> target;
    std::thread([&] { target.emplace(); }).join();
    QVERIFY(target->capture().empty());
}

QTEST_GUILESS_MAIN(tst_ThreadStack)
#include "tst_ThreadStack.moc"
