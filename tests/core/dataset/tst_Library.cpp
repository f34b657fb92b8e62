// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Fingerprint.h"
#include "core/dataset/Library.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#ifdef __linux__
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

namespace {

ClipRecord clipNamed(SourceId source, const std::string& path) {
    ClipRecord clip;
    clip.source = source;
    clip.path = path;
    clip.sizeBytes = 1234567890123;
    clip.modifiedNs = -5;
    clip.contentHash = {0xFEDCBA9876543210ULL, path.size()};
    clip.soundHash = {1, 0x8000000000000000ULL};
    clip.frameCount = 44100;
    clip.sampleRate = SampleRate{44100};
    clip.channelCount = 2;
    clip.container = audio::Container::Flac;
    clip.encoding = audio::Encoding::Pcm24;
    clip.peak = 0.75F;
    clip.loudnessLufs = -14.25;
    clip.dcOffset = -0.125F;
    clip.clippedRuns = 3;
    clip.cutoffHz = 16000.0F;
    clip.endsEarly = true;
    clip.tags = {{"artist", "Mönch"}, {"bpm", "174"}};
    clip.findings = {Finding::Clipped, Finding::EndsEarly};
    clip.prompt = "warm kick \"808\" 音";
    clip.alternatives = {{"warm kick \"808\" 音", 0.7}, {"", 0.3}};
    clip.isPromptEdited = true;
    clip.isRejected = false;
    clip.isIncluded = true;
    clip.split = SplitSide::HeldOut;
    clip.isSplitEdited = true;
    clip.contentGroup = 42;
    return clip;
}

void compare(const ClipRecord& a, const ClipRecord& b) {
    QCOMPARE(a.id, b.id);
    QCOMPARE(a.source, b.source);
    QCOMPARE(a.path, b.path);
    QCOMPARE(a.sizeBytes, b.sizeBytes);
    QCOMPARE(a.modifiedNs, b.modifiedNs);
    QVERIFY(a.contentHash == b.contentHash && a.soundHash == b.soundHash);
    QCOMPARE(a.isMissing, b.isMissing);
    QCOMPARE(a.frameCount, b.frameCount);
    QVERIFY(a.sampleRate == b.sampleRate && a.channelCount == b.channelCount);
    QVERIFY(a.container == b.container && a.encoding == b.encoding);
    QVERIFY(a.peak == b.peak && a.loudnessLufs == b.loudnessLufs && a.dcOffset == b.dcOffset);
    QVERIFY(a.clippedRuns == b.clippedRuns && a.cutoffHz == b.cutoffHz && a.endsEarly == b.endsEarly);
    QCOMPARE(a.unreadableReason, b.unreadableReason);
    QVERIFY(a.tags == b.tags);
    QVERIFY(a.findings == b.findings);
    QCOMPARE(a.prompt, b.prompt);
    QVERIFY(a.alternatives == b.alternatives);
    QVERIFY(a.isPromptEdited == b.isPromptEdited && a.isRejected == b.isRejected &&
            a.isIncluded == b.isIncluded);
    QVERIFY(a.split == b.split && a.isSplitEdited == b.isSplitEdited && a.contentGroup == b.contentGroup);
}

} // namespace

class tst_Library : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsEveryField();
    void updatesAndRemoves();
    void savesAllOrNothing();
    void nestsTransactions();
    void managesSources();
    void movesWithItsProject();
    void findsByContent();
    void countsTotals();
    void keepsFingerprints();
    void refusesForeignFiles();
    void refusesNewerLibraries();
    void reportsDamage();
    void reportsWhereItCannotBe();
    void readsWhereItCannotWrite();
    void reportsAFullDisk();
    void waitsForOtherWriters();
    void survivesBeingKilled();
};

void tst_Library::keepsEveryField() {
    const TemporaryFolder folder;
    ClipRecord clip;
    ClipRecord silent;
    {
        ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
        ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
        clip = clipNamed(source, "ударные/kick 音.wav");
        silent.source = source;
        silent.path = "a";
        silent.unreadableReason = "Not a sound";
        ATTUNE_VERIFY_OK(library.save(clip));
        ATTUNE_VERIFY_OK(library.save(silent));
        QVERIFY(clip.id.isValid() && silent.id.isValid() && clip.id != silent.id);
    }
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const std::vector<ClipRecord> clips, library.clips());
    QCOMPARE(clips.size(), std::size_t{2});
    compare(clips[0], silent); // sorted by path
    compare(clips[1], clip);
    ATTUNE_ASSIGN_OK(const std::vector<ClipRecord> ofSource, library.clipsOf(clip.source));
    QCOMPARE(ofSource.size(), std::size_t{2});
    ATTUNE_ASSIGN_OK(const std::filesystem::path file, library.fileOf(clip));
    QCOMPARE(utf8FromPath(file.filename()), std::string("kick 音.wav"));
    ATTUNE_VERIFY_OK(library.checkIntegrity());
}

void tst_Library::updatesAndRemoves() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    ClipRecord clip = clipNamed(source, "a");
    ATTUNE_VERIFY_OK(library.save(clip));
    clip.prompt = "other";
    clip.alternatives.clear();
    clip.tags.clear();
    clip.loudnessLufs.reset();
    ATTUNE_VERIFY_OK(library.save(clip));
    ATTUNE_ASSIGN_OK(const ClipRecord back, library.clip(clip.id));
    compare(back, clip);
    ATTUNE_VERIFY_OK(library.remove(std::span(&clip.id, 1)));
    ATTUNE_VERIFY_ERROR(library.clip(clip.id), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(library.save(clip), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(library.remove(std::span(&clip.id, 1)), ErrorCode::NotFound);
}

void tst_Library::savesAllOrNothing() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    std::vector<ClipRecord> clips{clipNamed(source, "a"), clipNamed(source, "b"),
                                  clipNamed(source, "a")}; // one path twice
    QVERIFY(!library.save(std::span(clips)));
    for (const ClipRecord& clip : clips) QVERIFY(!clip.id.isValid());
    ATTUNE_ASSIGN_OK(const auto none, library.clips());
    QVERIFY(none.empty());
    ClipRecord orphan = clipNamed(SourceId{99}, "x"); // of no source
    QVERIFY(!library.save(orphan));
    ATTUNE_VERIFY_OK(library.save(std::span(clips).first(2)));
    // A refused statement is forgotten at once: the next use of it is not refused for its sake.
    ClipRecord again = clipNamed(source, "a");
    QVERIFY(!library.save(again));
    again.path = "c";
    ATTUNE_VERIFY_OK(library.save(again));
}

void tst_Library::nestsTransactions() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    ClipRecord outer = clipNamed(source, "outer");
    ClipRecord inner = clipNamed(source, "inner");
    ATTUNE_VERIFY_OK(library.transaction([&]() -> Result<void> {
        ATTUNE_CHECK(library.save(outer));
        const auto failed = library.transaction([&]() -> Result<void> {
            ATTUNE_CHECK(library.save(inner));
            return fail(ErrorCode::Refused, "no");
        });
        if (failed) return fail(ErrorCode::Internal, "should have failed");
        return {}; // the outer one goes on without the inner one
    }));
    ATTUNE_ASSIGN_OK(const auto clips, library.clips());
    QCOMPARE(clips.size(), std::size_t{1});
    QCOMPARE(clips.front().path, std::string("outer"));
    ATTUNE_VERIFY_ERROR(library.transaction([&]() -> Result<void> { throw std::bad_alloc(); }),
                        ErrorCode::OutOfMemory);
    ClipRecord later = clipNamed(source, "later");
    ATTUNE_VERIFY_OK(library.save(later)); // nothing is left open
}

void tst_Library::managesSources() {
    const TemporaryFolder folder;
    const auto one = folder.makeFolder("звуки");
    const auto two = folder.makeFolder("more");
    const TemporaryFolder outside;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId first, library.addSource(one));
    ATTUNE_ASSIGN_OK(const SourceId again, library.addSource(one / ".." / one.filename() / ""));
    QCOMPARE(again, first);
    ATTUNE_ASSIGN_OK(const SourceId other, library.addSource(outside.path()));
    ATTUNE_VERIFY_ERROR(library.addSource(folder / "absent"), ErrorCode::NotFound);
    // Its sounds would come twice: from below, from above, and by a way round.
    const auto inner = folder.makeFolder("звуки/inner");
    const auto nested = library.addSource(inner);
    ATTUNE_VERIFY_ERROR(nested, ErrorCode::AlreadyExists);
    QVERIFY(!nested.error().remedy.empty());
    ATTUNE_VERIFY_ERROR(library.addSource(folder.path()), ErrorCode::AlreadyExists);
    std::error_code refused; // links need a right on Windows
    std::filesystem::create_directory_symlink(inner, folder / "link", refused);
    if (!refused) ATTUNE_VERIFY_ERROR(library.addSource(folder / "link"), ErrorCode::AlreadyExists);
    ATTUNE_ASSIGN_OK(const SourceId besides, library.addSource(folder.makeFolder("звуки и шумы")));
    ATTUNE_VERIFY_OK(library.removeSource(besides));
    ATTUNE_VERIFY_ERROR(library.moveSource(other, one), ErrorCode::AlreadyExists);
    ATTUNE_VERIFY_ERROR(library.moveSource(SourceId{77}, two), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(library.moveSource(first, folder / "absent"), ErrorCode::NotFound);
    ATTUNE_VERIFY_OK(library.moveSource(first, two));
    ClipRecord clip = clipNamed(first, "b/kick.wav");
    ATTUNE_VERIFY_OK(library.save(clip));
    ATTUNE_ASSIGN_OK(const auto file, library.fileOf(clip));
    QVERIFY(std::filesystem::equivalent(file.parent_path().parent_path(), two) ||
            file == two / "b" / "kick.wav");
    ATTUNE_ASSIGN_OK(const auto sources, library.sources());
    QCOMPARE(sources.size(), std::size_t{2});
    QVERIFY(std::filesystem::equivalent(sources[1].folder, outside.path()));
    ATTUNE_VERIFY_OK(library.removeSource(first));
    ATTUNE_ASSIGN_OK(const auto clips, library.clips());
    QVERIFY(clips.empty()); // went with their source
    ATTUNE_VERIFY_ERROR(library.removeSource(first), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(library.fileOf(clip), ErrorCode::NotFound);
}

void tst_Library::movesWithItsProject() {
    const TemporaryFolder folder;
    const auto before = folder.makeFolder("before/project/sounds").parent_path();
    const TemporaryFolder outside;
    {
        ATTUNE_ASSIGN_OK(Library library, Library::open(before / "library.sqlite"));
        ATTUNE_VERIFY_OK(library.addSource(before / "sounds"));
        ATTUNE_VERIFY_OK(library.addSource(outside.path()));
    }
    const auto after = folder.makeFolder("after") / "project";
    std::filesystem::rename(before, after);
    ATTUNE_ASSIGN_OK(Library library, Library::open(after / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const auto sources, library.sources());
    QVERIFY(std::filesystem::equivalent(sources[0].folder, after / "sounds"));
    QVERIFY(std::filesystem::equivalent(sources[1].folder, outside.path()));
}

void tst_Library::findsByContent() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    std::vector<ClipRecord> clips{clipNamed(source, "a"), clipNamed(source, "b"), clipNamed(source, "long")};
    ATTUNE_VERIFY_OK(library.save(std::span(clips)));
    ATTUNE_ASSIGN_OK(const auto found,
                     library.clipsWithContent(clips[0].contentHash)); // of the name's length here
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[1].path, std::string("b"));
    ATTUNE_ASSIGN_OK(const auto none, library.clipsWithContent(ContentHash{5, 5}));
    QVERIFY(none.empty());
}

void tst_Library::countsTotals() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const LibraryTotals empty, library.totals());
    QCOMPARE(empty.clipCount, std::int64_t{0});
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    std::vector<ClipRecord> clips;
    for (int i = 0; i < 7; ++i) clips.push_back(clipNamed(source, std::to_string(i)));
    clips[0].split = SplitSide::Train;
    clips[1].isIncluded = false;
    clips[2].isRejected = true;
    clips[3].isMissing = true;
    clips[4].unreadableReason = "x";
    clips[5].frameCount = 0;
    ATTUNE_VERIFY_OK(library.save(std::span(clips)));
    ATTUNE_ASSIGN_OK(const LibraryTotals totals, library.totals());
    const auto usable = std::ranges::count_if(clips, [](const ClipRecord& clip) { return clip.isUsable(); });
    QCOMPARE(totals.clipCount, std::int64_t{7});
    QCOMPARE(totals.usableCount, static_cast<std::int64_t>(usable));
    QCOMPARE(totals.usableCount, std::int64_t{2});
    QCOMPARE(totals.usableSeconds, 2.0);
    QCOMPARE(totals.trainCount, std::int64_t{1});
    QCOMPARE(totals.heldOutCount, std::int64_t{1});
}

void tst_Library::keepsFingerprints() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    ClipRecord clip = clipNamed(source, "a");
    ATTUNE_VERIFY_OK(library.save(clip));
    const auto print = audio::fingerprintOf(hit(k44100, 1));
    ATTUNE_VERIFY_OK(library.saveFingerprint(clip.soundHash, print));
    ATTUNE_VERIFY_OK(library.saveFingerprint(clip.soundHash, print)); // replaces
    ATTUNE_VERIFY_OK(library.saveFingerprint(ContentHash{9, 9}, print));
    ATTUNE_ASSIGN_OK(const bool has, library.hasFingerprint(clip.soundHash));
    QVERIFY(has);
    ATTUNE_VERIFY_OK(library.removeUnusedFingerprints());
    ATTUNE_ASSIGN_OK(const auto prints, library.fingerprints());
    QCOMPARE(prints.size(), std::size_t{1});
    QVERIFY(prints.front().first == clip.soundHash && prints.front().second == print);
    ATTUNE_ASSIGN_OK(const bool hasOther, library.hasFingerprint(ContentHash{9, 9}));
    QVERIFY(!hasOther);
}

void tst_Library::refusesForeignFiles() {
    const TemporaryFolder folder;
    writeBytes(folder / "text.sqlite", std::string(5000, 'x'));
    ATTUNE_VERIFY_ERROR(Library::open(folder / "text.sqlite"), ErrorCode::Corrupt);
    {
        SQLite::Database other(utf8FromPath(folder / "other.sqlite"),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE songs(id INTEGER)");
    }
    ATTUNE_VERIFY_ERROR(Library::open(folder / "other.sqlite"), ErrorCode::Corrupt);
    SQLite::Database other(utf8FromPath(folder / "other.sqlite"));
    QCOMPARE(other.execAndGet("SELECT count(*) FROM sqlite_master").getInt(), 1); // left as it was
    QCOMPARE(other.execAndGet("PRAGMA journal_mode").getString(), std::string("delete"));
}

void tst_Library::refusesNewerLibraries() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_OK(Library::open(folder / "library.sqlite"));
    SQLite::Database(utf8FromPath(folder / "library.sqlite"), SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = 1000");
    ATTUNE_VERIFY_ERROR(Library::open(folder / "library.sqlite"), ErrorCode::VersionTooNew);
    SQLite::Database(utf8FromPath(folder / "library.sqlite"), SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = -1");
    ATTUNE_VERIFY_ERROR(Library::open(folder / "library.sqlite"), ErrorCode::Corrupt);
}

void tst_Library::reportsDamage() {
    const TemporaryFolder folder;
    {
        ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
        ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
        std::vector<ClipRecord> clips;
        for (int i = 0; i < 500; ++i) clips.push_back(clipNamed(source, "clip " + std::to_string(i)));
        ATTUNE_VERIFY_OK(library.save(std::span(clips)));
    }
    std::string bytes = readBytes(folder / "library.sqlite");
    QVERIFY(bytes.size() > 60000);
    for (std::size_t i = 20000; i < 60000; ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
    writeBytes(folder / "library.sqlite", bytes);
    const auto library = Library::open(folder / "library.sqlite");
    if (library) {
        const auto clips = library->clips();
        QVERIFY(!clips || clips->size() <= 500); // never a crash; what is read, or an error
        ATTUNE_VERIFY_ERROR(library->checkIntegrity(), ErrorCode::Corrupt);
    } else {
        QCOMPARE(library.error().code, ErrorCode::Corrupt);
    }
}

void tst_Library::reportsWhereItCannotBe() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(Library::open(folder / "no such folder/library.sqlite"), ErrorCode::NotFound);
    folder.makeFolder("library.sqlite");
    ATTUNE_VERIFY_ERROR(Library::open(folder / "library.sqlite"), ErrorCode::PermissionDenied);
}

void tst_Library::readsWhereItCannotWrite() {
#ifdef __linux__
    using std::filesystem::perms;
    const TemporaryFolder folder;
    const auto locked = folder.makeFolder("read only?100%#");
    const auto file = locked / "library.sqlite";
    {
        ATTUNE_ASSIGN_OK(Library library, Library::open(file));
        ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(locked));
        ClipRecord clip = clipNamed(source, "kept");
        ATTUNE_VERIFY_OK(library.save(clip));
    }
    for (const auto& entry : std::filesystem::directory_iterator(locked))
        std::filesystem::permissions(entry.path(), static_cast<perms>(0444));
    std::filesystem::permissions(folder.path(), static_cast<perms>(0755)); // the way there
    std::filesystem::permissions(locked, static_cast<perms>(0555));
    const WithoutRoot withoutRoot;
    if (!withoutRoot.isEffective()) QSKIP("Permissions cannot be tested by this user");
    ATTUNE_ASSIGN_OK(Library library, Library::open(file));
    ATTUNE_ASSIGN_OK(const auto clips, library.clips());
    QCOMPARE(clips.size(), std::size_t{1});
    ClipRecord changed = clips.front();
    ATTUNE_VERIFY_ERROR(library.save(changed), ErrorCode::PermissionDenied);
    ATTUNE_VERIFY_ERROR(Library::open(locked / "another.sqlite"), ErrorCode::PermissionDenied);
#else
    QSKIP("Linux only");
#endif
}

void tst_Library::reportsAFullDisk() {
    const SmallDisk disk(512 << 10);
    if (!disk.isMounted()) QSKIP("No small file system can be mounted here");
    ATTUNE_ASSIGN_OK(Library library, Library::open(disk.path() / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(disk.path()));
    ClipRecord kept = clipNamed(source, "kept");
    ATTUNE_VERIFY_OK(library.save(kept));
    std::vector<ClipRecord> clips;
    for (int i = 0; i < 5000; ++i)
        clips.push_back(clipNamed(source, "a rather long name of a clip " + std::to_string(i)));
    ATTUNE_VERIFY_ERROR(library.save(std::span(clips)), ErrorCode::DiskFull);
    ATTUNE_ASSIGN_OK(const auto after, library.clips());
    QCOMPARE(after.size(), std::size_t{1});
    compare(after.front(), kept);
}

void tst_Library::waitsForOtherWriters() {
    // Readers see the last state while another connection writes.
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(Library writer, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(Library reader, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, writer.addSource(folder.path()));
    ATTUNE_VERIFY_OK(writer.transaction([&]() -> Result<void> {
        ClipRecord clip = clipNamed(source, "a");
        ATTUNE_CHECK(writer.save(clip));
        const auto seen = reader.clips();
        if (!seen || !seen->empty()) return fail(ErrorCode::Internal, "the reader saw an unfinished change");
        return {};
    }));
    ATTUNE_ASSIGN_OK(const auto seen, reader.clips());
    QCOMPARE(seen.size(), std::size_t{1});
}

void tst_Library::survivesBeingKilled() {
#ifndef __linux__
    QSKIP("Needs fork");
#else
    const TemporaryFolder folder;
    constexpr int kBatch = 50;
    for (int round = 0; round < 5; ++round) {
        int pipe[2];
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto library = Library::open(folder / "library.sqlite");
            const auto source =
                library ? library->addSource(folder.path()) : Result<SourceId>(fail(ErrorCode::Internal, ""));
            if (!source) ::_exit(1);
            for (int batch = 0;; ++batch) {
                std::vector<ClipRecord> clips;
                for (int i = 0; i < kBatch; ++i)
                    clips.push_back(
                        clipNamed(*source, concat("round ", round, " batch ", batch, " clip ", i)));
                if (!library->save(std::span(clips))) ::_exit(2);
                static_cast<void>(!::write(pipe[1], "x", 1)); // committed
            }
        }
        ::close(pipe[1]);
        char committed = 0;
        for (int i = 0; i < 3 + 2 * round; ++i) QCOMPARE(::read(pipe[0], &committed, 1), ssize_t{1});
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(pipe[0]);
        ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
        ATTUNE_VERIFY_OK(library.checkIntegrity());
        ATTUNE_ASSIGN_OK(const auto clips, library.clips());
        const std::string prefix = concat("round ", round, ' ');
        const auto count = std::ranges::count_if(
            clips, [&](const ClipRecord& clip) { return clip.path.starts_with(prefix); });
        QVERIFY(count >= kBatch * (3 + 2 * round));  // nothing that was committed is lost
        QCOMPARE(count % kBatch, std::ptrdiff_t{0}); // and no batch is there in part
    }
#endif
}

QTEST_APPLESS_MAIN(tst_Library)
#include "tst_Library.moc"
