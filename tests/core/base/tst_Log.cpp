// SPDX-License-Identifier: GPL-3.0-or-later
//
// The log's files: what reaches them, paths of any letters, and files that cannot be opened.
#include "core/base/Log.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

using namespace attune;
using namespace attune::test;

class tst_Log : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { log::setConsoleLevel(log::Level::Off); }
    void writesLinesFromInfoUp();
    void appendsAndStops();
    void saysWhereItCannotWrite();
    void warnsOnce();
};

void tst_Log::writesLinesFromInfoUp() {
    const TemporaryFolder folder;
    const auto file = folder / "run 音/log.txt"; // its folder is made
    ATTUNE_VERIFY_OK(log::addFile(file));
    log::debug("unseen");
    log::info("first 音");
    log::error("second");
    log::flush();
    log::removeFile(file);
    const QStringList lines = qs(readBytes(file)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].trimmed().endsWith(qs(" info: first 音")), qPrintable(lines[0]));
    QVERIFY2(lines[1].trimmed().endsWith(qs(" error: second")), qPrintable(lines[1]));
}

void tst_Log::appendsAndStops() {
    const TemporaryFolder folder;
    const auto file = folder / "log.txt";
    writeBytes(file, "from an earlier run\n");
    ATTUNE_VERIFY_OK(log::addFile(file));
    log::info("seen");
    log::removeFile(file); // closes it, so that nothing is held back
    log::info("unseen");
    const QString text = qs(readBytes(file));
    QVERIFY(text.startsWith(qs("from an earlier run\n")));
    QVERIFY(text.contains(qs(": seen")) && !text.contains(qs("unseen")));
}

void tst_Log::saysWhereItCannotWrite() {
    const TemporaryFolder folder;
    writeBytes(folder / "file", "x");
    QVERIFY(!log::addFile(folder / "file/log.txt"));
    const auto isFolder = log::addFile(folder.path());
    QVERIFY(!isFolder);
    QVERIFY(qs(isFolder.error().describe()).contains(qs(utf8FromPath(folder.path()))));
}

void tst_Log::warnsOnce() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_OK(log::addFile(folder / "log.txt"));
    for (int i = 0; i < 3; ++i) log::warnOnce("only once");
    log::removeFile(folder / "log.txt");
    QCOMPARE(qs(readBytes(folder / "log.txt")).count(qs("only once")), 1);
}

QTEST_APPLESS_MAIN(tst_Log)
#include "tst_Log.moc"
