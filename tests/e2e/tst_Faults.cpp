// SPDX-License-Identifier: GPL-3.0-or-later
//
// What goes wrong around the program: a full disk, a project that cannot be written, a drive that is gone, a
// clock that jumps, sounds damaged after the scan, two programs on one project, a project of a newer version.
// Each case: an error that names the thing and a remedy, its exit code, and nothing lost. The long ones, with
// training, are in endurance/faults.py.
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "tests/e2e/CliProcess.h"
#include "tests/support/Files.h"

#include <QtCore/QDateTime>
#include <QtCore/QDirIterator>
#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

using namespace attune;
using namespace attune::e2e;

namespace {

constexpr int kSounds = 4;

QString textOf(const std::filesystem::path& path) {
    return QString::fromStdString(utf8FromPath(path));
}

// The error says each of these words.
bool says(const CliResult& result, std::initializer_list<const char*> words) {
    return std::all_of(words.begin(), words.end(),
                       [&](const char* word) { return result.err.contains(word); });
}

} // namespace

class tst_Faults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_home.emplace();
        m_home->makeSounds(u("sounds"), kSounds);
    }

    void fullDisk() {
        const test::SmallDisk disk(4 << 20);
        if (!disk.isMounted()) QSKIP("a small disk cannot be mounted here");
        makeProject(textOf(disk.path() / "p"));
        QCOMPARE(run({u("project"), u("set"), u("--notes"), u("before")}).exitCode, 0);
        const QString filler = textOf(disk.path() / "filler");
        fill(filler);

        const CliResult set = run({u("project"), u("set"), u("--notes"), u("after")});
        QCOMPARE(set.exitCode, 7);
        QVERIFY2(says(set, {"No space left", "project.json", "Free some space"}), set.err.constData());
        const CliResult scan = run({u("dataset"), u("scan"), u("--all")});
        QCOMPARE(scan.exitCode, 7);
        QVERIFY2(says(scan, {"No room left", "library.sqlite", "Free some space"}), scan.err.constData());

        QVERIFY(QFile::remove(filler));
        QCOMPARE(shown().value(u("notes")).toString(), u("before"));
        QCOMPARE(shown().value(u("clips")).toInt(), kSounds);
        QCOMPARE(run({u("project"), u("set"), u("--notes"), u("after")}).exitCode, 0);
    }

    void readOnlyProject() {
        const test::SmallDisk disk(4 << 20);
        if (!disk.isMounted()) QSKIP("a small disk cannot be mounted here");
        makeProject(textOf(disk.path() / "p"));
        if (QProcess::execute(u("mount"), {u("-o"), u("remount,ro"), textOf(disk.path())}) != 0)
            QSKIP("a disk cannot be made read-only here");
        QCOMPARE(shown().value(u("clips")).toInt(), kSounds); // looking is allowed
        QCOMPARE(run({u("dataset"), u("list")}).exitCode, 0);
        for (const QStringList& change : {QStringList{u("project"), u("set"), u("--notes"), u("x")},
                                          QStringList{u("dataset"), u("scan")}}) {
            const CliResult result = run(change);
            QCOMPARE(result.exitCode, 8);
            QVERIFY2(says(result, {"cannot be written", "/p", "Copy the project"}), result.err.constData());
        }
    }

    void vanishedDrive() {
        makeProject(u("p"));
        QCOMPARE(run({u("dataset"), u("edit"), u("name:kick_00"), u("--prompt"), u("by hand")}).exitCode, 0);
        QVERIFY(QDir(m_home->path()).rename(u("sounds"), u("elsewhere")));
        const CliResult scan = run({u("dataset"), u("scan")});
        QCOMPARE(scan.exitCode, 4);
        QVERIFY2(says(scan, {"is not there", "/sounds", "drive is connected"}), scan.err.constData());
        QCOMPARE(shown().value(u("clips")).toInt(), kSounds);
        QCOMPARE(shown().value(u("usable")).toInt(), kSounds);

        QVERIFY(QDir(m_home->path()).rename(u("elsewhere"), u("sounds")));
        const QJsonObject again = run({u("dataset"), u("scan"), u("--json")})
                                      .json()
                                      .value(u("sources"))
                                      .toArray()
                                      .first()
                                      .toObject();
        QCOMPARE(again.value(u("unchanged")).toInt(), kSounds);
        QCOMPARE(promptOfKick(), u("by hand"));
    }

    void clockJumps() {
        makeProject(u("p"));
        QCOMPARE(run({u("dataset"), u("edit"), u("name:kick_00"), u("--prompt"), u("by hand")}).exitCode, 0);
        // As seen by a clock that went back ten years, and then by one that was set right and went too far.
        for (const int years : {10, -10}) {
            setTimes(QDateTime::currentDateTime().addYears(years));
            const QJsonObject scan = run({u("dataset"), u("scan"), u("--json")})
                                         .json()
                                         .value(u("sources"))
                                         .toArray()
                                         .first()
                                         .toObject();
            QCOMPARE(scan.value(u("unchanged")).toInt(), kSounds);
            QCOMPARE(scan.value(u("missing")).toInt(), 0);
            QCOMPARE(promptOfKick(), u("by hand"));
            QCOMPARE(run({u("project"), u("set"), u("--notes"), QString::number(years)}).exitCode, 0);
            QCOMPARE(shown().value(u("notes")).toString(), QString::number(years));
        }
    }

    void soundsDamagedAfterTheScan() {
        makeProject(u("p"));
        const CliResult chosen = run({u("model"), u("use"), u("starter")});
        QVERIFY2(chosen.exitCode == 0, chosen.err.constData());
        const QStringList sounds = QDir(m_home->path(u("sounds"))).entryList(QDir::Files, QDir::Name);
        QCOMPARE(sounds.size(), qsizetype{kSounds});
        for (const QString& sound : sounds) QVERIFY(QFile::resize(m_home->path(u("sounds/") + sound), 10));
        const CliResult none = run({u("encode")});
        QCOMPARE(none.exitCode, 3);
        QVERIFY2(says(none, {"None of the sounds could be encoded", "dataset check"}), none.err.constData());

        m_home->makeSounds(u("sounds"), kSounds);
        QVERIFY(QFile::resize(m_home->path(u("sounds/") + sounds.first()), 10));
        const CliResult most = run({u("encode")});
        QCOMPARE(most.exitCode, 0);
        QVERIFY2(most.out.contains(sounds.first().toUtf8()) && most.out.contains("1 sound is left out"),
                 most.out.constData());
    }

    void twoProgramsOnOneProject() {
        makeProject(u("p"));
        const auto held =
            platform::FileLock::acquire(pathFromUtf8(m_home->path(u("p/project.lock")).toStdString()));
        QVERIFY(held.has_value());
        const QByteArray holder = "process " + QByteArray::number(QCoreApplication::applicationPid());
        for (const QStringList& change : {QStringList{u("project"), u("set"), u("--notes"), u("x")},
                                          QStringList{u("dataset"), u("scan")}}) {
            const CliResult result = run(change);
            QCOMPARE(result.exitCode, 5);
            QVERIFY2(says(result, {holder.constData(), "tst_e2e_Faults", "/p", "Close it there"}),
                     result.err.constData());
        }
        QCOMPARE(shown().value(u("notes")).toString(), QString()); // and looking is allowed
    }

    void projectOfANewerVersion() {
        makeProject(u("p"));
        QFile document(m_home->path(u("p/project.json")));
        QVERIFY(document.open(QIODevice::ReadWrite));
        QByteArray text = document.readAll();
        text.replace("\"version\": 1", "\"version\": 99");
        document.resize(0);
        document.seek(0);
        document.write(text);
        document.close();
        const CliResult show = run({u("project"), u("show"), u("--json")});
        QCOMPARE(show.exitCode, 0);
        QCOMPARE(show.json().value(u("clips")).toInt(), kSounds);
        QVERIFY2(says(show, {"reading only", "newer Attune", "Update Attune"}), show.err.constData());
        const CliResult set = run({u("project"), u("set"), u("--notes"), u("x")});
        QCOMPARE(set.exitCode, 3);
        QVERIFY2(says(set, {"newer Attune", "project.json", "Update Attune"}), set.err.constData());
        QVERIFY(document.open(QIODevice::ReadOnly));
        QCOMPARE(document.readAll(), text);
    }

private:
    CliResult run(const QStringList& arguments) const { return m_home->run(arguments); }
    QJsonObject shown() const { return run({u("project"), u("show"), u("--json")}).json(); }

    QString promptOfKick() const {
        const QJsonObject list = run({u("dataset"), u("list"), u("name:kick_00"), u("--json")}).json();
        return list.value(u("clips")).toArray().first().toObject().value(u("prompt")).toString();
    }

    void makeProject(const QString& folder) {
        QCOMPARE(run({u("project"), u("create"), folder}).exitCode, 0);
        m_home->setVariable(u("ATTUNE_PROJECT"), QDir(m_home->path()).absoluteFilePath(folder));
        const CliResult added = run({u("dataset"), u("add"), u("sounds")});
        QVERIFY2(added.exitCode == 0, added.err.constData());
    }

    static void fill(const QString& file) {
        QFile filler(file);
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        for (const qint64 block : {qint64{1} << 16, qint64{1} << 9})
            while (filler.write(QByteArray(block, 'x')) == block) {
            }
    }

    void setTimes(const QDateTime& time) const {
        QDirIterator files(m_home->path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadWrite))
                QVERIFY(file.setFileTime(time, QFileDevice::FileModificationTime));
        }
    }

    std::optional<CliHome> m_home;
};

QTEST_GUILESS_MAIN(tst_Faults)
#include "tst_Faults.moc"
