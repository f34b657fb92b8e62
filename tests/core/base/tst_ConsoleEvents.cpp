// SPDX-License-Identifier: GPL-3.0-or-later
//
// Interrupts as a Windows process gets them, from its console: two at once are one request, a later second
// one ends it. The process is this program once more, in a group of its own so that Ctrl-Break reaches nobody
// else.
#include "core/base/platform/Process.h"

#include <QtTest/QtTest>

#include <cstdio>

#include <windows.h>

using namespace attune;

namespace {

constexpr const char* kChild = "count";
constexpr int kInterruptedExitCode = 130;
constexpr int kLimitMs = 30'000; // only guards against hanging

// The child: answers each byte of its input with the count so far; ends by itself with the input.
int countUntilClosed() {
    platform::resetInterrupts();
    platform::countInterrupts();
    do {
        std::printf("%d", platform::interruptCount());
        std::fflush(stdout);
    } while (std::getchar() != EOF);
    return 0;
}

class CountingChild {
public:
    CountingChild() {
        m_process.setProgram(QCoreApplication::applicationFilePath());
        m_process.setArguments({QString::fromLatin1(kChild)});
        m_process.setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments* arguments) {
            arguments->flags |= CREATE_NEW_PROCESS_GROUP;
        });
        m_process.start();
    }
    ~CountingChild() {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(kLimitMs)) m_process.kill();
    }
    CountingChild(const CountingChild&) = delete;
    CountingChild& operator=(const CountingChild&) = delete;

    [[nodiscard]] bool send() const {
        return GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, static_cast<DWORD>(m_process.processId())) != 0;
    }

    // What the child has counted; -1 when it is gone. The first answer comes unasked.
    [[nodiscard]] int count() {
        if (m_hasAsked) m_process.write("?");
        m_hasAsked = true;
        char answer = 0;
        while (m_process.bytesAvailable() == 0)
            if (!m_process.waitForReadyRead(kLimitMs)) return -1;
        return m_process.getChar(&answer) ? answer - '0' : -1;
    }

    // The event comes on a thread of the child's own, so the answers change a moment later.
    [[nodiscard]] bool counts(int wanted) {
        QElapsedTimer since;
        since.start();
        while (count() != wanted)
            if (since.elapsed() > kLimitMs) return false;
        return true;
    }

    [[nodiscard]] QProcess& process() { return m_process; }

private:
    QProcess m_process;
    bool m_hasAsked{false};
};

} // namespace

class tst_ConsoleEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (GetConsoleCP() == 0 && AllocConsole() == 0) QSKIP("There is no console to send events through");
    }

    void twoAtOnceAreOneRequest() {
        CountingChild child;
        QCOMPARE(child.count(), 0);
        QVERIFY(child.send());
        QVERIFY(child.counts(1));
        QVERIFY(child.send());
        QCOMPARE(child.count(), 1);
    }

    void aLaterSecondOneEndsIt() {
        CountingChild child;
        QCOMPARE(child.count(), 0);
        QElapsedTimer sinceFirst;
        sinceFirst.start();
        // An impatient user: the first one counts, those of the same second do not, and then one ends it.
        do static_cast<void>(child.send());
        while (!child.process().waitForFinished(50) && sinceFirst.elapsed() < kLimitMs);
        QVERIFY2(sinceFirst.elapsed() >= 1000, qPrintable(QString::number(sinceFirst.elapsed())));
        QCOMPARE(child.process().exitCode(), kInterruptedExitCode);
    }
};

int main(int argumentCount, char** arguments) {
    if (argumentCount == 2 && std::string_view(arguments[1]) == kChild) return countUntilClosed();
    const QCoreApplication application(argumentCount, arguments);
    tst_ConsoleEvents test;
    return QTest::qExec(&test, argumentCount, arguments);
}

#include "tst_ConsoleEvents.moc"
