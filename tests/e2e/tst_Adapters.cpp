// SPDX-License-Identifier: GPL-3.0-or-later
//
// LoRA adapters from training to a merged model, sounds that are varied instead of made from nothing, and the
// self-test.
#include "tests/e2e/CliProcess.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

using namespace attune::e2e;

namespace {

QByteArray contentsOf(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

} // namespace

class tst_Adapters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const CliResult made = m_home.quickStart(6);
        QVERIFY2(made.exitCode == 0, made.err.constData());
    }

    void adaptersTrainAndMerge() {
        const CliResult trained = m_home.run({u("train"),
                                              u("--name"),
                                              u("adapters"),
                                              u("--parts"),
                                              u("lora"),
                                              u("--lora-rank"),
                                              u("4"),
                                              u("--steps"),
                                              u("2"),
                                              u("--batch-size"),
                                              u("2"),
                                              u("--demo-prompt"),
                                              u("kick"),
                                              u("--learning-rate"),
                                              u("1e-2"),
                                              u("--set"),
                                              u("demos.every=2"),
                                              u("--set"),
                                              u("demos.steps=4"),
                                              u("--json")});
        QVERIFY2(trained.exitCode == 0, trained.err.constData());
        QCOMPARE(trained.json().value(u("step")).toInt(), 2);
        const QString checkpoint = trained.json().value(u("checkpoint")).toString();
        QVERIFY(QFileInfo(checkpoint + u("/model.safetensors")).size() <
                2'000'000); // adapters, not the model
        const QString merged = m_home.path(u("merged/model.safetensors"));
        const CliResult exported = m_home.run({u("export"), u("2"), merged, u("--precision"), u("fp32")});
        QVERIFY2(exported.exitCode == 0, exported.err.constData());
        const QString base = m_home.path(u("base/model.safetensors"));
        QCOMPARE(
            m_home.run({u("model"), u("convert"), u("starter"), base, u("--precision"), u("fp32")}).exitCode,
            0);
        QCOMPARE(QFileInfo(merged).size(), QFileInfo(base).size()); // the same tensors …
        QVERIFY(contentsOf(merged) != contentsOf(base));            // … with other numbers
        const QString adapter = m_home.path(u("merged/adapter.safetensors"));
        QCOMPARE(m_home.run({u("export"), u("2"), adapter, u("--as"), u("adapter")}).exitCode, 0);
        QVERIFY(QFileInfo(adapter).size() > 1000 && QFileInfo(adapter).size() < QFileInfo(base).size() / 4);
        QCOMPARE(
            m_home.run({u("export"), u("1"), m_home.path(u("none.safetensors")), u("--as"), u("adapter")})
                .exitCode,
            3); // a whole model
        const CliResult resumed = m_home.run({u("resume"), u("2"), u("--steps"), u("3"), u("--json")});
        QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
        QCOMPARE(resumed.json().value(u("step")).toInt(), 3);
    }

    void soundsAreVaried() {
        const QString sound = m_home.path(u("sounds")) + u("/") +
                              QDir(m_home.path(u("sounds"))).entryList({u("*.wav")}, QDir::Files).first();
        const auto take = [&](const char* folder, const char* noise) {
            const CliResult made = m_home.run({u("generate"), u("kick"), u("--model"), u("starter"),
                                               u("--seed"), u("3"), u("--cfg"), u("2"), u("--steps"), u("6"),
                                               u("--format"), u("wav"), u("--init"), sound, u("--init-noise"),
                                               u(noise), u("--out"), m_home.path(u(folder)), u("--json")});
            if (made.exitCode != 0) qWarning("%s", made.err.constData());
            return contentsOf(
                made.json().value(u("sounds")).toArray().first().toObject().value(u("file")).toString());
        };
        const QByteArray near = take("near", "0.1");
        const QByteArray far = take("far", "0.9");
        QVERIFY(near.size() > 1000);
        QCOMPARE(near, take("again", "0.1"));
        QVERIFY(near != far);
    }

    void samplersOfOtherModelsAreRefused() {
        for (const char* sampler :
             {"nonsense", "dpmpp-2m"}) { // the latter is for v models; the starter is a flow
            const CliResult refused =
                m_home.run({u("generate"), u("kick"), u("--model"), u("starter"), u("--sampler"), u(sampler),
                            u("--out"), m_home.path(u("none"))});
            QCOMPARE(refused.exitCode, 3);
            QVERIFY2(refused.err.contains("euler"), refused.err.constData());
        }
        const CliResult asked =
            m_home.run({u("generate"), u("kick"), u("--model"), u("starter"), u("--sampler"), u("rk4"),
                        u("--steps"), u("2"), u("--out"), m_home.path(u("rk4"))});
        QVERIFY2(asked.exitCode == 0, asked.err.constData());
    }

    void selfTestWalksTheWholeWay() {
        const CliResult doctor =
            m_home.run({u("doctor"), u("--full"), u("--report"), m_home.path(u("report.txt")), u("--json")});
        QVERIFY2(doctor.exitCode == 0, (doctor.out + doctor.err).constData());
        QStringList ids;
        for (const auto& item : doctor.json().value(u("items")).toArray())
            ids.append(item.toObject().value(u("id")).toString());
        for (const char* id :
             {"disk-speed", "try-sounds", "try-encode", "try-train", "try-demo", "try-export"})
            QVERIFY2(ids.contains(u(id)), id);
        QVERIFY(contentsOf(m_home.path(u("report.txt"))).contains("Try: export"));
    }

private:
    CliHome m_home;
};

QTEST_GUILESS_MAIN(tst_Adapters)
#include "tst_Adapters.moc"
