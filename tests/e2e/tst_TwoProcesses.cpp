// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two processes on this machine, joined by the variables that torchrun sets, take the steps that one process
// takes with the double batch: the same losses, one run folder, written by the first of them.
#include "tests/e2e/CliProcess.h"

#include <QtCore/QJsonArray>
#include <QtNetwork/QTcpServer>
#include <QtTest/QtTest>

#include <cmath>

using namespace attune::e2e;

namespace {

constexpr int kSteps = 3;

} // namespace

class tst_TwoProcesses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const CliResult made = m_home.quickStart(9);
        QVERIFY2(made.exitCode == 0, made.err.constData());
    }

    void lossesAreThoseOfOneWithTheDoubleBatch() {
        const CliResult alone = m_home.run(trainArguments("alone", "4"));
        QVERIFY2(alone.exitCode == 0, alone.err.constData());
        QVERIFY2(create("two", "2"), "the run is not there");

        const auto first = startProcess(0);
        const auto second = startProcess(1);
        QVERIFY(first->waitForFinished(240'000) && second->waitForFinished(60'000));
        const QByteArray errors = first->readAllStandardError() + second->readAllStandardError();
        QVERIFY2(first->exitStatus() == QProcess::NormalExit && first->exitCode() == 0, errors.constData());
        QVERIFY2(second->exitStatus() == QProcess::NormalExit && second->exitCode() == 0, errors.constData());
        QVERIFY2(errors.contains("Gloo"), errors.constData());

        const QList<double> expected = losses("2");
        const QList<double> found = losses("3");
        QCOMPARE(expected.size(), qsizetype{kSteps});
        QCOMPARE(found.size(), qsizetype{kSteps});
        for (int step = 0; step < kSteps; ++step)
            QVERIFY2(std::abs(expected[step] - found[step]) < 2e-5 * std::abs(expected[step]),
                     qPrintable(u("step %1: %2 and %3")
                                    .arg(step + 1)
                                    .arg(expected[step], 0, 'g', 9)
                                    .arg(found[step], 0, 'g', 9)));
    }

    // A process whose partner never comes ends with a reason.
    void strangeEnvironmentsAreNamed() {
        CliHome lonely;
        lonely.setVariable(u("WORLD_SIZE"), u("two"));
        lonely.setVariable(u("RANK"), u("0"));
        const CliResult wrong =
            lonely.run({u("resume"), u("2"), u("--project"), m_home.path(u("p")), u("--steps"), u("9")});
        QVERIFY(wrong.exitCode != 0 && !wrong.crashed);
        QVERIFY2(wrong.err.contains("WORLD_SIZE"), wrong.err.constData());
    }

private:
    [[nodiscard]] static QStringList trainArguments(const char* name, const char* batch) {
        return {u("train"),        u("--name"), u(name),         u("--steps"), QString::number(kSteps),
                u("--batch-size"), u(batch),    u("--no-demos"), u("--json")};
    }
    [[nodiscard]] bool create(const char* name, const char* batch) const {
        return m_home.run(trainArguments(name, batch) << u("--create-only")).exitCode == 0;
    }
    [[nodiscard]] std::unique_ptr<QProcess> startProcess(int rank) {
        if (m_port == 0) { // one that is free now
            QTcpServer server;
            if (server.listen(QHostAddress::LocalHost)) m_port = server.serverPort();
        }
        m_home.setVariable(u("MASTER_ADDR"), u("127.0.0.1"));
        m_home.setVariable(u("MASTER_PORT"), QString::number(m_port));
        m_home.setVariable(u("WORLD_SIZE"), u("2"));
        m_home.setVariable(u("RANK"), QString::number(rank));
        m_home.setVariable(u("LOCAL_RANK"), QString::number(rank));
        return m_home.start({u("resume"), u("3"), u("--verbose")});
    }
    [[nodiscard]] QList<double> losses(const char* run) const {
        CliHome reader; // without the variables of the two
        const QJsonObject series =
            reader.run({u("runs"), u("metrics"), u(run), u("--project"), m_home.path(u("p")), u("--json")})
                .json()
                .value(u("series"))
                .toObject();
        QList<double> values;
        const QJsonArray points = series.value(u("train/loss")).toArray();
        for (const QJsonValue& point : points) values << point.toObject().value(u("value")).toDouble();
        return values;
    }

    CliHome m_home;
    quint16 m_port{0};
};

QTEST_GUILESS_MAIN(tst_TwoProcesses)
#include "tst_TwoProcesses.moc"
