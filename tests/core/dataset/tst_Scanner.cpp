// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scanner, FolderListing, ClipAnalysis and Tags: from files to records.
#include "core/audio/AudioReader.h"
#include "core/audio/AudioWriter.h"
#include "core/audio/Resampler.h"
#include "core/dataset/ClipAnalysis.h"
#include "core/dataset/Scanner.h"
#include "core/dataset/Tags.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

namespace fs = std::filesystem;

namespace {

std::map<std::string, ClipRecord> clipsByPath(const Library& library) {
    std::map<std::string, ClipRecord> clips;
    const std::vector<ClipRecord> all = library.clips().value();
    for (const ClipRecord& clip : all) clips.emplace(clip.path, clip);
    return clips;
}

} // namespace

class tst_Scanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsSoundsInOrder();
    void survivesLoopsOfLinks();
    void tellsNamesThatCannotBeStoredApart();
    void saysWhatItCannotLookInto();
    void analyzesASound();
    void explainsUnreadableFiles_data();
    void explainsUnreadableFiles();
    void findsClipping();
    void toleratesFullScaleSines();
    void hashesSoundsNotFiles();
    void readsTagsOfEveryFormat_data();
    void readsTagsOfEveryFormat();
    void survivesBrokenTags();
    void scansIncrementally();
    void keepsEditsOfMovedFiles();
    void keepsEditsOfFilesMovedBetweenSources();
    void marksMissingFilesAndTheirReturn();
    void readsMendedFilesAgain();
    void keepsWhatWasDoneWhenCancelled();
    void givesTheSameWithAnyNumberOfThreads();
    void reportsMissingFolders();
};

void tst_Scanner::listsSoundsInOrder() {
    const TemporaryFolder folder;
    folder.makeFolder("b/Ж");
    folder.makeFolder("fake.wav");
    folder.makeFolder(".hidden");
    for (const char* name : {"b/z.wav", "b/Ж/a.FLAC", "a.Ogg", "c.mp3", "d.m4a", "fake.wav/inside.aiff",
                             "._c.mp3", ".hidden/x.wav", "notes.txt", "b/kick.wav.txt"})
        writeBytes(folder / name, "x");
    ATTUNE_ASSIGN_OK(const FolderListing listing, listSounds(folder.path()));
    QStringList paths;
    for (const FoundFile& file : listing.files) {
        paths << qs(file.path);
        QVERIFY(file.problem.empty());
        QCOMPARE(file.sizeBytes, std::int64_t{1});
    }
    QCOMPARE(paths, (QStringList{QStringLiteral("a.Ogg"), QStringLiteral("b/z.wav"),
                                 QString::fromUtf8("b/Ж/a.FLAC"), QStringLiteral("c.mp3"),
                                 QStringLiteral("d.m4a"), QStringLiteral("fake.wav/inside.aiff")}));
    QCOMPARE(listing.otherFiles, std::int64_t{2});
    QVERIFY(hasSoundSuffix("x.WaV") && hasSoundSuffix("x.opus") && !hasSoundSuffix("x") &&
            !hasSoundSuffix("wav") && !hasSoundSuffix("x.wav.txt"));
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(listSounds(folder.path(), {}, stop.cancellation()), ErrorCode::Cancelled);
    ATTUNE_VERIFY_ERROR(listSounds(folder / "absent"), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(listSounds(folder / "a.Ogg"), ErrorCode::NotFound);
}

void tst_Scanner::survivesLoopsOfLinks() {
#ifdef _WIN32
    QSKIP("Links need rights here");
#endif
    const TemporaryFolder folder;
    const TemporaryFolder elsewhere;
    const auto inside = folder.makeFolder("inside");
    writeBytes(inside / "a.wav", "x");
    writeBytes(elsewhere / "far.wav", "x");
    fs::create_directory_symlink(folder.path(), inside / "up");
    fs::create_directory_symlink(inside, inside / "self");
    fs::create_directory_symlink(elsewhere.path(), folder / "far");
    fs::create_symlink(folder / "absent.wav", folder / "broken.wav");
    ATTUNE_ASSIGN_OK(const FolderListing listing, listSounds(folder.path()));
    QStringList paths;
    for (const FoundFile& file : listing.files) paths << qs(file.path);
    QCOMPARE(paths, (QStringList{QStringLiteral("broken.wav"), QStringLiteral("far/far.wav"),
                                 QStringLiteral("inside/a.wav")}));
    QVERIFY(!listing.files.front().problem.empty());
}

void tst_Scanner::tellsNamesThatCannotBeStoredApart() {
#ifndef __linux__
    QSKIP("Names are Unicode here");
#endif
    const TemporaryFolder folder;
    for (const char* name : {"a\xFE.wav", "a\xFF.wav", "a\xEF\xBF\xBD.wav"})
        writeBytes(folder.path() / fs::path(name), "x");
    ATTUNE_ASSIGN_OK(const FolderListing listing, listSounds(folder.path()));
    QStringList paths;
    for (const FoundFile& file : listing.files) paths << qs(file.path);
    QCOMPARE(paths, (QStringList{QString::fromUtf8("a\uFFFD.wav"), QString::fromUtf8("a\uFFFD.wav (2)"),
                                 QString::fromUtf8("a\uFFFD.wav (3)")}));
    QVERIFY(listing.files[0].problem.empty()); // the one that can be named
    QVERIFY(!listing.files[1].problem.empty() && !listing.files[2].problem.empty());
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    ATTUNE_ASSIGN_OK(const ScanReport first, scanSource(library, source));
    QCOMPARE(first.added, std::int64_t{3});
    ATTUNE_ASSIGN_OK(const ScanReport second, scanSource(library, source));
    QCOMPARE(second.added + second.missing, std::int64_t{0});
}

void tst_Scanner::saysWhatItCannotLookInto() {
#ifndef __linux__
    QSKIP("Permissions work differently here");
#endif
    const TemporaryFolder folder;
    const auto locked = folder.makeFolder("locked");
    writeBytes(locked / "a.wav", "x");
    writeSound(folder / "b.wav", sine(1, 100, k44100, 440.0));
    const auto databases = folder.makeFolder("db");
    ATTUNE_ASSIGN_OK(Library library, Library::open(databases / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(folder.path()));
    ATTUNE_VERIFY_OK(scanSource(library, source));
    fs::permissions(locked, fs::perms::none);
    for (const auto& path : {databases, databases / "library.sqlite", databases / "library.sqlite-wal",
                             databases / "library.sqlite-shm"})
        fs::permissions(path, fs::perms::all);
    const WithoutRoot withoutRoot;
    if (!withoutRoot.isEffective()) QSKIP("Permissions cannot be tested by this user");
    ATTUNE_ASSIGN_OK(const FolderListing listing, listSounds(folder.path()));
    QCOMPARE(listing.unreadablePaths, std::vector<std::string>{"locked"});
    QVERIFY(qs(listing.unreadableFolders.front()).startsWith(QStringLiteral("locked: ")));
    ATTUNE_ASSIGN_OK(const ScanReport report, scanSource(library, source));
    QCOMPARE(report.missing, std::int64_t{0}); // what lies there may well be there
    QCOMPARE(report.unreadableFolders.size(), std::size_t{1});
}

void tst_Scanner::analyzesASound() {
    const TemporaryFolder folder;
    audio::AudioBuffer sound = sine(2, 44100, k44100, 440.0, 0.5F);
    for (float& sample : sound.channel(1)) sample += 0.25F;
    ATTUNE_VERIFY_OK(audio::writeAudio(folder / "a.wav", sound, audio::FileFormat::Wav24));
    ATTUNE_ASSIGN_OK(const ClipAnalysis analysis, analyzeClip(folder / "a.wav"));
    const ClipRecord& clip = analysis.clip;
    QVERIFY2(clip.isReadable(), clip.unreadableReason.c_str());
    QCOMPARE(clip.frameCount, FrameCount{44100});
    QCOMPARE(clip.channelCount, 2);
    QCOMPARE(clip.container, audio::Container::Wav);
    QCOMPARE(clip.encoding, audio::Encoding::Pcm24);
    QCOMPARE(clip.sizeBytes, static_cast<std::int64_t>(fs::file_size(folder / "a.wav")));
    QVERIFY(clip.modifiedNs != 0);
    QVERIFY(std::abs(clip.peak - 0.75F) < 0.001F);
    QVERIFY(std::abs(clip.dcOffset - 0.25F) < 0.001F);
    QVERIFY(clip.loudnessLufs && *clip.loudnessLufs > -12.0 && *clip.loudnessLufs < -3.0);
    QCOMPARE(clip.clippedRuns, std::int64_t{0});
    QCOMPARE(clip.cutoffHz, 0.0F);
    QVERIFY(!analysis.fingerprint.isEmpty());
    ATTUNE_ASSIGN_OK(const ContentHash hash, hashFile(folder / "a.wav"));
    QVERIFY(clip.contentHash == hash);
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(analyzeClip(folder / "a.wav", stop.cancellation()), ErrorCode::Cancelled);
}

void tst_Scanner::explainsUnreadableFiles_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QStringLiteral("a.wav") << QByteArray() << QStringLiteral("empty");
    QTest::newRow("text") << QStringLiteral("a.wav") << QByteArray("not a sound, whatever its name")
                          << QStringLiteral("Not a sound file");
    QTest::newRow("m4a") << QStringLiteral("a.m4a")
                         << QByteArray("\0\0\0\x20"
                                       "ftypM4A ",
                                       12)
                         << QStringLiteral("Not a sound file");
}

void tst_Scanner::explainsUnreadableFiles() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    writeBytes(file, bytes.toStdString());
    ATTUNE_ASSIGN_OK(const ClipAnalysis analysis, analyzeClip(file));
    QVERIFY2(qs(analysis.clip.unreadableReason).contains(reason), analysis.clip.unreadableReason.c_str());
    QCOMPARE(analysis.clip.frameCount, FrameCount{0});
    QVERIFY(analysis.fingerprint.isEmpty());
    QCOMPARE(analysis.clip.sizeBytes, static_cast<std::int64_t>(bytes.size()));

    writeSound(folder / "cut.wav", noise(1, 10000, k44100, 1));
    cutFile(folder / "cut.wav", 5000);
    ATTUNE_ASSIGN_OK(const ClipAnalysis cut, analyzeClip(folder / "cut.wav"));
    QVERIFY2(qs(cut.clip.unreadableReason).contains(QStringLiteral("frame 2478")),
             cut.clip.unreadableReason.c_str());
    QVERIFY(!qs(cut.clip.unreadableReason).contains(QStringLiteral("cut.wav")));
    folder.makeFolder("folder.wav");
    ATTUNE_ASSIGN_OK(const ClipAnalysis notAFile, analyzeClip(folder / "folder.wav"));
    QVERIFY(!notAFile.clip.isReadable());
    ATTUNE_ASSIGN_OK(const ClipAnalysis absent, analyzeClip(folder / "absent.wav"));
    QVERIFY(!absent.clip.isReadable());
}

void tst_Scanner::findsClipping() {
    const TemporaryFolder folder;
    for (const float gain : {1.5F, 4.0F}) {
        // Clipped at full scale, and then turned down a little, as many are.
        audio::AudioBuffer sound = sine(1, 44100, k44100, 100.0, gain);
        for (float& sample : sound.samples()) sample = std::clamp(sample, -0.99F, 0.99F);
        ATTUNE_VERIFY_OK(audio::writeAudio(folder / "a.wav", sound, audio::FileFormat::Wav16));
        ATTUNE_ASSIGN_OK(const ClipAnalysis analysis, analyzeClip(folder / "a.wav"));
        QVERIFY2(analysis.clip.clippedRuns >= 195,
                 qPrintable(QString::number(analysis.clip.clippedRuns))); // 200 crests
    }
    // Floating point that exceeds full scale will be clamped in training.
    ATTUNE_VERIFY_OK(audio::writeAudio(folder / "b.wav", sine(1, 44100, k44100, 100.0, 1.2F),
                                       audio::FileFormat::WavFloat));
    ATTUNE_ASSIGN_OK(const ClipAnalysis over, analyzeClip(folder / "b.wav"));
    QVERIFY(over.clip.clippedRuns >= 195);
}

void tst_Scanner::toleratesFullScaleSines() {
    // Low notes at full scale stand still on their crests for several samples of 16 bits; nothing is cut off
    // there.
    const TemporaryFolder folder;
    for (const double hz : {20.0, 50.0, 440.0}) {
        ATTUNE_VERIFY_OK(
            audio::writeAudio(folder / "a.wav", sine(1, 44100, k44100, hz, 1.0F), audio::FileFormat::Wav16));
        ATTUNE_ASSIGN_OK(const ClipAnalysis analysis, analyzeClip(folder / "a.wav"));
        QCOMPARE(analysis.clip.clippedRuns, std::int64_t{0});
    }
}

void tst_Scanner::hashesSoundsNotFiles() {
    const TemporaryFolder folder;
    const audio::AudioBuffer sound = noise(2, 100000, k44100, 4);
    audio::AudioFileTags tags;
    tags.title = "A title";
    ATTUNE_VERIFY_OK(audio::writeAudio(folder / "a.wav", sound, audio::FileFormat::Wav16));
    ATTUNE_VERIFY_OK(audio::writeAudio(folder / "b.flac", sound, audio::FileFormat::Flac16, tags));
    ATTUNE_VERIFY_OK(audio::writeAudio(folder / "c.wav", scaled(sound, 0.5F), audio::FileFormat::Wav16));
    ATTUNE_ASSIGN_OK(const ClipAnalysis a, analyzeClip(folder / "a.wav"));
    ATTUNE_ASSIGN_OK(const ClipAnalysis b, analyzeClip(folder / "b.flac"));
    ATTUNE_ASSIGN_OK(const ClipAnalysis c, analyzeClip(folder / "c.wav"));
    QVERIFY(a.clip.soundHash == b.clip.soundHash && a.clip.contentHash != b.clip.contentHash);
    QVERIFY(a.clip.soundHash != c.clip.soundHash);
    QCOMPARE(b.clip.tags.at("title"), std::string("A title"));
}

void tst_Scanner::readsTagsOfEveryFormat_data() {
    QTest::addColumn<int>("format");
    QTest::newRow("flac") << static_cast<int>(audio::FileFormat::Flac16);
    QTest::newRow("wav") << static_cast<int>(audio::FileFormat::Wav16);
}

void tst_Scanner::readsTagsOfEveryFormat() {
    QFETCH(int, format);
    const TemporaryFolder folder;
    audio::AudioFileTags tags;
    tags.title = "Küche 音";
    tags.comment = "made by hand";
    const auto file = folder / "любое имя.flac"; // what it is, is decided by its content
    ATTUNE_VERIFY_OK(
        audio::writeAudio(file, sine(1, 1000, k44100, 440.0), static_cast<audio::FileFormat>(format), tags));
    const std::string bytes = readBytes(file);
    const TagMap fromBytes = readTagsFromBytes(std::as_bytes(std::span(bytes.data(), bytes.size())));
    QCOMPARE(fromBytes.at("title"), std::string("Küche 音"));
    QCOMPARE(fromBytes.at("comment"), std::string("made by hand"));
    TagMap loop;
    addLoopFacts(loop, {174.5, 8, 57});
    QCOMPARE(loop.at("bpm"), std::string("174.5"));
    QCOMPARE(loop.at("key"), std::string("A"));
    TagMap known{{"bpm", "90"}, {"key", "Dm"}};
    addLoopFacts(known, {174.0, 8, 57});
    QCOMPARE(known.at("bpm"), std::string("90"));
    TagMap none;
    addLoopFacts(none, {});
    QVERIFY(none.empty());
}

void tst_Scanner::survivesBrokenTags() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(readTags(folder / "absent.wav"), ErrorCode::NotFound);
    for (const char* bytes : {"", "ID3", "ID3\x04\x00\x00\x7F\x7F\x7F\x7F", "fLaC\x84\xFF\xFF\xFF", "OggS",
                              "RIFF\xFF\xFF\xFF\xFFWAVELIST\xFF\xFF\xFF\xFFINFO"}) {
        QVERIFY(readTagsFromBytes(std::as_bytes(std::span(bytes, std::char_traits<char>::length(bytes))))
                    .empty());
        writeBytes(folder / "a.mp3", bytes);
        ATTUNE_ASSIGN_OK(const TagMap tags, readTags(folder / "a.mp3"));
        QVERIFY(tags.empty());
    }
}

void tst_Scanner::scansIncrementally() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("звуки");
    for (int i = 0; i < 10; ++i) writeSound(sounds / ("hit " + std::to_string(i) + ".wav"), hit(k44100, i));
    writeBytes(sounds / "broken.wav", "nothing");
    writeBytes(sounds / "readme.txt", "hello");
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    std::vector<Progress> seen;
    ATTUNE_ASSIGN_OK(const ScanReport first, scanSource(library, source, {}, [&](const Progress& progress) {
                         seen.push_back(progress);
                     }));
    QCOMPARE(first.fileCount, std::int64_t{11});
    QCOMPARE(first.added, std::int64_t{11});
    QCOMPARE(first.unreadable, std::int64_t{1});
    QCOMPARE(first.otherFiles, std::int64_t{1});
    QVERIFY(!seen.empty() && seen.back().done == 11 && seen.back().total == 11);
    auto clips = clipsByPath(library);
    QVERIFY(clips.at("broken.wav").findings.contains(Finding::Unreadable));
    ATTUNE_ASSIGN_OK(const auto prints, library.fingerprints());
    QCOMPARE(prints.size(), std::size_t{10});

    ClipRecord edited = clips.at("hit 3.wav");
    edited.prompt = "my own words";
    edited.isPromptEdited = true;
    edited.isIncluded = false;
    ATTUNE_VERIFY_OK(library.save(edited));
    ATTUNE_ASSIGN_OK(const ScanReport second, scanSource(library, source));
    QCOMPARE(second.added + second.changed + second.moved + second.missing, std::int64_t{0});
    QCOMPARE(second.unchanged, std::int64_t{11});

    writeSound(sounds / "hit 3.wav",
               hit(k44100, 33, 0.7)); // another sound under the same name keeps its words
    ATTUNE_ASSIGN_OK(const ScanReport third, scanSource(library, source));
    QCOMPARE(third.changed, std::int64_t{1});
    clips = clipsByPath(library);
    QCOMPARE(clips.at("hit 3.wav").prompt, std::string("my own words"));
    QVERIFY(!clips.at("hit 3.wav").isIncluded && clips.at("hit 3.wav").soundHash != edited.soundHash);
    ATTUNE_ASSIGN_OK(const auto printsAfter, library.fingerprints());
    QCOMPARE(printsAfter.size(), std::size_t{10}); // that of the old sound is gone

    ScanOptions everything;
    everything.readsUnchanged = true;
    ATTUNE_ASSIGN_OK(const ScanReport fourth, scanSource(library, source, everything));
    QCOMPARE(fourth.unchanged, std::int64_t{11});
}

void tst_Scanner::keepsEditsOfMovedFiles() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    writeSound(sounds / "a.wav", hit(k44100, 1));
    writeSound(sounds / "b.wav", hit(k44100, 2));
    writeSound(sounds / "b again.wav", hit(k44100, 2)); // a copy that stays where it is
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    ATTUNE_VERIFY_OK(scanSource(library, source));
    auto clips = clipsByPath(library);
    ClipRecord edited = clips.at("a.wav");
    edited.prompt = "words";
    edited.isPromptEdited = true;
    edited.split = SplitSide::HeldOut;
    ATTUNE_VERIFY_OK(library.save(edited));

    fs::create_directories(sounds / "new");
    fs::rename(sounds / "a.wav", sounds / "new" / "renamed.wav");
    fs::copy_file(sounds / "b.wav",
                  sounds / "b copy.wav"); // a copy of what is still there is a clip of its own
    ATTUNE_ASSIGN_OK(const ScanReport report, scanSource(library, source));
    QCOMPARE(report.moved, std::int64_t{1});
    QCOMPARE(report.added, std::int64_t{1});
    QCOMPARE(report.missing, std::int64_t{0});
    clips = clipsByPath(library);
    QCOMPARE(clips.size(), std::size_t{4});
    QCOMPARE(clips.at("new/renamed.wav").id, edited.id);
    QCOMPARE(clips.at("new/renamed.wav").prompt, std::string("words"));
    QVERIFY(clips.at("new/renamed.wav").split == SplitSide::HeldOut &&
            clips.at("new/renamed.wav").isPromptEdited);
    QVERIFY(clips.at("b copy.wav").id != clips.at("b.wav").id && !clips.at("b copy.wav").isPromptEdited);
}

void tst_Scanner::keepsEditsOfFilesMovedBetweenSources() {
    const TemporaryFolder folder;
    const auto one = folder.makeFolder("one");
    const auto two = folder.makeFolder("two");
    writeSound(one / "a.wav", hit(k44100, 1));
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId first, library.addSource(one));
    ATTUNE_ASSIGN_OK(const SourceId second, library.addSource(two));
    ATTUNE_VERIFY_OK(scanSource(library, first));
    ClipRecord edited = clipsByPath(library).at("a.wav");
    edited.prompt = "words";
    ATTUNE_VERIFY_OK(library.save(edited));
    fs::rename(one / "a.wav", two / "b.wav");
    ATTUNE_ASSIGN_OK(const ScanReport report, scanSource(library, second));
    QCOMPARE(report.moved, std::int64_t{1});
    const auto clips = clipsByPath(library);
    QCOMPARE(clips.size(), std::size_t{1});
    QVERIFY(clips.at("b.wav").source == second && clips.at("b.wav").prompt == "words");
}

void tst_Scanner::marksMissingFilesAndTheirReturn() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    writeSound(sounds / "a.wav", hit(k44100, 1));
    writeSound(sounds / "b.wav", hit(k44100, 2));
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    ATTUNE_VERIFY_OK(scanSource(library, source));
    fs::rename(sounds / "a.wav", folder / "away.wav");
    ATTUNE_ASSIGN_OK(const ScanReport gone, scanSource(library, source));
    QCOMPARE(gone.missing, std::int64_t{1});
    auto clips = clipsByPath(library);
    QVERIFY(clips.at("a.wav").isMissing && clips.at("a.wav").findings.contains(Finding::Missing) &&
            !clips.at("a.wav").isUsable());
    fs::rename(folder / "away.wav", sounds / "a.wav");
    ATTUNE_ASSIGN_OK(const ScanReport back, scanSource(library, source));
    QCOMPARE(back.missing, std::int64_t{0});
    clips = clipsByPath(library);
    QVERIFY(!clips.at("a.wav").isMissing && !clips.at("a.wav").findings.contains(Finding::Missing) &&
            clips.at("a.wav").isUsable());
}

void tst_Scanner::readsMendedFilesAgain() {
#ifndef __linux__
    QSKIP("Permissions work differently here");
#endif
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    writeSound(sounds / "a.wav", hit(k44100, 1));
    fs::permissions(sounds / "a.wav", fs::perms::none);
    const auto databases = folder.makeFolder("db");
    fs::permissions(databases, fs::perms::all);
    const WithoutRoot withoutRoot;
    if (!withoutRoot.isEffective()) QSKIP("Permissions cannot be tested by this user");
    ATTUNE_ASSIGN_OK(Library library, Library::open(databases / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    ATTUNE_ASSIGN_OK(const ScanReport refused, scanSource(library, source));
    QCOMPARE(refused.unreadable, std::int64_t{1});
    const ClipRecord clip = clipsByPath(library).at("a.wav");
    QVERIFY2(qs(clip.unreadableReason).contains(QStringLiteral("ermission")), clip.unreadableReason.c_str());
}

void tst_Scanner::keepsWhatWasDoneWhenCancelled() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    for (int i = 0; i < 40; ++i)
        writeSound(sounds / (std::to_string(i) + ".wav"), sine(1, 500 + i, k44100, 440.0));
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    CancellationSource stop;
    const auto result = scanSource(
        library, source, {},
        [&](const Progress& progress) {
            if (progress.stage == "Reading sounds" && progress.done == 10) stop.request();
        },
        stop.cancellation());
    ATTUNE_VERIFY_ERROR(result, ErrorCode::Cancelled);
    QCOMPARE(clipsByPath(library).size(), std::size_t{10});
    ATTUNE_ASSIGN_OK(const ScanReport rest, scanSource(library, source));
    QCOMPARE(rest.added, std::int64_t{30});
    QCOMPARE(rest.unchanged, std::int64_t{10});
}

void tst_Scanner::givesTheSameWithAnyNumberOfThreads() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    for (int i = 0; i < 30; ++i)
        writeSound(sounds / (std::to_string(i) + ".wav"), scaled(hit(k44100, i, 0.1), 0.9F));
    std::vector<std::vector<ClipRecord>> results;
    for (const int workers : {1, 4}) {
        ATTUNE_ASSIGN_OK(Library library,
                         Library::open(folder / (std::to_string(workers) + ".sqlite").c_str()));
        ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
        ScanOptions options;
        options.workerCount = workers;
        ATTUNE_VERIFY_OK(scanSource(library, source, options));
        ATTUNE_ASSIGN_OK(auto clips, library.clips());
        results.push_back(std::move(clips));
    }
    QCOMPARE(results[0].size(), results[1].size());
    for (std::size_t i = 0; i < results[0].size(); ++i) {
        QCOMPARE(results[0][i].id, results[1][i].id);
        QVERIFY(results[0][i].soundHash == results[1][i].soundHash &&
                results[0][i].peak == results[1][i].peak);
    }
}

void tst_Scanner::reportsMissingFolders() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    writeSound(sounds / "a.wav", hit(k44100, 1));
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    ATTUNE_VERIFY_OK(scanSource(library, source));
    fs::rename(sounds, folder / "unplugged");
    ATTUNE_VERIFY_ERROR(scanSource(library, source), ErrorCode::NotFound);
    QVERIFY(!clipsByPath(library).at("a.wav").isMissing); // a drive that is not connected loses nothing
    ATTUNE_VERIFY_ERROR(scanSource(library, SourceId{99}), ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(tst_Scanner)
#include "tst_Scanner.moc"
