// SPDX-License-Identifier: GPL-3.0-or-later
//
// Interrupts as a process gets them: two at once are one request, a later second one ends it, nohup stays in
// force. Each case is a child process that really gets the signals. Windows has its own, tst_ConsoleEvents.
#include "core/base/platform/Process.h"
#include "tests/support/Sanitizers.h"

#include <QtTest/QtTest>

#include <array>
#include <csignal>
#include <functional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace attune;

namespace {

constexpr int kInterruptedExitCode = 130;
constexpr int kLimitMs = 30'000; // only guards against hanging

// A child that counts interrupts. It answers each byte from us with the count so far, and ends by itself when
// we close the pipe.
class CountingChild {
public:
    explicit CountingChild(const std::function<void()>& before = [] {}) {
        if (::pipe(m_toChild.data()) != 0 || ::pipe(m_fromChild.data()) != 0) return;
        m_pid = ::fork();
        if (m_pid != 0) {
            ::close(m_toChild[0]);
            ::close(m_fromChild[1]);
            return;
        }
        ::close(m_toChild[1]);
        ::close(m_fromChild[0]);
        before();
        platform::resetInterrupts();
        platform::countInterrupts();
        char byte = 'r';
        do {
            byte = static_cast<char>('0' + platform::interruptCount());
            if (::write(m_fromChild[1], &byte, 1) != 1) break;
        } while (::read(m_toChild[0], &byte, 1) == 1);
        ::_exit(0);
    }

    ~CountingChild() {
        ::close(m_toChild[1]);
        ::close(m_fromChild[0]);
        if (m_pid <= 0) return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    CountingChild(const CountingChild&) = delete;
    CountingChild& operator=(const CountingChild&) = delete;

    void send(int signal) const { ::kill(m_pid, signal); }

    // What the child has counted; -1 when it is gone. The first answer comes unasked.
    [[nodiscard]] int count() {
        char byte = '?';
        if (m_hasAsked && ::write(m_toChild[1], &byte, 1) != 1) return -1;
        m_hasAsked = true;
        return ::read(m_fromChild[0], &byte, 1) == 1 ? byte - '0' : -1;
    }

    // True when it has ended within so many milliseconds.
    [[nodiscard]] bool endsWithin(int milliseconds) const {
        pollfd pipe{m_fromChild[0], POLLIN, 0};
        return ::poll(&pipe, 1, milliseconds) == 1 && (pipe.revents & POLLHUP) != 0;
    }

    // Waits for the end; the exit code, or minus the signal that ended it.
    [[nodiscard]] int exitCode() {
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        m_pid = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

private:
    std::array<int, 2> m_toChild{-1, -1};
    std::array<int, 2> m_fromChild{-1, -1};
    pid_t m_pid{-1};
    bool m_hasAsked{false};
};

} // namespace

class tst_Process : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); } // of children that are gone

    void twoAtOnceAreOneRequest_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("timeout") << SIGTERM << SIGTERM;
        QTest::newRow("torchrun after Ctrl-C") << SIGINT << SIGTERM;
        QTest::newRow("a closing terminal") << SIGHUP << SIGTERM;
    }

    void twoAtOnceAreOneRequest() {
        QFETCH(const int, first);
        QFETCH(const int, second);
        CountingChild child;
        QCOMPARE(child.count(), 0);
        child.send(first);
        QCOMPARE(child.count(), 1);
        child.send(second);
        QCOMPARE(child.count(), 1);
        child.send(second);
        QCOMPARE(child.count(), 1);
    }

    void aLaterSecondOneEndsIt() {
        if (attune::test::kDelaysSignals)
            QSKIP("ThreadSanitizer cannot leave a forked program from a signal handler");
        CountingChild child;
        QCOMPARE(child.count(), 0);
        QElapsedTimer sinceFirst;
        sinceFirst.start();
        // An impatient user: the first one counts, those of the same second do not, and then one ends it.
        do child.send(SIGINT);
        while (!child.endsWithin(50) && sinceFirst.elapsed() < kLimitMs);
        QVERIFY2(sinceFirst.elapsed() >= 1000, qPrintable(QString::number(sinceFirst.elapsed())));
        QCOMPARE(child.exitCode(), kInterruptedExitCode);
    }

    void aServedRequestCountsNoMore() {
        // The child is made in the state of a process whose job was just stopped.
        CountingChild child([] {
            platform::countInterrupts();
            std::raise(SIGINT);
        });
        QCOMPARE(child.count(), 0);
        child.send(SIGINT); // though within the second
        QCOMPARE(child.count(), 1);
    }

    void whatWasIgnoredStaysIgnored() {
        CountingChild child([] { std::signal(SIGHUP, SIG_IGN); }); // as nohup does
        QCOMPARE(child.count(), 0);
        child.send(SIGHUP);
        QCOMPARE(child.count(), 0);
        child.send(SIGTERM);
        QCOMPARE(child.count(), 1);
    }
};

QTEST_APPLESS_MAIN(tst_Process)
#include "tst_Process.moc"
