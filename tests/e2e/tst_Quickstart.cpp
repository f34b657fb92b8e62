// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main job, as a person does it for the first time: one command, then a look at everything it left
// behind.
#include "tests/e2e/CliProcess.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QSet>
#include <QtTest/QtTest>

using namespace attune::e2e;

class tst_Quickstart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_quickstart = m_home.quickStart(12, 4, 0.5);
        QVERIFY2(m_quickstart.exitCode == 0, m_quickstart.err.constData());
    }

    void leavesProjectRunAndModel() {
        const QJsonObject json = m_quickstart.json();
        QCOMPARE(json.value(u("ok")).toBool(), true);
        QCOMPARE(json.value(u("step")).toInt(), 4);
        QVERIFY(QFileInfo(json.value(u("exported")).toString()).size() > 100'000);
        QVERIFY(
            QFileInfo(QFileInfo(json.value(u("exported")).toString()).dir().filePath(u("model_config.json")))
                .exists() ||
            QFileInfo(
                QFileInfo(json.value(u("exported")).toString()).dir().filePath(u("model_model_config.json")))
                .exists());
        QVERIFY(QFileInfo(json.value(u("checkpoint")).toString()).isDir());
        bool hasBefore = false;
        bool hasAfter = false;
        const QJsonArray demos = json.value(u("demos")).toArray();
        QVERIFY(!demos.isEmpty());
        for (const auto& demo : demos) {
            const QJsonObject one = demo.toObject();
            QVERIFY2(QFileInfo(one.value(u("file")).toString()).size() > 1000,
                     qPrintable(one.value(u("file")).toString()));
            hasBefore = hasBefore || one.value(u("step")).toInt() == 0;
            hasAfter = hasAfter || one.value(u("step")).toInt() == 4;
        }
        QVERIFY(hasBefore && hasAfter);
    }

    void runsKnowsIt() {
        const QJsonObject list = m_home.run({u("runs"), u("list"), u("--json")}).json();
        QCOMPARE(list.value(u("runs")).toArray().size(), 1);
        const QJsonObject run = list.value(u("runs")).toArray().first().toObject();
        QCOMPARE(run.value(u("status")).toString(), u("finished"));
        QCOMPARE(run.value(u("step")).toInt(), 4);
        const QJsonObject shown = m_home.run({u("runs"), u("show"), u("--json")}).json();
        QVERIFY(shown.value(u("latest")).toObject().contains(u("train/loss")));
        const CliResult csv = m_home.run({u("runs"), u("metrics"), u("--name"), u("train/loss")});
        QCOMPARE(csv.out.trimmed().split('\n').size(), qsizetype{5}); // heading and four steps
    }

    void encodingAgainDoesNothing() {
        const QJsonObject again = m_home.run({u("encode"), u("--json")}).json();
        QCOMPARE(again.value(u("encoded")).toInt(-1), 0);
        QVERIFY(again.value(u("reused")).toInt() >= 1);
        QCOMPARE(again.value(u("prompts")).toInt(-1), 0);
    }

    void planSaysWhatItTakes() {
        const CliResult plan = m_home.run({u("plan"), u("--steps"), u("100"), u("--json")});
        QVERIFY2(plan.exitCode == 0, plan.err.constData());
        const QJsonObject json = plan.json().value(u("plan")).toObject();
        QVERIFY(json.value(u("train_items")).toInt() > 0);
        QVERIFY(json.value(u("memory_bytes")).toDouble() > 0);
        QVERIFY(json.value(u("seconds_per_step")).toDouble() > 0);
    }

    void aStepCanBeMeasured() {
        const CliResult plan =
            m_home.run({u("plan"), u("--measure"), u("--batch-size"), u("2"), u("--json")});
        QVERIFY2(plan.exitCode == 0, plan.err.constData());
        const QJsonObject measured = plan.json().value(u("measured")).toObject();
        QVERIFY(measured.value(u("memory_bytes")).toDouble() > 50e6);
        QVERIFY(measured.value(u("device_bytes")).toDouble() > measured.value(u("memory_bytes")).toDouble());
        QVERIFY(measured.value(u("seconds_per_step")).toDouble() > 0);
    }

    void sameSeedSameSound() {
        for (const char* folder : {"one", "two"})
            QCOMPARE(m_home
                         .run({u("generate"), u("kick"), u("--run"), u("1"), u("--seed"), u("7"), u("--cfg"),
                               u("3"), u("--out"), m_home.path(u(folder)), u("--format"), u("wav")})
                         .exitCode,
                     0);
        QFile one(m_home.path(u("one/kick-seed-7-cfg-3.wav")));
        QFile two(m_home.path(u("two/kick-seed-7-cfg-3.wav")));
        QVERIFY2(one.open(QIODevice::ReadOnly) && two.open(QIODevice::ReadOnly),
                 qPrintable(QDir(m_home.path(u("one"))).entryList().join(u(" "))));
        const QByteArray sound = one.readAll();
        QVERIFY(sound.size() > 1000);
        QCOMPARE(sound, two.readAll());
    }

    // Every prompt with every seed and every guidance: its own file, its own sound.
    void sweepsPromptsSeedsAndGuidance() {
        const CliResult result =
            m_home.run({u("generate"), u("kick"), u("pad"), u("--run"), u("1"), u("--count"), u("2"),
                        u("--cfg"), u("2"), u("4"), u("--steps"), u("3"), u("--out"), m_home.path(u("sweep")),
                        u("--format"), u("wav"), u("--json")});
        QVERIFY2(result.exitCode == 0, result.err.constData());
        QCOMPARE(result.json().value(u("sounds")).toArray().size(), 8);
        QSet<QByteArray> sounds;
        for (const QString& prompt : {u("kick"), u("pad")})
            for (const int seed : {1, 2})
                for (const int guidance : {2, 4}) {
                    const QString name =
                        QStringLiteral("sweep/%1-seed-%2-cfg-%3.wav").arg(prompt).arg(seed).arg(guidance);
                    QFile file(m_home.path(name));
                    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
                    sounds.insert(file.readAll());
                }
        QCOMPARE(sounds.size(), 8);
    }

    void demosOfAnyCheckpoint() {
        const CliResult base = m_home.run({u("demo"), u("--step"), u("0"), u("--json")});
        QVERIFY2(base.exitCode == 0, base.err.constData());
        QVERIFY(!base.json().value(u("sounds")).toArray().isEmpty());
        QCOMPARE(m_home.run({u("demo"), u("--step"), u("3")}).exitCode, 4); // no such checkpoint
    }

    void exportsLoadAgain() {
        for (const char* kind : {"safetensors", "ckpt"}) {
            const QString file = m_home.path(u("out/model.") + u(kind));
            const CliResult exported =
                m_home.run({u("export"), u("1"), file, u("--as"), u(kind), u("--precision"), u("fp16")});
            QVERIFY2(exported.exitCode == 0, exported.err.constData());
            const CliResult inspected = m_home.run({u("model"), u("inspect"), file, u("--json")});
            QVERIFY2(inspected.exitCode == 0, inspected.err.constData());
            QCOMPARE(inspected.json().value(u("model")).toObject().value(u("kind")).toString(),
                     u("diffusion"));
            QCOMPARE(m_home.run({u("export"), u("1"), file, u("--as"), u(kind)}).exitCode,
                     5); // is there already
        }
    }

    void exportForTheReference() {
        const QString folder = m_home.path(u("reference"));
        const CliResult exported =
            m_home.run({u("export"), u("1"), folder, u("--as"), u("stable-audio-tools"), u("--json")});
        QVERIFY2(exported.exitCode == 0, exported.err.constData());
        for (const char* file : {"model_config.json", "dataset_config.json", "metadata.py", "defaults.ini",
                                 "README.txt", "latents/train/details.json"})
            QVERIFY2(QFileInfo::exists(QDir(folder).filePath(u(file))), file);
        QVERIFY(exported.json().value(u("command_line")).toString().contains(u("train.py")));
    }

    void aRunTakenFurtherKeepsItsEnd() {
        const CliResult further = m_home.run({u("resume"), u("1"), u("--steps"), u("6"), u("--json")});
        QVERIFY2(further.exitCode == 0, further.err.constData());
        QCOMPARE(further.json().value(u("step")).toInt(), 6);
        const CliResult again = m_home.run({u("resume"), u("1")});
        QVERIFY2(again.exitCode == 0 && (again.out + again.err).contains("all of its 6 steps"),
                 (again.out + again.err).constData());
    }

private:
    CliHome m_home;
    CliResult m_quickstart;
};

QTEST_GUILESS_MAIN(tst_Quickstart)
#include "tst_Quickstart.moc"
