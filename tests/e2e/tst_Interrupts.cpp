// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stopping, killing and going on: Ctrl-C leaves a checkpoint and exit code 130, SIGTERM the same, kill -9 at
// any moment loses nothing older than the last checkpoint. ATTUNE_E2E_KILLS sets how many kills (default 3).
#include "tests/e2e/CliProcess.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace attune::e2e;

namespace {

const QStringList kEndless{u("train"), u("--steps"), u("0"), u("--no-demos"), u("--batch-size"), u("2")};

} // namespace

class tst_Interrupts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
#ifndef Q_OS_UNIX
        QSKIP("signals are sent on Unix only");
#endif
        m_home.makeSounds(u("sounds"), 16, 0.4);
        QCOMPARE(m_home.run({u("project"), u("create"), u("p")}).exitCode, 0);
        m_home.setVariable(u("ATTUNE_PROJECT"), m_home.path(u("p")));
        QCOMPARE(m_home.run({u("dataset"), u("add"), u("sounds")}).exitCode, 0);
        QCOMPARE(m_home.run({u("dataset"), u("prompts")}).exitCode, 0);
        QCOMPARE(m_home.run({u("dataset"), u("split")}).exitCode, 0);
        const CliResult chosen = m_home.run({u("model"), u("use"), u("starter")});
        QVERIFY2(chosen.exitCode == 0, chosen.err.constData());
    }

    void killedEncodesGoOn() {
        for (int kill = 0; kill < kills(); ++kill) {
            m_home.setVariable(u("ATTUNE_CACHE_HOME"), m_home.path(u("cache-%1").arg(kill)));
            QVERIFY(QDir(m_home.path(u("p/latents"))).removeRecursively());
            const auto process = m_home.start({u("encode")});
            QVERIFY(process->waitForStarted());
            killAfter(*process, QRandomGenerator::global()->bounded(100, 2500));
            const CliResult plan = m_home.run({u("encode"), u("--plan"), u("--json")});
            QVERIFY2(plan.exitCode == 0, plan.err.constData());
            const CliResult again = m_home.run({u("encode"), u("--json")});
            QVERIFY2(again.exitCode == 0, again.err.constData());
            QCOMPARE(again.json().value(u("encoded")).toInt() + again.json().value(u("reused")).toInt(), 16);
            QVERIFY(again.json().value(u("problems")).toArray().isEmpty());
        }
    }

    void ctrlCStopsAndSaves() {
#ifdef Q_OS_UNIX
        // timeout and torchrun send theirs twice: to the process and to its group.
        for (const int signal : {SIGINT, SIGTERM}) {
            const auto process = m_home.start(kEndless + QStringList{u("--json")});
            QByteArray seen;
            QVERIFY2(waitForText(*process, "Training", seen), seen.constData());
            for (int time = 0; time < 2; ++time) ::kill(static_cast<pid_t>(process->processId()), signal);
            QVERIFY(process->waitForFinished(60'000));
            QCOMPARE(process->exitStatus(), QProcess::NormalExit);
            QCOMPARE(process->exitCode(), 130);
            const QJsonObject json = QJsonDocument::fromJson(process->readAllStandardOutput()).object();
            QCOMPARE(json.value(u("stopped")).toBool(), true);
            const QJsonObject run =
                m_home.run({u("runs"), u("show"), u("--json")}).json().value(u("run")).toObject();
            QCOMPARE(run.value(u("status")).toString(), u("stopped"));
            const QJsonArray checkpoints = run.value(u("checkpoints")).toArray();
            QVERIFY(!checkpoints.isEmpty());
            const int step = json.value(u("step")).toInt();
            QCOMPARE(checkpoints.last().toInt(), step);
            const CliResult resumed =
                m_home.run({u("resume"), u("--steps"), QString::number(step + 3), u("--json")});
            QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
            QCOMPARE(resumed.json().value(u("step")).toInt(), step + 3);
        }
#endif
    }

    void aRunningRunIsLocked() {
        const auto process = m_home.start(kEndless);
        QByteArray seen;
        QVERIFY2(waitForText(*process, "Training", seen), seen.constData());
        const CliResult refused =
            m_home.run({u("project"), u("set"), u("--notes"), u("x")}); // the project is held
        QCOMPARE(refused.exitCode, 5);
        QVERIFY2(refused.err.contains("attune-cli, process " + QByteArray::number(process->processId())),
                 refused.err.constData());
        QCOMPARE(m_home.run({u("resume")}).exitCode, 5);
        QCOMPARE(m_home.run({u("runs"), u("list")}).exitCode, 0); // looking is allowed
        process->kill();
        QVERIFY(process->waitForFinished());
        const QJsonObject run =
            m_home.run({u("runs"), u("show"), u("--json")}).json().value(u("run")).toObject();
        QCOMPARE(run.value(u("status")).toString(), u("interrupted"));
    }

    void killedTrainingsGoOn() {
        QStringList first = kEndless;
        first << u("--set") << u("checkpoints.every=5") << u("--set") << u("validation.every=5");
        int lastCheckpoint = 0;
        for (int kill = 0; kill < kills(); ++kill) {
            const auto process = m_home.start(kill == 0 ? first : QStringList{u("resume")});
            QByteArray seen;
            QVERIFY2(waitForText(*process, "Training", seen), seen.constData());
            killAfter(*process, QRandomGenerator::global()->bounded(200, 6000));
            const QJsonObject run =
                m_home.run({u("runs"), u("show"), u("--json")}).json().value(u("run")).toObject();
            const QJsonArray checkpoints = run.value(u("checkpoints")).toArray();
            const int newest = checkpoints.isEmpty() ? 0 : checkpoints.last().toInt();
            QVERIFY2(newest >= lastCheckpoint, qPrintable(u("%1 after %2").arg(newest).arg(lastCheckpoint)));
            // Which one is best was noted with the first of them, so that cleaning up spares it.
            if (checkpoints.size() > 1) QVERIFY(run.value(u("best_step")).isDouble());
            lastCheckpoint = newest;
        }
        const CliResult resumed =
            m_home.run({u("resume"), u("--steps"), QString::number(lastCheckpoint + 2), u("--json")});
        QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
        QCOMPARE(resumed.json().value(u("step")).toInt(), lastCheckpoint + 2);
        // What an export that was killed left, by a process that is no more.
        QVERIFY(QDir().mkpath(m_home.path(u("out"))));
        QFile half(m_home.path(u("out/.attune-tmp-2147483647-1-0")));
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.close();
        for (const auto& step : m_home.run({u("runs"), u("show"), u("--json")})
                                    .json()
                                    .value(u("run"))
                                    .toObject()
                                    .value(u("checkpoints"))
                                    .toArray()) {
            const CliResult exported =
                m_home.run({u("export"), QString(), m_home.path(u("out/%1.safetensors").arg(step.toInt())),
                            u("--step"), QString::number(step.toInt())});
            QVERIFY2(exported.exitCode == 0, exported.err.constData());
        }
        QVERIFY(!half.exists());
    }

private:
    static int kills() {
        return qEnvironmentVariableIntValue("ATTUNE_E2E_KILLS") > 0
                   ? qEnvironmentVariableIntValue("ATTUNE_E2E_KILLS")
                   : 3;
    }

    // SIGKILL after so many milliseconds, or at its own end.
    static void killAfter(QProcess& process, int milliseconds) {
        if (process.waitForFinished(milliseconds)) return;
        process.kill();
        process.waitForFinished();
    }

    CliHome m_home;
};

QTEST_GUILESS_MAIN(tst_Interrupts)
#include "tst_Interrupts.moc"
