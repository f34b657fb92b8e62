// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioReader.h"
#include "core/audio/AudioWriter.h"
#include "core/audio/ContainerCheck.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

namespace {

// A WAV header and data by hand, for headers that lie.
std::string wavBytes(std::uint16_t format, std::uint16_t bits, std::string_view data,
                     std::uint32_t promisedBytes) {
    std::string bytes = "RIFF....WAVEfmt ";
    const auto put = [&](std::uint64_t value, int length) {
        for (int i = 0; i < length; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
    };
    put(16, 4);
    put(format, 2);
    put(1, 2);
    put(44100, 4);
    put(44100U * bits / 8, 4);
    put(bits / 8, 2);
    put(bits, 2);
    bytes += "data";
    put(promisedBytes, 4);
    bytes += data;
    const auto riff = static_cast<std::uint32_t>(bytes.size() - 8);
    std::memcpy(bytes.data() + 4, &riff, 4);
    return bytes;
}

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

class tst_AudioReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsEveryFormat_data();
    void readsEveryFormat();
    void scalesIntegersLikeTheReference();
    void readsRangesAndSeeks();
    void readsFromMemoryAsFromDisk();
    void ignoresTheSuffix();
    void reportsWhatIsNoSound_data();
    void reportsWhatIsNoSound();
    void refusesAFolderNamedLikeASound();
    void namesTheFrameOfACut_data();
    void namesTheFrameOfACut();
    void readsUpToACut();
    void acceptsStreamsWithoutASize();
    void marksAnOggThatEndsEarly();
    void namesTheFrameThatIsNotFinite_data();
    void namesTheFrameThatIsNotFinite();
    void asksNoMemoryForLies();
    void survivesLongPaths();
    void saysWhenItMayNotRead();
    void stopsWhenCancelled();
    void readsLoopFacts();
    void refusesImpossibleRanges();
};

void tst_AudioReader::readsEveryFormat_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("container");
    QTest::addColumn<int>("encoding");
    QTest::addColumn<double>("tolerance");
    const auto row = [](const char* name, int rate, Container container, Encoding encoding,
                        double tolerance) {
        QTest::newRow(name) << QString::fromLatin1(name) << rate << static_cast<int>(container)
                            << static_cast<int>(encoding) << tolerance;
    };
    row("a.wav", 44100, Container::Wav, Encoding::Pcm16, 4e-5);
    row("a.aiff", 48000, Container::Aiff, Encoding::Pcm24, 2e-7);
    row("a.flac", 44100, Container::Flac, Encoding::Pcm16, 4e-5);
    row("a.ogg", 44100, Container::Ogg, Encoding::Vorbis, 0.05);
    row("a.opus", 48000, Container::Ogg, Encoding::Opus, 1.0);
    row("a.mp3", 44100, Container::Mp3, Encoding::Mp3, 1.0);
}

void tst_AudioReader::readsEveryFormat() {
    QFETCH(QString, name);
    QFETCH(int, rate);
    QFETCH(int, container);
    QFETCH(int, encoding);
    QFETCH(double, tolerance);
    const TemporaryFolder folder;
    const auto file = folder.path() / pathFromUtf8(name.toStdString());
    const AudioBuffer sound = sine(2, 48000, SampleRate{rate}, 440.0);
    writeSound(file, sound);

    ATTUNE_ASSIGN_OK(const AudioInfo info, readAudioInfo(file));
    QCOMPARE(info.sampleRate.hz, rate);
    QCOMPARE(info.channelCount, 2);
    QCOMPARE(info.frameCount, FrameCount{48000});
    QCOMPARE(static_cast<int>(info.container), container);
    QCOMPARE(static_cast<int>(info.encoding), encoding);
    QCOMPARE(isLossy(info.encoding), tolerance > 0.01);
    QVERIFY(!info.endsEarly);
    ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(file));
    QVERIFY2(greatestDifference(read, sound) < tolerance,
             qPrintable(QString::number(greatestDifference(read, sound))));
    QVERIFY(std::abs(rms(read.channel(1)) - rms(sound.channel(1))) < 0.01); // codecs keep levels, not samples
}

void tst_AudioReader::scalesIntegersLikeTheReference() {
    const TemporaryFolder folder;
    const std::int16_t values[] = {32767, -32768, 1, 0, -1};
    writeBytes(folder / "a.wav",
               wavBytes(1, 16, std::string_view(reinterpret_cast<const char*>(values), sizeof values),
                        sizeof values));
    ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(folder / "a.wav"));
    QCOMPARE(read.frameCount(), FrameCount{5});
    QCOMPARE(read.channel(0)[0], 32767.0F / 32768.0F);
    QCOMPARE(read.channel(0)[1], -1.0F);
    QCOMPARE(read.channel(0)[2], 1.0F / 32768.0F);
    QCOMPARE(read.channel(0)[3], 0.0F);
}

void tst_AudioReader::readsRangesAndSeeks() {
    const TemporaryFolder folder;
    const AudioBuffer sound = noise(2, 200000, k44100, 7);
    for (const char* name : {"a.wav", "a.flac"}) {
        writeSound(folder / name, sound);
        ATTUNE_ASSIGN_OK(const AudioBuffer whole, readAudio(folder / name));
        ATTUNE_ASSIGN_OK(const AudioBuffer part, readAudioRange(folder / name, 70001, 50000));
        QCOMPARE(part, whole.slice(70001, 50000));
        ATTUNE_ASSIGN_OK(const AudioBuffer end, readAudioRange(folder / name, 199999, 50));
        QCOMPARE(end, whole.slice(199999, 1));
        ATTUNE_ASSIGN_OK(const AudioBuffer none, readAudioRange(folder / name, 200000, 50));
        QCOMPARE(none.frameCount(), FrameCount{0});

        ATTUNE_ASSIGN_OK(AudioReader reader, AudioReader::open(folder / name));
        ATTUNE_VERIFY_OK(reader.seek(150000));
        ATTUNE_ASSIGN_OK(const AudioBuffer late, reader.readNext(10));
        ATTUNE_VERIFY_OK(reader.seek(3));
        ATTUNE_ASSIGN_OK(const AudioBuffer early, reader.readNext(10));
        QCOMPARE(late, whole.slice(150000, 10));
        QCOMPARE(early, whole.slice(3, 10));
        QCOMPARE(reader.position(), FrameIndex{13});
    }
}

void tst_AudioReader::readsFromMemoryAsFromDisk() {
    const TemporaryFolder folder;
    const AudioBuffer sound = noise(2, 30000, SampleRate{48000}, 9);
    for (const char* name : {"a.wav", "a.flac", "a.ogg", "a.mp3", "a.aiff", "a.opus"}) {
        writeSound(folder / name, sound);
        const std::string bytes = readBytes(folder / name);
        ATTUNE_ASSIGN_OK(const AudioBuffer fromDisk, readAudio(folder / name));
        ATTUNE_ASSIGN_OK(AudioReader reader, AudioReader::openBytes(bytesOf(bytes), name));
        ATTUNE_ASSIGN_OK(const AudioBuffer fromMemory, reader.readNext(1 << 20));
        QCOMPARE(fromMemory, fromDisk);
    }
}

void tst_AudioReader::ignoresTheSuffix() {
    const TemporaryFolder folder;
    writeSound(folder / "a.flac", sine(1, 1000, k44100, 440.0));
    std::filesystem::rename(folder / "a.flac", folder / "a.wav");
    ATTUNE_ASSIGN_OK(const AudioInfo info, readAudioInfo(folder / "a.wav"));
    QCOMPARE(info.container, Container::Flac);
}

void tst_AudioReader::reportsWhatIsNoSound_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QByteArray& bytes, ErrorCode code) {
        QTest::newRow(name) << bytes << static_cast<int>(code);
    };
    row("empty", {}, ErrorCode::Corrupt);
    row("text", "this is no sound at all, whatever its name says", ErrorCode::UnsupportedFormat);
    row("zeros", QByteArray(1000, '\0'), ErrorCode::UnsupportedFormat);
    row("m4a",
        QByteArray("\0\0\0\x20"
                   "ftypM4A ",
                   12),
        ErrorCode::UnsupportedFormat);
    row("bare riff", "RIFF\x10\0\0\0WAVE", ErrorCode::UnsupportedFormat);
    row("flac mark only", "fLaC", ErrorCode::Corrupt);
    row("ogg mark only", QByteArray("OggS\0\2", 6), ErrorCode::Corrupt);
}

void tst_AudioReader::reportsWhatIsNoSound() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    const TemporaryFolder folder;
    writeBytes(folder / "x.wav", bytes.toStdString());
    const auto read = readAudio(folder / "x.wav");
    QVERIFY(!read);
    if (QByteArray(QTest::currentDataTag()).endsWith("only") ||
        QByteArray(QTest::currentDataTag()) == "bare riff") {
        // What is wrong is known to libsndfile alone; either name will do.
        QVERIFY(read.error().code == ErrorCode::Corrupt || read.error().code == ErrorCode::UnsupportedFormat);
    } else {
        ATTUNE_VERIFY_ERROR(read, static_cast<ErrorCode>(code));
    }
    QVERIFY(qs(read.error().describe()).contains(QStringLiteral("x.wav")));
    QVERIFY(!read.error().remedy.empty());
}

void tst_AudioReader::refusesAFolderNamedLikeASound() {
    const TemporaryFolder folder;
    folder.makeFolder("drums.wav");
    ATTUNE_VERIFY_ERROR(readAudio(folder / "drums.wav"), ErrorCode::UnsupportedFormat);
    ATTUNE_VERIFY_ERROR(readAudio(folder / "absent.wav"), ErrorCode::NotFound);
}

void tst_AudioReader::namesTheFrameOfACut_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"a.wav", "a.aiff", "a.flac", "a.mp3"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_AudioReader::namesTheFrameOfACut() {
    QFETCH(QString, name);
    const TemporaryFolder folder;
    const auto file = folder.path() / pathFromUtf8(name.toStdString());
    writeSound(file, noise(2, 100000, k44100, 3));
    cutFile(file, static_cast<std::int64_t>(std::filesystem::file_size(file) / 2));
    const auto read = readAudio(file);
    ATTUNE_VERIFY_ERROR(read, ErrorCode::Corrupt);
    QVERIFY2(read.error().context.starts_with("frame "), read.error().context.c_str());
    const int frame = std::stoi(read.error().context.substr(6));
    QVERIFY2(frame > 30000 && frame < 70000, read.error().context.c_str());
}

void tst_AudioReader::readsUpToACut() {
    const TemporaryFolder folder;
    const AudioBuffer sound = noise(1, 10000, k44100, 3);
    writeSound(folder / "a.wav", sound);
    cutFile(folder / "a.wav", 44 + 2 * 6000);
    ATTUNE_ASSIGN_OK(const AudioBuffer part, readAudioRange(folder / "a.wav", 1000, 5000));
    QVERIFY(greatestDifference(part, sound.slice(1000, 5000)) < 4e-5);
    ATTUNE_VERIFY_ERROR(readAudioRange(folder / "a.wav", 1000, 5001), ErrorCode::Corrupt);

    // A pad byte too many in the header is a common fault, and no loss.
    writeBytes(folder / "pad.wav", wavBytes(1, 16, std::string(200, '\1'), 201));
    ATTUNE_VERIFY_OK(readAudio(folder / "pad.wav"));
}

void tst_AudioReader::acceptsStreamsWithoutASize() {
    const TemporaryFolder folder; // as programs write into a pipe
    writeBytes(folder / "a.wav", wavBytes(1, 16, std::string(2000, '\1'), 0xFFFFFFFFU));
    ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(folder / "a.wav"));
    QCOMPARE(read.frameCount(), FrameCount{1000});
}

void tst_AudioReader::marksAnOggThatEndsEarly() {
    const TemporaryFolder folder;
    writeSound(folder / "a.ogg", noise(1, 200000, k44100, 3));
    const std::string bytes = readBytes(folder / "a.ogg");
    const std::size_t lastPage = bytes.rfind("OggS");
    writeBytes(folder / "cut.ogg", bytes.substr(0, lastPage));
    ATTUNE_ASSIGN_OK(const AudioInfo info, readAudioInfo(folder / "cut.ogg"));
    QVERIFY(info.endsEarly);
    QVERIFY(info.frameCount > 0 && info.frameCount < 200000);
    ATTUNE_VERIFY_OK(readAudio(folder / "cut.ogg"));
    // In the middle of a page, libsndfile plays up to the last whole one or gives up; never as if nothing
    // were wrong.
    for (const std::size_t size : {bytes.size() / 3, bytes.size() / 2, lastPage + 30}) {
        writeBytes(folder / "mid.ogg", bytes.substr(0, size));
        const auto mid = readAudioInfo(folder / "mid.ogg");
        QVERIFY(mid ? mid->endsEarly : mid.error().code == ErrorCode::Corrupt);
    }
}

void tst_AudioReader::namesTheFrameThatIsNotFinite_data() {
    QTest::addColumn<float>("value");
    QTest::newRow("nan") << std::numeric_limits<float>::quiet_NaN();
    QTest::newRow("inf") << std::numeric_limits<float>::infinity();
    QTest::newRow("-inf") << -std::numeric_limits<float>::infinity();
}

void tst_AudioReader::namesTheFrameThatIsNotFinite() {
    QFETCH(float, value);
    const TemporaryFolder folder;
    std::vector<float> samples(100000, 0.25F);
    samples[70123] = value;
    const std::string_view data(reinterpret_cast<const char*>(samples.data()), samples.size() * 4);
    writeBytes(folder / "a.wav", wavBytes(3, 32, data, static_cast<std::uint32_t>(data.size())));
    const auto read = readAudio(folder / "a.wav");
    ATTUNE_VERIFY_ERROR(read, ErrorCode::NonFinite);
    QCOMPARE(qs(read.error().context), QStringLiteral("frame 70123"));
    ATTUNE_VERIFY_OK(readAudioRange(folder / "a.wav", 0, 70123));
}

void tst_AudioReader::asksNoMemoryForLies() {
    // A FLAC whose header says 2^35 frames.
    const TemporaryFolder folder;
    writeSound(folder / "a.flac", sine(1, 5000, k44100, 440.0));
    std::string bytes = readBytes(folder / "a.flac");
    bytes[21] = static_cast<char>((bytes[21] & 0xF0) | 0x08); // STREAMINFO: 36 bits of length
    writeBytes(folder / "a.flac", bytes);
    ATTUNE_VERIFY_ERROR(readAudio(folder / "a.flac"), ErrorCode::Corrupt);

    bytes[21] = static_cast<char>(bytes[21] & 0xF0); // and one that does not say
    for (int i = 22; i < 26; ++i) bytes[static_cast<std::size_t>(i)] = '\0';
    writeBytes(folder / "b.flac", bytes);
    ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(folder / "b.flac"));
    QCOMPARE(read.frameCount(), FrameCount{5000});
}

void tst_AudioReader::survivesLongPaths() {
    const TemporaryFolder folder;
    std::filesystem::path deep = folder.path();
    for (int i = 0; i < 6; ++i)
        deep /= pathFromUtf8("очень длинное имя папки со звуками " + std::to_string(i));
    std::filesystem::create_directories(deep);
    const auto file = deep / pathFromUtf8("звук 音.wav");
    QVERIFY(utf8FromPath(file).size() > 400);
    writeSound(file, sine(1, 100, k44100, 440.0));
    ATTUNE_ASSIGN_OK(const AudioBuffer read, readAudio(file));
    QCOMPARE(read.frameCount(), FrameCount{100});
    const auto tooLong = folder.path() / std::string(300, 'x'); // a name that no file system takes
#ifdef _WIN32
    constexpr ErrorCode kTooLong = ErrorCode::NotFound; // it says no more
#else
    constexpr ErrorCode kTooLong = ErrorCode::InvalidArgument;
#endif
    ATTUNE_VERIFY_ERROR(readAudio(tooLong), kTooLong);
}

void tst_AudioReader::saysWhenItMayNotRead() {
#ifndef __linux__
    QSKIP("Permissions work differently here");
#endif
    const TemporaryFolder folder;
    writeSound(folder / "a.wav", sine(1, 100, k44100, 440.0));
    std::filesystem::permissions(folder / "a.wav", std::filesystem::perms::none);
    const WithoutRoot withoutRoot;
    if (!withoutRoot.isEffective()) QSKIP("Permissions cannot be tested by this user");
    ATTUNE_VERIFY_ERROR(readAudio(folder / "a.wav"), ErrorCode::PermissionDenied);
}

void tst_AudioReader::stopsWhenCancelled() {
    const TemporaryFolder folder;
    writeSound(folder / "a.wav", silence(1, 1 << 21, k44100));
    CancellationSource source;
    source.request();
    ATTUNE_VERIFY_ERROR(readAudio(folder / "a.wav", source.cancellation()), ErrorCode::Cancelled);
}

void tst_AudioReader::readsLoopFacts() {
    // An 'acid' chunk: flags (2 = has a root), root note, two unknown, beats, denominator, numerator, tempo.
    std::string bytes = wavBytes(1, 16, std::string(400, '\1'), 400);
    std::string acid = "acid";
    const auto put = [&](auto value) { acid.append(reinterpret_cast<const char*>(&value), sizeof value); };
    put(std::uint32_t{24});
    put(std::uint32_t{2});
    put(std::uint16_t{57});
    put(std::uint16_t{0x8000});
    put(0.0F);
    put(std::uint32_t{8});
    put(std::uint16_t{4});
    put(std::uint16_t{4});
    put(174.0F);
    bytes.insert(36, acid);
    const TemporaryFolder folder;
    writeBytes(folder / "a.wav", bytes);
    ATTUNE_ASSIGN_OK(const AudioInfo info, readAudioInfo(folder / "a.wav"));
    QVERIFY(info.loop.has_value());
    QCOMPARE(info.loop->bpm, 174.0);
    QCOMPARE(info.loop->beats, 8);
    QCOMPARE(info.loop->rootKey, 57);
}

void tst_AudioReader::refusesImpossibleRanges() {
    const TemporaryFolder folder;
    writeSound(folder / "a.wav", sine(1, 100, k44100, 440.0));
    ATTUNE_VERIFY_ERROR(readAudioRange(folder / "a.wav", -1, 10), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(readAudioRange(folder / "a.wav", 101, 10), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(readAudioRange(folder / "a.wav", 0, -10), ErrorCode::InvalidArgument);
    ATTUNE_ASSIGN_OK(const AudioBuffer none, readAudioRange(folder / "a.wav", 0, 0));
    QVERIFY(none.isEmpty());
}

QTEST_APPLESS_MAIN(tst_AudioReader)
#include "tst_AudioReader.moc"
