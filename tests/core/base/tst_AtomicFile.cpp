// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that are complete or absent, locks and mappings: AtomicFile and the file part of platform.
#include "core/base/AtomicFile.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <string>

#ifndef _WIN32
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace attune;
using namespace attune::test;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

class tst_AtomicFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesAndReplaces();
    void abandonsWithoutTrace();
    void movesWriters();
    void reportsWhereItCannotWrite();
    void leavesTheOldFileOnAFullDisk();
    void writesFoldersAtOnce();
    void replacesFoldersAtOnce();
    void sweepsLeftovers();
    void sweepsOfOneWhoseIdAnotherHas();
    void readsTextFiles();
    void mapsFiles();
    void locksAcrossProcesses();
    void knowsTheMachine();
    void forgetsAPastPeak();
    void environmentIsUtf8();
};

void tst_AtomicFile::writesAndReplaces() {
    const TemporaryFolder folder;
    const auto file = folder / "данные.txt";
    ATTUNE_VERIFY_OK(writeTextAtomically(file, "first"));
    QCOMPARE(readBytes(file), std::string("first"));
    ATTUNE_VERIFY_OK(writeFileAtomically(file, bytesOf(std::string("se\0cond", 7))));
    QCOMPARE(readBytes(file), std::string("se\0cond", 7));
    ATTUNE_VERIFY_OK(writeTextAtomically(file, ""));
    QCOMPARE(std::filesystem::file_size(file), std::uintmax_t{0});
    QCOMPARE(qs(listing(folder.path())), QString::fromUtf8("данные.txt"));
}

void tst_AtomicFile::abandonsWithoutTrace() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeTextAtomically(folder / "a", "old"));
    {
        ATTUNE_ASSIGN_OK(AtomicFileWriter writer, AtomicFileWriter::open(folder / "a"));
        ATTUNE_VERIFY_OK(writer.write(bytesOf("half of the new")));
        QVERIFY(isTemporaryName(writer.temporaryPath()));
        QCOMPARE(readBytes(folder / "a"), std::string("old"));
    }
    QCOMPARE(readBytes(folder / "a"), std::string("old"));
    QCOMPARE(qs(listing(folder.path())), QStringLiteral("a"));
}

void tst_AtomicFile::movesWriters() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(AtomicFileWriter first, AtomicFileWriter::open(folder / "a"));
    ATTUNE_VERIFY_OK(first.write(bytesOf("one ")));
    AtomicFileWriter second(std::move(first));
    ATTUNE_VERIFY_OK(second.write(bytesOf("two")));
    ATTUNE_ASSIGN_OK(AtomicFileWriter third, AtomicFileWriter::open(folder / "b"));
    third = std::move(second); // gives up b
    ATTUNE_VERIFY_OK(third.commit());
    QCOMPARE(readBytes(folder / "a"), std::string("one two"));
    QCOMPARE(qs(listing(folder.path())), QStringLiteral("a"));
}

void tst_AtomicFile::reportsWhereItCannotWrite() {
    const TemporaryFolder folder;
    const auto missing = writeTextAtomically(folder / "no such folder/a", "x");
    ATTUNE_VERIFY_ERROR(missing, ErrorCode::NotFound);
    QVERIFY(qs(missing.error().context).endsWith(QStringLiteral("a"))); // the target, not the temporary
    folder.makeFolder("is a folder");
    QVERIFY(!writeTextAtomically(folder / "is a folder", "x"));
    QCOMPARE(qs(listing(folder.path())), QStringLiteral("is a folder"));
#ifdef __linux__
    ATTUNE_VERIFY_ERROR(writeTextAtomically(folder / "is a folder", "x"), ErrorCode::WriteFailed);
    const auto locked = folder.makeFolder("locked");
    std::filesystem::permissions(folder.path(), static_cast<std::filesystem::perms>(0755)); // the way there
    std::filesystem::permissions(locked, static_cast<std::filesystem::perms>(0555));
    const WithoutRoot withoutRoot;
    if (!withoutRoot.isEffective()) QSKIP("Permissions cannot be tested by this user");
    ATTUNE_VERIFY_ERROR(writeTextAtomically(locked / "a", "x"), ErrorCode::PermissionDenied);
#endif
}

void tst_AtomicFile::leavesTheOldFileOnAFullDisk() {
    const SmallDisk disk(64 << 10);
    if (!disk.isMounted()) QSKIP("No small file system can be mounted here");
    ATTUNE_VERIFY_OK(writeTextAtomically(disk.path() / "a", "old"));
    const auto result = writeTextAtomically(disk.path() / "a", std::string(1 << 20, 'x'));
    ATTUNE_VERIFY_ERROR(result, ErrorCode::DiskFull);
    QVERIFY(!result.error().remedy.empty());
    QCOMPARE(readBytes(disk.path() / "a"), std::string("old"));
    QCOMPARE(qs(listing(disk.path())), QStringLiteral("a"));
    ATTUNE_ASSIGN_OK(const std::int64_t available, platform::freeDiskBytes(disk.path()));
    QVERIFY(available > 0 && available <= 64 << 10);
}

void tst_AtomicFile::writesFoldersAtOnce() {
    const TemporaryFolder folder;
    {
        ATTUNE_ASSIGN_OK(AtomicDirectory abandoned, AtomicDirectory::create(folder / "run"));
        ATTUNE_VERIFY_OK(writeTextAtomically(abandoned.path() / "x", "x"));
    }
    QCOMPARE(qs(listing(folder.path())), QString());
    ATTUNE_ASSIGN_OK(AtomicDirectory made, AtomicDirectory::create(folder / "run"));
    ATTUNE_VERIFY_OK(writeTextAtomically(made.path() / "x", "1"));
    QVERIFY(!std::filesystem::exists(folder / "run"));
    AtomicDirectory moved(std::move(made));
    ATTUNE_VERIFY_OK(moved.commit());
    QCOMPARE(readBytes(folder / "run/x"), std::string("1"));
    QCOMPARE(qs(listing(folder.path())), QStringLiteral("run"));
}

void tst_AtomicFile::replacesFoldersAtOnce() {
    const TemporaryFolder folder;
    writeBytes(folder.makeFolder("run") / "old", "1");
    ATTUNE_ASSIGN_OK(AtomicDirectory made, AtomicDirectory::create(folder / "run"));
    ATTUNE_VERIFY_OK(writeTextAtomically(made.path() / "new", "2"));
    ATTUNE_VERIFY_OK(made.commit());
    QCOMPARE(qs(listing(folder / "run")), QStringLiteral("new"));
    QCOMPARE(qs(listing(folder.path())), QStringLiteral("run"));
    writeBytes(folder / "file", "in the way");
    QVERIFY(!AtomicDirectory::create(folder / "file/run"));
}

void tst_AtomicFile::sweepsLeftovers() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(AtomicFileWriter writer, AtomicFileWriter::open(folder / "a"));
    const std::string living = utf8FromPath(writer.temporaryPath().filename());
    constexpr const char* kNobody = "2147483647"; // more than any system gives
    for (const std::string& dead :
         {std::string(kNobody) + "-1-1", std::to_string(platform::processId()) + "-old-x", std::string("x")})
        writeBytes(folder / (".attune-tmp-" + dead).c_str(), "x");
    std::filesystem::create_directories(folder / concat(".attune-tmp-", kNobody, "-1-2/inside").c_str());
    writeBytes(folder / "kept", "x");
    removeLeftoverTemporaries(folder.path());
    QCOMPARE(qs(listing(folder.path())), qs(living + " kept"));
    ATTUNE_VERIFY_OK(writer.commit());
    removeLeftoverTemporaries(folder / "absent"); // and that is no trouble
}

void tst_AtomicFile::sweepsOfOneWhoseIdAnotherHas() {
    const std::int64_t own = platform::processBirth(platform::processId());
    QCOMPARE(platform::processBirth(platform::processId()), own);
    QCOMPARE(platform::processBirth(2147483647), 0);
#ifdef __linux__
    QVERIFY(own > 0);
    const std::int64_t parent = ::getppid();
    const std::int64_t birth = platform::processBirth(parent);
    QVERIFY(birth > 0 && birth <= own);
    const TemporaryFolder folder;
    const std::string living = concat(".attune-tmp-", parent, '-', birth, "-1-0");
    for (const std::string& name : {living, concat(".attune-tmp-", parent, '-', birth + 1, "-1-0")})
        writeBytes(folder / name.c_str(), "x");
    removeLeftoverTemporaries(folder.path());
    QCOMPARE(qs(listing(folder.path())), qs(living));
#endif
}

void tst_AtomicFile::readsTextFiles() {
    const TemporaryFolder folder;
    writeBytes(folder / "a", "text");
    ATTUNE_ASSIGN_OK(const std::string text, readTextFile(folder / "a"));
    QCOMPARE(text, std::string("text"));
    ATTUNE_VERIFY_ERROR(readTextFile(folder / "a", 3), ErrorCode::UnsupportedFormat);
    ATTUNE_VERIFY_ERROR(readTextFile(folder / "b"), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(readTextFile(folder.path()), ErrorCode::UnsupportedFormat);
}

void tst_AtomicFile::mapsFiles() {
    const TemporaryFolder folder;
    writeBytes(folder / "a", std::string(100000, 'q'));
    ATTUNE_ASSIGN_OK(const auto mapped, platform::MappedFile::open(folder / "a"));
    QCOMPARE(mapped->bytes().size(), std::size_t{100000});
    QCOMPARE(mapped->bytes()[99999], std::byte{'q'});
    mapped->release(mapped->bytes()); // still readable afterwards
    QCOMPARE(mapped->bytes()[5000], std::byte{'q'});
    writeBytes(folder / "empty", "");
    ATTUNE_ASSIGN_OK(const auto empty, platform::MappedFile::open(folder / "empty"));
    QVERIFY(empty->bytes().empty());
    ATTUNE_VERIFY_ERROR(platform::MappedFile::open(folder / "b"), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(platform::MappedFile::open(folder.path()), ErrorCode::UnsupportedFormat);
}

void tst_AtomicFile::locksAcrossProcesses() {
    const TemporaryFolder folder;
    const auto file = folder / "lock";
    {
        ATTUNE_ASSIGN_OK(const auto held, platform::FileLock::acquire(file));
        const auto second = platform::FileLock::acquire(file);
        ATTUNE_VERIFY_ERROR(second, ErrorCode::Locked);
        QVERIFY(
            qs(second.error().message)
                .contains(QStringLiteral("tst_core_base_AtomicFile, process %1").arg(platform::processId())));
        QVERIFY(platform::FileLock::isHeld(file));
    }
    QVERIFY(!platform::FileLock::isHeld(file));
    QVERIFY(!platform::FileLock::isHeld(folder / "absent") && !std::filesystem::exists(folder / "absent"));
    ATTUNE_VERIFY_OK(platform::FileLock::acquire(file));
    ATTUNE_VERIFY_ERROR(platform::FileLock::acquire(folder / "no such folder/lock"), ErrorCode::NotFound);
#ifdef __linux__
    // A lock dies with its process, however that ends.
    int pipe[2];
    QCOMPARE(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = platform::FileLock::acquire(file);
        static_cast<void>(!::write(pipe[1], held ? "y" : "n", 1));
        ::pause();
        ::_exit(0);
    }
    char answer = '?';
    QCOMPARE(::read(pipe[0], &answer, 1), ssize_t{1});
    QCOMPARE(answer, 'y');
    ATTUNE_VERIFY_ERROR(platform::FileLock::acquire(file), ErrorCode::Locked);
    ATTUNE_VERIFY_ERROR(platform::FileLock::acquire(file, std::chrono::milliseconds(20)), ErrorCode::Locked);
    QVERIFY(platform::isProcessAlive(child));
    ::kill(child, SIGKILL);
    ATTUNE_VERIFY_OK(
        platform::FileLock::acquire(file, std::chrono::minutes(1))); // it goes as soon as the child does
    ::waitpid(child, nullptr, 0);
    QVERIFY(!platform::isProcessAlive(child));
    ::close(pipe[0]);
    ::close(pipe[1]);
#endif
}

void tst_AtomicFile::knowsTheMachine() {
    QVERIFY(platform::residentBytes() > 0);
    QVERIFY(platform::peakResidentBytes() >= platform::residentBytes() / 2);
    QVERIFY(platform::totalMemoryBytes() > platform::availableMemoryBytes() / 2);
    QVERIFY(std::filesystem::exists(platform::executablePath()));
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const std::int64_t available, platform::freeDiskBytes(folder / "not/there/yet"));
    QVERIFY(available > 0);
    QVERIFY(platform::terminalColumns() > 0);
}

void tst_AtomicFile::forgetsAPastPeak() {
    constexpr std::int64_t kSize = 256 << 20;
    const std::int64_t before = platform::residentBytes();
    std::vector<char>(kSize, 'x').clear(); // large enough to go back to the system at once
    QVERIFY(platform::peakResidentBytes() > before + kSize / 2);
    if (!platform::forgetPeakResident()) QSKIP("This system does not forget the peak of a process");
    QVERIFY(platform::peakResidentBytes() < before + kSize / 2);
}

void tst_AtomicFile::environmentIsUtf8() {
    QVERIFY(platform::environmentText("ATTUNE_TEST_WORD").empty());
    platform::setEnvironmentText("ATTUNE_TEST_WORD", "é Ж 音");
    QCOMPARE(platform::environmentText("ATTUNE_TEST_WORD"), std::string("é Ж 音"));
}

QTEST_APPLESS_MAIN(tst_AtomicFile)
#include "tst_AtomicFile.moc"
