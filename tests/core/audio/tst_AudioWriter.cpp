// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioReader.h"
#include "core/audio/AudioWriter.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <array>
#include <limits>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

class tst_AudioWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roundTripsEveryFormat_data();
    void roundTripsEveryFormat();
    void keepsIntegersExactly();
    void clipsInsteadOfWrapping();
    void storesTags();
    void replacesAndLeavesNothingBehind();
    void joinsPieces();
    void refusesWhatCannotBeWritten();
    void saysWhenTheDiskIsFull();
    void saysWhenItMayNotWrite();
    void writesTheSameBytesTwice();
};

void tst_AudioWriter::roundTripsEveryFormat_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("encoding");
    QTest::addColumn<double>("tolerance");
    const auto row = [](const char* name, FileFormat format, Encoding encoding, double tolerance) {
        QTest::newRow(name) << static_cast<int>(format) << static_cast<int>(encoding) << tolerance;
    };
    row("wav16", FileFormat::Wav16, Encoding::Pcm16, 0.50001 / 32768);
    row("wav24", FileFormat::Wav24, Encoding::Pcm24, 0.6 / 8388608);
    row("wav float", FileFormat::WavFloat, Encoding::Float32, 0.0);
    row("flac16", FileFormat::Flac16, Encoding::Pcm16, 0.50001 / 32768);
    row("flac24", FileFormat::Flac24, Encoding::Pcm24, 0.6 / 8388608);
}

void tst_AudioWriter::roundTripsEveryFormat() {
    QFETCH(int, format);
    QFETCH(int, encoding);
    QFETCH(double, tolerance);
    const TemporaryFolder folder;
    const auto file = folder / "ton ö.bin";
    for (const int channels : {1, 2, 6}) {
        const AudioBuffer sound = noise(channels, 70000, SampleRate{48000}, 11, 0.9F);
        ATTUNE_VERIFY_OK(writeAudio(file, sound, static_cast<FileFormat>(format)));
        ATTUNE_ASSIGN_OK(const AudioInfo info, readAudioInfo(file));
        QCOMPARE(static_cast<int>(info.encoding), encoding);
        ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(file));
        QCOMPARE(read.sampleRate().hz, 48000);
        QVERIFY2(greatestDifference(read, sound) <= tolerance,
                 qPrintable(QString::number(greatestDifference(read, sound))));
    }
}

void tst_AudioWriter::keepsIntegersExactly() {
    const TemporaryFolder folder;
    AudioBuffer sound(1, 65536, k44100);
    for (int i = 0; i < 65536; ++i)
        sound.channel(0)[static_cast<std::size_t>(i)] = static_cast<float>(i - 32768) / 32768.0F;
    for (const FileFormat format :
         {FileFormat::Wav16, FileFormat::Flac16, FileFormat::Wav24, FileFormat::Flac24}) {
        ATTUNE_VERIFY_OK(writeAudio(folder / "a", sound, format));
        ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(folder / "a"));
        QCOMPARE(read, sound);
    }
}

void tst_AudioWriter::clipsInsteadOfWrapping() {
    const TemporaryFolder folder;
    AudioBuffer sound(1, 4, k44100);
    const std::array<float, 4> levels{1.0F, 1.7F, -1.0F, -3.0F};
    std::ranges::copy(levels, sound.channel(0).begin());
    ATTUNE_VERIFY_OK(writeAudio(folder / "a.wav", sound, FileFormat::Wav16));
    ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(folder / "a.wav"));
    QCOMPARE(read.channel(0)[0], 32767.0F / 32768.0F);
    QCOMPARE(read.channel(0)[1], 32767.0F / 32768.0F);
    QCOMPARE(read.channel(0)[2], -1.0F);
    QCOMPARE(read.channel(0)[3], -1.0F);
}

void tst_AudioWriter::storesTags() {
    const TemporaryFolder folder;
    const AudioFileTags tags{"Küche 3", "warm kick, 120 BPM = fast", "note", 123456789012LL, 500};
    ATTUNE_VERIFY_OK(writeAudio(folder / "a.flac", sine(2, 5000, k44100, 440.0), FileFormat::Flac24, tags));
    const std::string flac = readBytes(folder / "a.flac");
    for (const char* text : {"TITLE=Küche 3", "PROMPT=warm kick, 120 BPM = fast", "SEED=123456789012",
                             "STEP=500", "COMMENT=note", "SOFTWARE=Attune"})
        QVERIFY2(flac.find(text) != std::string::npos, text);
    ATTUNE_VERIFY_OK(readAudio(folder / "a.flac"));

    ATTUNE_VERIFY_OK(writeAudio(folder / "a.wav", sine(2, 5000, k44100, 440.0), FileFormat::Wav16, tags));
    const std::string wav = readBytes(folder / "a.wav");
    QVERIFY(wav.find("Küche 3") != std::string::npos);
    QVERIFY(wav.find("note; prompt: warm kick, 120 BPM = fast; seed: 123456789012; step: 500") !=
            std::string::npos);
}

void tst_AudioWriter::replacesAndLeavesNothingBehind() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeAudio(folder / "a.flac", sine(1, 5000, k44100, 440.0), FileFormat::Flac16));
    const std::string old = readBytes(folder / "a.flac");
    {
        ATTUNE_ASSIGN_OK(AudioWriter abandoned,
                         AudioWriter::open(folder / "a.flac", 1, k44100, FileFormat::Flac16));
        ATTUNE_VERIFY_OK(abandoned.write(sine(1, 100, k44100, 440.0)));
    }
    QCOMPARE(readBytes(folder / "a.flac"), old);
    ATTUNE_VERIFY_OK(writeAudio(folder / "a.flac", sine(1, 100, k44100, 440.0), FileFormat::Flac16));
    QVERIFY(readBytes(folder / "a.flac") != old);
    QCOMPARE(qs(listing(folder.path())), QStringLiteral("a.flac"));
}

void tst_AudioWriter::joinsPieces() {
    const TemporaryFolder folder;
    const AudioBuffer sound = noise(2, 100000, k44100, 5);
    for (const FileFormat format : {FileFormat::Flac24, FileFormat::WavFloat}) {
        ATTUNE_ASSIGN_OK(AudioWriter writer, AudioWriter::open(folder / "pieces", 2, k44100, format));
        for (FrameIndex at = 0; at < 100000; at += 12500)
            ATTUNE_VERIFY_OK(writer.write(sound.slice(at, 12500)));
        ATTUNE_VERIFY_OK(writer.commit());
        ATTUNE_VERIFY_OK(writeAudio(folder / "whole", sound, format));
        ATTUNE_ASSIGN_OK(const AudioBuffer pieces, readAudio(folder / "pieces"));
        ATTUNE_ASSIGN_OK(const AudioBuffer whole, readAudio(folder / "whole"));
        QCOMPARE(pieces, whole);
        ATTUNE_ASSIGN_OK(AudioWriter other, AudioWriter::open(folder / "pieces", 2, k44100, format));
        ATTUNE_VERIFY_ERROR(other.write(sine(1, 10, k44100, 440.0)), ErrorCode::InvalidArgument);
    }
}

void tst_AudioWriter::refusesWhatCannotBeWritten() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(writeAudio(folder / "a.flac", silence(9, 10, k44100), FileFormat::Flac16),
                        ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(writeAudio(folder / "a.flac", silence(0, 10, k44100), FileFormat::Flac16),
                        ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(writeAudio(folder / "a.wav", silence(1, 10, SampleRate{0}), FileFormat::Wav16),
                        ErrorCode::InvalidArgument);
    AudioBuffer bad = sine(2, 100, k44100, 440.0);
    bad.channel(1)[42] = std::numeric_limits<float>::quiet_NaN();
    const auto result = writeAudio(folder / "a.wav", bad, FileFormat::WavFloat);
    ATTUNE_VERIFY_ERROR(result, ErrorCode::NonFinite);
    QCOMPARE(qs(result.error().context), QStringLiteral("frame 42"));
    ATTUNE_VERIFY_ERROR(
        writeAudio(folder / "no such folder/a.wav", silence(1, 10, k44100), FileFormat::Wav16),
        ErrorCode::NotFound);
    QCOMPARE(qs(listing(folder.path())), QString());
}

void tst_AudioWriter::saysWhenTheDiskIsFull() {
    const SmallDisk disk(256 << 10);
    if (!disk.isMounted()) QSKIP("No small file system can be mounted here");
    const auto file = disk.path() / "a.wav";
    ATTUNE_VERIFY_OK(writeAudio(file, noise(1, 1000, k44100, 1), FileFormat::Wav16));
    const std::string old = readBytes(file);
    for (const FileFormat format : {FileFormat::Wav16, FileFormat::Flac24})
        ATTUNE_VERIFY_ERROR(writeAudio(file, noise(2, 500000, k44100, 1), format), ErrorCode::DiskFull);
    // The FLAC fits once, but not beside its copy with comments.
    ATTUNE_VERIFY_ERROR(writeAudio(file, noise(1, 80000, k44100, 1), FileFormat::Flac16),
                        ErrorCode::DiskFull);
    QCOMPARE(readBytes(file), old);
    QCOMPARE(qs(listing(disk.path())), QStringLiteral("a.wav"));
}

void tst_AudioWriter::saysWhenItMayNotWrite() {
#ifndef __linux__
    QSKIP("Permissions work differently here");
#endif
    const TemporaryFolder folder;
    const auto inside = folder.makeFolder("read only");
    std::filesystem::permissions(inside,
                                 std::filesystem::perms::owner_write | std::filesystem::perms::group_write |
                                     std::filesystem::perms::others_write,
                                 std::filesystem::perm_options::remove);
    const WithoutRoot withoutRoot;
    if (!withoutRoot.isEffective()) QSKIP("Permissions cannot be tested by this user");
    ATTUNE_VERIFY_ERROR(writeAudio(inside / "a.wav", silence(1, 10, k44100), FileFormat::Wav16),
                        ErrorCode::PermissionDenied);
}

void tst_AudioWriter::writesTheSameBytesTwice() {
    const TemporaryFolder folder;
    const AudioBuffer sound = noise(2, 5000, k44100, 5);
    for (const FileFormat format : {FileFormat::Wav16, FileFormat::WavFloat, FileFormat::Flac24}) {
        AudioFileTags tags;
        tags.title = "x";
        ATTUNE_VERIFY_OK(writeAudio(folder / "a", sound, format, tags));
        ATTUNE_VERIFY_OK(writeAudio(folder / "b", sound, format, tags));
        QCOMPARE(readBytes(folder / "a"), readBytes(folder / "b"));
    }
}

QTEST_APPLESS_MAIN(tst_AudioWriter)
#include "tst_AudioWriter.moc"
