// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Folder.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include <string>

using namespace attune;
using namespace attune::test;

namespace fs = std::filesystem;

class TestFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesAFolderAndThoseAboveIt();
    void leavesWhatIsThere();
    void saysWhatStandsInTheWay();
    void refusesNamesThatAreTooLong();
    void listsByName();
};

void TestFolder::makesAFolderAndThoseAboveIt() {
    const TemporaryFolder folder;
    const fs::path deep = folder / "a" / "b\xC3\xA4r" / "c";
    ATTUNE_VERIFY_OK(makeFolder(deep));
    QVERIFY(fs::is_directory(deep));
}

void TestFolder::leavesWhatIsThere() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_OK(makeFolder(folder / "a"));
    ATTUNE_VERIFY_OK(writeTextAtomically(folder / "a" / "kept.txt", "kept"));
    ATTUNE_VERIFY_OK(makeFolder(folder / "a"));
    QVERIFY(fs::exists(folder / "a" / "kept.txt"));
    ATTUNE_VERIFY_OK(makeFolder({})); // the current folder
}

void TestFolder::saysWhatStandsInTheWay() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeTextAtomically(folder / "file", "text"));
    const auto itself = makeFolder(folder / "file");
    QVERIFY(!itself);
    QCOMPARE(itself.error().code, ErrorCode::AlreadyExists);
    QCOMPARE(itself.error().context, utf8FromPath(folder / "file"));
    const auto above = makeFolder(folder / "file" / "inside");
    QVERIFY(!above);
    QVERIFY(above.error().message.starts_with("The folder cannot be made"));
    QCOMPARE(above.error().context, utf8FromPath(folder / "file" / "inside"));
    QVERIFY(fs::is_regular_file(folder / "file"));
}

void TestFolder::refusesNamesThatAreTooLong() {
    const TemporaryFolder folder;
    const auto made = makeFolder(folder.path() / std::string(300, 'x'));
    QVERIFY(!made);
    QVERIFY(made.error().message.starts_with("The folder cannot be made"));
}

void TestFolder::listsByName() {
    const TemporaryFolder folder;
    for (const char* const name : {"b", "c", "a"}) ATTUNE_VERIFY_OK(makeFolder(folder / name));
    QCOMPARE(entriesOf(folder.path()), (std::vector<fs::path>{folder / "a", folder / "b", folder / "c"}));
    QVERIFY(entriesOf(folder / "absent").empty());
}

QTEST_APPLESS_MAIN(TestFolder)
#include "tst_Folder.moc"
