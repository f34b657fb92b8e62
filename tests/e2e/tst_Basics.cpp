// SPDX-License-Identifier: GPL-3.0-or-later
//
// attune-cli from outside: help of every command, usage errors, exit codes, --json, completion, odd folders.
#include "tests/e2e/CliProcess.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

using namespace attune::e2e;

namespace {

QStringList words(const QString& line) {
    return line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// What may follow these words, as the shells hear it.
QStringList candidates(const CliHome& home, QStringList typed) {
    typed.prepend(u("complete-words"));
    QStringList found;
    for (const QString& line :
         QString::fromUtf8(home.run(typed).out).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        found << line.section(QLatin1Char('\t'), 0, 0);
    return found;
}

} // namespace

class tst_Basics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpOfEveryCommand() {
        const CliHome home;
        QList<QStringList> waiting{{}};
        int commands = 0;
        while (!waiting.isEmpty()) {
            const QStringList command = waiting.takeLast();
            const CliResult help = home.run(command + QStringList{u("--help")});
            QVERIFY2(help.exitCode == 0, qPrintable(command.join(u(" "))));
            QVERIFY2(help.out.contains("Usage: attune-cli"), help.out.constData());
            QVERIFY2(help.err.isEmpty(), help.err.constData());
            ++commands;
            bool isLeaf = true;
            for (const QString& word : candidates(home, command + QStringList{QString()})) {
                const CliResult below = home.run(command + QStringList{word, u("--help")});
                if (word.startsWith(QLatin1Char(':')) ||
                    !below.out.contains("Usage: attune-cli " +
                                        (command + QStringList{word}).join(u(" ")).toUtf8()))
                    continue; // a value, not a command
                isLeaf = false;
                waiting << command + QStringList{word};
            }
            if (isLeaf) QVERIFY2(help.out.contains("Examples:"), qPrintable(command.join(u(" "))));
        }
        QVERIFY2(commands >= 20, qPrintable(QString::number(commands)));
    }

    void helpDoesNotLoadTheEngine() {
        // With no engine to be found, everything that needs none still works, and doctor says what is wrong.
        CliHome home;
        home.setVariable(u("ATTUNE_ENGINE"), home.path(u("absent.so")));
        QCOMPARE(home.run({u("--help")}).exitCode, 0);
        QCOMPARE(home.run({u("project"), u("create"), u("p")}).exitCode, 0);
        const CliResult doctor = home.run({u("doctor"), u("--json")});
        QCOMPARE(doctor.exitCode, 5);
        QCOMPARE(doctor.json().value(u("verdict")).toString(), u("problem"));
        QVERIFY(doctor.err.contains("error:"));
    }

    void wrongUsageIsTwo() {
        const CliHome home;
        for (const char* line : {"bogus", "project create", "dataset", "completion tcsh",
                                 "dataset list --limit x", "doctor --nonsense"}) {
            const CliResult result = home.run(words(u(line)));
            QVERIFY2(result.exitCode == 2, line);
            QVERIFY2(result.err.startsWith("error:"), line);
            QVERIFY2(result.out.isEmpty(), line);
            const CliResult asJson = home.run(words(u(line)) + QStringList{u("--json")});
            QVERIFY2(asJson.exitCode == 2 && !asJson.json().value(u("ok")).toBool(true), line);
        }
    }

    void numbersOfOptionsAreChecked_data() {
        QTest::addColumn<QString>("line");
        for (const char* const line :
             {"dataset list --limit -1", "generate x --seed 99999999999999999999", "generate x --seed 1x",
              "generate x --seconds nan", "generate x --steps 0", "train --steps abc", "train --batch-size 0",
              "dataset split --seed -3"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void numbersOfOptionsAreChecked() {
        QFETCH(QString, line);
        const CliHome home;
        const CliResult wrong = home.run(words(line) + QStringList{u("--json")});
        QCOMPARE(wrong.exitCode, 2);
        const QJsonObject json = QJsonDocument::fromJson(wrong.out).object();
        QVERIFY2(!json.isEmpty(), wrong.out.constData());
        QVERIFY(line.startsWith(json[u("command")].toString()) && !json[u("command")].toString().isEmpty());
        QVERIFY2(json[u("error")][u("message")].toString().size() < 200, wrong.out.constData());
    }

    void whatIsNotThereIsFour() {
        const CliHome home;
        const QString project = home.path(u("New"));
        for (const QStringList& line :
             {QStringList{u("import"), u("/nowhere"), u("--project"), project},
              QStringList{u("quickstart"), u("--sounds"), u("/nowhere"), u("--project"), project}}) {
            const CliResult missing = home.run(line);
            QVERIFY2(missing.exitCode == 4, missing.err.constData());
            QVERIFY(!QFileInfo::exists(project)); // nothing is made for it
        }
    }

    void jsonWithoutACommandIsJsonToo() {
        const CliHome home;
        const CliResult nothing = home.run({u("--json")});
        QCOMPARE(nothing.exitCode, 2);
        QVERIFY(!QJsonDocument::fromJson(nothing.out).object()[u("ok")].toBool(true));
    }

    void endingsOfModelFilesSayWhatIsInside() {
        const CliHome home;
        const auto convert = [&](const char* target, const QStringList& more = {}) {
            return home.run(QStringList{u("model"), u("convert"), u("starter"), home.path(u(target))} + more);
        };
        const CliResult checkpoint = convert("a.ckpt");
        QVERIFY2(checkpoint.exitCode == 0, checkpoint.err.constData());
        QFile file(home.path(u("a.ckpt")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.read(2), QByteArray("PK")); // a zip, as torch.save writes it
        const CliResult again = convert("a.ckpt");
        QCOMPARE(again.exitCode, 5);
        QVERIFY2(again.err.contains("--replace"), again.err.constData());
        QCOMPARE(convert("b.xyz").exitCode, 3);
        QCOMPARE(convert("c.ckpt", {u("--as"), u("safetensors")}).exitCode, 3);
        QVERIFY(!QFileInfo::exists(home.path(u("b.xyz"))) && !QFileInfo::exists(home.path(u("c.ckpt"))));
    }

    void projectLifeInJson() {
        const CliHome home;
        const CliResult made =
            home.run({u("project"), u("create"), u("My Sound"), u("--name"), u("Kläng 太鼓"), u("--json")});
        QCOMPARE(made.exitCode, 0);
        QCOMPARE(made.json().value(u("name")).toString(), u("Kläng 太鼓"));
        QCOMPARE(home.run({u("project"), u("create"), u("My Sound")}).exitCode, 5); // already there
        QCOMPARE(home.run({u("project"), u("show")}).exitCode, 4);                  // none here
        QCOMPARE(home.run({u("project"), u("show"), u("-p"), u("nowhere")}).exitCode, 4);

        const QString inside = home.path(u("My Sound"));
        QCOMPARE(home.run({u("project"), u("set"), u("--notes"), u("for the live set")}, inside).exitCode, 0);
        const CliResult shown = home.run({u("project"), u("show"), u("--json")}, inside);
        QCOMPARE(shown.exitCode, 0);
        QCOMPARE(shown.json().value(u("notes")).toString(), u("for the live set"));
        QCOMPARE(shown.json().value(u("clips")).toInt(-1), 0);
        QCOMPARE(home.run({u("project"), u("set"), u("--name"), u("  ")}, inside).exitCode, 3);
    }

    void projectsByTheirFile() {
        const CliHome home;
        QCOMPARE(home.run({u("project"), u("create"), u("My Sound"), u("--name"), u("Kläng 太鼓")}).exitCode,
                 0);
        QCOMPARE(
            home.run({u("project"), u("show"), u("--project"), u("My Sound/Kläng 太鼓.attune"), u("--json")})
                .json()
                .value(u("name"))
                .toString(),
            u("Kläng 太鼓"));
        // Moved and renamed, and from an Attune that wrote no such file: the next change brings one back.
        QVERIFY(QDir(home.path()).rename(u("My Sound"), u("moved")));
        QCOMPARE(home.run({u("project"), u("show"), u("-p"), u("moved/Kläng 太鼓.attune")}).exitCode, 0);
        QVERIFY(QFile::remove(home.path(u("moved/Kläng 太鼓.attune"))));
        QCOMPARE(home.run({u("project"), u("show"), u("-p"), u("moved")}).exitCode, 0);
        QVERIFY(!QFile::exists(home.path(u("moved/Kläng 太鼓.attune"))));
        QCOMPARE(home.run({u("project"), u("set"), u("-p"), u("moved"), u("--notes"), u("x")}).exitCode, 0);
        QVERIFY(QFile::exists(home.path(u("moved/Kläng 太鼓.attune"))));
        QCOMPARE(home.run({u("project"), u("show"), u("-p"), u("gone.attune")}).exitCode, 4);
    }

    // What a file manager does at a double click, from another folder and with a relative name.
    void projectFileOpensTheStudio() {
        const QString studio = QFileInfo(cliProgram()).dir().filePath(u("attune"));
        if (!QFile::exists(studio)) QSKIP("the studio is not built");
        const CliHome home;
        QCOMPARE(home.run({u("project"), u("create"), u("My Sound"), u("--name"), u("Kläng 太鼓")}).exitCode,
                 0);
        QVERIFY(!QFile::exists(home.path(u("My Sound/library.sqlite"))));
        QProcess process;
        QProcessEnvironment environment = home.environment();
        environment.insert(u("QT_QPA_PLATFORM"), u("offscreen"));
        environment.insert(u("XDG_CONFIG_HOME"),
                           home.path(u("config"))); // its window's size is nobody else's
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(home.path(u("My Sound")));
        process.start(studio, {u("Kläng 太鼓.attune")});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY2_WITH_TIMEOUT(QFile::exists(home.path(u("My Sound/library.sqlite"))),
                                  "the studio did not open the project", 60'000);
        QCOMPARE(home.run({u("project"), u("set"), u("-p"), u("My Sound"), u("--notes"), u("x")}).exitCode,
                 5); // it is open there
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(home.run({u("project"), u("set"), u("-p"), u("My Sound"), u("--notes"), u("x")}).exitCode,
                 0);
    }

    void datasetFromFolderToSplit() {
        CliHome home;
        home.makeSounds(u("Klänge/drums"), 12);
        QCOMPARE(home.run({u("project"), u("create"), u("p")}).exitCode, 0);
        home.setVariable(u("ATTUNE_PROJECT"), home.path(u("p")));

        const CliResult added = home.run({u("dataset"), u("add"), u("Klänge"), u("--json")});
        QVERIFY2(added.exitCode == 0, added.err.constData());
        const QJsonObject source = added.json().value(u("sources")).toArray().first().toObject();
        QCOMPARE(source.value(u("added")).toInt(), 12);
        const CliResult again = home.run({u("dataset"), u("scan"), u("--json")});
        QCOMPARE(again.json().value(u("sources")).toArray().first().toObject().value(u("unchanged")).toInt(),
                 12);

        QCOMPARE(
            home.run({u("dataset"), u("prompts"), u("--template"), u("{folder.1} {name:clean}")}).exitCode,
            0);
        const QJsonObject kicks = home.run({u("dataset"), u("list"), u("name:kick"), u("--json")}).json();
        QCOMPARE(kicks.value(u("count")).toInt(), 3);
        QVERIFY(kicks.value(u("clips"))
                    .toArray()
                    .first()
                    .toObject()
                    .value(u("prompt"))
                    .toString()
                    .startsWith(u("drums kick")));

        QCOMPARE(home.run({u("dataset"), u("edit"), u("name:kick_00"), u("--prompt"), u("tiefer Schlag")})
                     .exitCode,
                 0);
        QCOMPARE(home.run({u("dataset"), u("prompts"), u("--template"), u("{name}"), u("--json")})
                     .json()
                     .value(u("kept_by_hand"))
                     .toInt(),
                 1);

        const CliResult check = home.run({u("dataset"), u("check"), u("--json")});
        QVERIFY2(check.exitCode == 0, check.err.constData());
        QVERIFY(check.json().contains(u("findings")));
        const QJsonObject split =
            home.run({u("dataset"), u("split"), u("--held-out"), u("0.25"), u("--json")}).json();
        QCOMPARE(split.value(u("train")).toInt() + split.value(u("held_out")).toInt(), 12);
        QVERIFY(split.value(u("held_out")).toInt() >= 1);

        QCOMPARE(home.run({u("dataset"), u("list"), u("length<<")}).exitCode, 3);
        QCOMPARE(home.run({u("dataset"), u("edit"), u("name:zebra"), u("--exclude")}).exitCode, 4);
        QCOMPARE(home.run({u("dataset"), u("add"), u("no-such-folder")}).exitCode, 4);
        QCOMPARE(home.run({u("dataset"), u("remove"), u("Klänge")}).exitCode, 0);
        QCOMPARE(home.run({u("project"), u("show"), u("--json")}).json().value(u("clips")).toInt(-1), 0);
    }

    void longAndStrangePaths() {
        CliHome home;
        QString deep = u("tief");
        while (home.path(deep).toUtf8().size() < 300) deep += u("/Größe und Länge 太鼓");
        home.makeSounds(deep, 3);
        const QString project = home.path(deep + u("/Projekt"));
        const CliResult made = home.run({u("project"), u("create"), project});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const CliResult added =
            home.run({u("dataset"), u("add"), home.path(u("tief")), u("-p"), project, u("--json")});
        QVERIFY2(added.exitCode == 0, added.err.constData());
        QCOMPARE(added.json().value(u("sources")).toArray().first().toObject().value(u("added")).toInt(), 3);
    }

    void readOnlyProjectSaysWhy() {
        if (qEnvironmentVariable("USER") == u("root") || QFileInfo(u("/")).isWritable())
            QSKIP("the superuser may write everywhere");
        CliHome home;
        QCOMPARE(home.run({u("project"), u("create"), u("p")}).exitCode, 0);
        QVERIFY(QFile::setPermissions(home.path(u("p")), QFile::ReadOwner | QFile::ExeOwner));
        const CliResult result = home.run({u("project"), u("set"), u("--notes"), u("x"), u("-p"), u("p")});
        QFile::setPermissions(home.path(u("p")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(result.exitCode, 8);
    }

    void twoProcessesOnOneProject() {
        CliHome home;
        home.makeSounds(u("sounds"), 2);
        QCOMPARE(home.run({u("project"), u("create"), u("p")}).exitCode, 0);
        // A newer program's project is refused for writing and may be read.
        QFile document(home.path(u("p/project.json")));
        QVERIFY(document.open(QIODevice::ReadWrite));
        QByteArray text = document.readAll();
        text.replace("\"version\": 1", "\"version\": 99");
        document.seek(0);
        document.write(text);
        document.resize(text.size());
        document.close();
        QCOMPARE(home.run({u("project"), u("show"), u("-p"), u("p")}).exitCode, 0);
        QCOMPARE(home.run({u("project"), u("set"), u("--notes"), u("x"), u("-p"), u("p")}).exitCode, 3);
    }

    void completionScriptsWork() {
        const CliHome home;
        QProcess bash;
        bash.setProcessEnvironment(home.environment());
        bash.start(u("bash"), {u("-c"),
                               u("source <(\"$0\" completion bash); COMP_WORDS=(\"$0\" dataset li); "
                                 "COMP_CWORD=2; _attune_cli; echo \"${COMPREPLY[@]}\""),
                               cliProgram()});
        QVERIFY(bash.waitForFinished());
        QCOMPARE(bash.readAllStandardOutput().trimmed(), QByteArray("list"));
        QVERIFY(candidates(home, {u("completion"), QString()}).contains(u("zsh")));
        QVERIFY(candidates(home, {u("--")}).contains(u("--project")));
    }
};

QTEST_GUILESS_MAIN(tst_Basics)
#include "tst_Basics.moc"
