// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way to stable-audio-tools and back: a run is exported as its project, which is imported here with its
// latents and trained by train.py's own arguments, leaving training checkpoints that go on and that unwrap.
#include "tests/e2e/CliProcess.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

using namespace attune::e2e;

namespace {

QStringList trainingCheckpoints(const QString& folder) {
    return QDir(folder).entryList({u("*.ckpt")}, QDir::Files, QDir::Name);
}

} // namespace

class tst_ReferenceFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const CliResult made = m_home.quickStart(8);
        QVERIFY2(made.exitCode == 0, made.err.constData());
        m_folder = m_home.path(u("reference"));
        const CliResult exported = m_home.run({u("export"), u("1"), m_folder, u("--as"),
                                               u("stable-audio-tools"), u("--project"), m_home.path(u("p"))});
        QVERIFY2(exported.exitCode == 0, exported.err.constData());
        const QJsonObject starter = m_home.run({u("model"), u("inspect"), u("starter"), u("--json")})
                                        .json()
                                        .value(u("model"))
                                        .toObject();
        m_textEncoder = QFileInfo(starter.value(u("file")).toString()).dir().filePath(u("t5"));
    }

    void latentsAreImportedAsTheyAre() {
        const QString project = m_home.path(u("imported"));
        const CliResult imported = m_home.run({u("import"), m_folder, u("--project"), project, u("--json")});
        QVERIFY2(imported.exitCode == 0, imported.err.constData());
        const QJsonObject json = imported.json();
        QVERIFY(json.value(u("latents")).toInt() >= 6);
        QVERIFY(json.value(u("held_out_latents")).toInt() >= 1);
        const QDir copies(json.value(u("latents_folder")).toString() + u("/train/0"));
        const QDir originals(m_folder + u("/latents/train/0"));
        const QStringList names = originals.entryList({u("*.npy")}, QDir::Files);
        QCOMPARE(copies.entryList({u("*.npy")}, QDir::Files), names);
        for (const QString& name : names) {
            QFile copy(copies.filePath(name));
            QFile original(originals.filePath(name));
            QVERIFY(copy.open(QIODevice::ReadOnly) && original.open(QIODevice::ReadOnly));
            QCOMPARE(copy.readAll(), original.readAll());
        }
        QCOMPARE(m_home.run({u("import"), m_folder, u("--project"), project}).exitCode,
                 5); // it is there already
        const QJsonObject shown =
            m_home.run({u("project"), u("show"), u("--project"), project, u("--json")}).json();
        QCOMPARE(shown.value(u("imported_latents")), json.value(u("latents")));
        QCOMPARE(shown.value(u("imported_held_out")), json.value(u("held_out_latents")));

        QCOMPARE(m_home.run({u("model"), u("use"), u("starter"), u("--project"), project}).exitCode, 0);
        const CliResult plan = m_home.run({u("plan"), u("--project"), project, u("--json")});
        QCOMPARE(plan.json().value(u("plan")).toObject().value(u("train_items")).toInt(),
                 json.value(u("latents")).toInt());
        const CliResult trained =
            m_home.run({u("train"), u("--preset"), json.value(u("settings_file")).toString(), u("--steps"),
                        u("1"), u("--no-demos"), u("--project"), project, u("--json")});
        QVERIFY2(trained.exitCode == 0, trained.err.constData());
        QCOMPARE(trained.json().value(u("step")).toInt(), 1);
    }

    // train.py drops a batch that is not full; a set smaller than one batch would vanish.
    void setsSmallerThanABatchAreKept() {
        for (const char* name : {"dataset_config.json", "val_dataset_config.json"}) {
            QFile file(m_folder + u("/") + u(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QJsonObject config = QJsonDocument::fromJson(file.readAll()).object();
            const QString folder =
                config.value(u("datasets")).toArray().first().toObject().value(u("path")).toString();
            const auto items =
                QDir(m_folder + u("/") + folder + u("/0")).entryList({u("*.npy")}, QDir::Files).size();
            QFile settings(m_folder + u("/defaults.ini"));
            QVERIFY(settings.open(QIODevice::ReadOnly));
            const int batch = QRegularExpression(u("batch_size = (\\d+)"))
                                  .match(QString::fromUtf8(settings.readAll()))
                                  .captured(1)
                                  .toInt();
            QVERIFY(batch > 0 && items > 0);
            QCOMPARE(config.value(u("drop_last")).toBool(), items >= batch);
        }
    }

    void autoencodersMustBeWhole() {
        const CliResult none = train({u("--config-file"), u("defaults.ini"), u("--pretransform-ckpt-path"),
                                      m_textEncoder + u("/model.safetensors")});
        QCOMPARE(none.exitCode, 3);
        QVERIFY2(none.out.contains("autoencoder"), none.out.constData());
    }

    void trainLeavesTrainingCheckpoints() {
        const CliResult trained = train(
            {u("--config-file"), u("defaults.ini"), u("--steps"), u("2"), u("--checkpoint-every"), u("1")});
        QVERIFY2(trained.exitCode == 0, trained.err.constData());
        QCOMPARE(trained.json().value(u("step")).toInt(), 2);
        QCOMPARE(trainingCheckpoints(saves()),
                 (QStringList{u("epoch=0-step=1.ckpt"), u("epoch=0-step=2.ckpt")}));
        const QJsonObject card =
            m_home.run({u("model"), u("inspect"), saves() + u("/epoch=0-step=2.ckpt"), u("--json")})
                .json()
                .value(u("model"))
                .toObject();
        QCOMPARE(card.value(u("kind")).toString(), u("training-checkpoint"));
        QVERIFY(card.value(u("has_ema")).toBool());
    }

    void newestTrainingCheckpointGoesOnExactly() {
        const CliResult resumed =
            train({u("--ckpt-path"), saves() + u("/epoch=0-step=2.ckpt"), u("--steps"), u("3")});
        QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
        QCOMPARE(resumed.json().value(u("step")).toInt(), 3);
        QCOMPARE(QDir(saves()).entryList({u("0*")}, QDir::Dirs).size(), qsizetype{1}); // the same run
    }

    void whatItSaysToDoNextWorks() {
        const QString run = QDir(saves()).entryList({u("0*")}, QDir::Dirs).value(0);
        const CliResult trained = m_home.run({u("sat"), u("train"), u("--ckpt-path"), u("saves/") + run,
                                              u("--save-dir"), u("saves"), u("--steps"), u("3")},
                                             m_folder);
        QVERIFY2(trained.exitCode == 0, trained.err.constData());
        const QString said = QString::fromUtf8(trained.out);
        QStringList next = said.section(u("Use it:  attune-cli "), 1, 1)
                               .section(QLatin1Char('\n'), 0, 0)
                               .split(QLatin1Char(' '), Qt::SkipEmptyParts);
        QVERIFY2(next.contains(u("--ckpt-path")), trained.out.constData());
        next.replaceInStrings(u("NAME"), u("mine"));
        const CliResult used = m_home.run(next, m_folder);
        QVERIFY2(used.exitCode == 0, used.err.constData());
        QVERIFY(QFileInfo::exists(m_folder + u("/mine.ckpt")));
    }

    void olderTrainingCheckpointBeginsARun() {
        const CliResult resumed = train({u("--config-file"), u("defaults.ini"), u("--ckpt-path"),
                                         saves() + u("/epoch=0-step=1.ckpt"), u("--steps"), u("2")});
        QVERIFY2(resumed.exitCode == 0, resumed.err.constData());
        QCOMPARE(resumed.json().value(u("step")).toInt(), 2);
        QCOMPARE(QDir(saves()).entryList({u("0*")}, QDir::Dirs).size(), qsizetype{2});
        QVERIFY(
            trainingCheckpoints(saves()).join(u(" ")).contains(u("step=2-v1.ckpt"))); // nothing is replaced
    }

    void trapsAreExplained() {
        const CliResult wrapped = train({u("--config-file"), u("defaults.ini"), u("--pretrained-ckpt-path"),
                                         saves() + u("/epoch=0-step=1.ckpt")});
        QVERIFY(wrapped.exitCode != 0);
        QVERIFY2(wrapped.out.contains("unwrapped model"), wrapped.out.constData());
        const CliResult unwrapped =
            m_home.run({u("sat"), u("unwrap"), u("--ckpt-path"), saves() + u("/epoch=0-step=2.ckpt"),
                        u("--name"), m_home.path(u("unwrapped")), u("--use-safetensors"), u("--json")});
        QVERIFY2(unwrapped.exitCode == 0, unwrapped.err.constData());
        const CliResult model = train({u("--config-file"), u("defaults.ini"), u("--ckpt-path"),
                                       m_home.path(u("unwrapped.safetensors"))});
        QVERIFY(model.exitCode != 0);
        QVERIFY2(model.out.contains("--pretrained-ckpt-path"), model.out.constData());
    }

    void wrappedCheckpointIsConverted() {
        const QString target = m_home.path(u("converted/model.safetensors"));
        const CliResult converted =
            m_home.run({u("model"), u("convert"), saves() + u("/epoch=0-step=2.ckpt"), target});
        QVERIFY2(converted.exitCode == 0, converted.err.constData());
        const QJsonObject card =
            m_home.run({u("model"), u("inspect"), target, u("--json")}).json().value(u("model")).toObject();
        QCOMPARE(card.value(u("kind")).toString(), u("diffusion"));
    }

private:
    [[nodiscard]] QString saves() const { return m_folder + u("/saves"); }
    [[nodiscard]] CliResult train(QStringList arguments) const {
        return m_home.run(QStringList{u("sat"), u("train")} + arguments +
                              QStringList{u("--save-dir"), u("saves"), u("--precision"), u("32"),
                                          u("--batch-size"), u("2"), u("--text-encoder"), m_textEncoder,
                                          u("--json")},
                          m_folder);
    }

    CliHome m_home;
    QString m_folder;
    QString m_textEncoder;
};

QTEST_GUILESS_MAIN(tst_ReferenceFiles)
#include "tst_ReferenceFiles.moc"
