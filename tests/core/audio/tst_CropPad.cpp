// SPDX-License-Identifier: GPL-3.0-or-later
//
// Expected numbers: printed by stable_audio_tools.data.utils.PadCrop_Normalized_T and
// torch.nn.functional.interpolate(mode="nearest") of torch 2.11.
#include "core/audio/ChannelLayout.h"
#include "core/audio/CropPad.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"

#include <algorithm>
#include <numeric>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

class tst_CropPad : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheReference_data();
    void equalsTheReference();
    void cutsAndPadsTheSound();
    void reducesTheMaskLikeTheReference_data();
    void reducesTheMaskLikeTheReference();
    void coversLongSourcesWithPieces();
    void leavesOutAShortLastPiece();
    void overlapsPieces();
    void testsSilence();
    void laysOutChannels();
    void slicesBuffers();
};

void tst_CropPad::equalsTheReference_data() {
    QTest::addColumn<qint64>("source");
    QTest::addColumn<qint64>("window");
    QTest::addColumn<int>("rate");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::addColumn<qint64>("secondsStart");
    QTest::addColumn<qint64>("secondsTotal");
    QTest::addColumn<qint64>("valid");
    QTest::newRow("short") << 1000LL << 4096LL << 44100 << 0LL << 0.0 << 1.0 << 0LL << 1LL << 1000LL;
    QTest::newRow("equal") << 44100LL << 44100LL << 44100 << 0LL << 0.0 << 1.0 << 0LL << 1LL << 44100LL;
    QTest::newRow("longer") << 100000LL << 65536LL << 44100 << 0LL << 0.0 << 0.65536 << 0LL << 3LL << 65536LL;
    QTest::newRow("minutes") << 7938000LL << 524288LL << 44100 << 0LL << 0.0 << 0.06604787100025196 << 0LL
                             << 180LL << 524288LL;
    QTest::newRow("one frame") << 1LL << 2048LL << 48000 << 0LL << 0.0 << 1.0 << 0LL << 1LL << 1LL;
    QTest::newRow("odd") << 44101LL << 22050LL << 44100 << 0LL << 0.0 << 0.49998866238860795 << 0LL << 2LL
                         << 22050LL;
    QTest::newRow("random 1") << 100000LL << 22050LL << 44100 << 17611LL << 0.17611 << 0.39661 << 0LL << 3LL
                              << 22050LL;
    QTest::newRow("random 2") << 100000LL << 22050LL << 44100 << 74606LL << 0.74606 << 0.96656 << 1LL << 3LL
                              << 22050LL;
}

void tst_CropPad::equalsTheReference() {
    QFETCH(qint64, source);
    QFETCH(qint64, window);
    QFETCH(int, rate);
    QFETCH(qint64, offset);
    QFETCH(double, start);
    QFETCH(double, end);
    QFETCH(qint64, secondsStart);
    QFETCH(qint64, secondsTotal);
    QFETCH(qint64, valid);
    const CropWindow crop = cropWindow(source, window, SampleRate{rate}, offset);
    QVERIFY(crop.timestampStart == start); // to the last bit
    QVERIFY(crop.timestampEnd == end);
    QCOMPARE(crop.secondsStart, secondsStart);
    QCOMPARE(crop.secondsTotal, secondsTotal);
    QCOMPARE(crop.validFrames, valid);
    QCOMPARE(crop.losesSound(), source > window);
    QCOMPARE(greatestCropOffset(source, window), std::max<qint64>(0, source - window));
    const std::vector<float> mask = paddingMask(crop);
    QCOMPARE(static_cast<qint64>(mask.size()), window);
    QCOMPARE(static_cast<qint64>(std::ranges::count(mask, 1.0F)), valid);
    QVERIFY(std::ranges::is_sorted(mask, std::greater<>()));
}

void tst_CropPad::cutsAndPadsTheSound() {
    const AudioBuffer source = noise(2, 1000, k44100, 1);
    const AudioBuffer padded = windowOfSource(source, cropWindow(1000, 1500, k44100));
    QCOMPARE(padded.slice(0, 1000), source);
    QVERIFY(std::ranges::all_of(padded.slice(1000, 500).samples(), [](float x) { return x == 0.0F; }));
    const AudioBuffer cut = windowOfSource(source, cropWindow(1000, 300, k44100, 450));
    QCOMPARE(cut, source.slice(450, 300));
}

void tst_CropPad::reducesTheMaskLikeTheReference_data() {
    QTest::addColumn<qint64>("window");
    QTest::addColumn<qint64>("latents");
    QTest::addColumn<qint64>("valid");
    QTest::addColumn<qint64>("ones");
    QTest::newRow("not a multiple") << 352800LL << 172LL << 100000LL << 49LL;
    QTest::newRow("small") << 131072LL << 64LL << 44100LL << 22LL;
    QTest::newRow("long") << 1320960LL << 645LL << 1000LL << 1LL;
    QTest::newRow("almost full") << 354304LL << 173LL << 351744LL << 172LL;
    QTest::newRow("odd") << 97LL << 13LL << 50LL << 7LL;
    QTest::newRow("beyond float32") << 5000000LL << 2441LL << 4999999LL << 2441LL;
}

void tst_CropPad::reducesTheMaskLikeTheReference() {
    QFETCH(qint64, window);
    QFETCH(qint64, latents);
    QFETCH(qint64, valid);
    QFETCH(qint64, ones);
    const auto mask = latentPaddingMask(cropWindow(valid, window, k44100), latents);
    QCOMPARE(static_cast<qint64>(mask.size()), latents);
    QCOMPARE(static_cast<qint64>(std::accumulate(mask.begin(), mask.end(), 0)), ones);
    QVERIFY(std::ranges::is_sorted(mask, std::greater<>()));
}

void tst_CropPad::coversLongSourcesWithPieces() {
    const auto pieces = piecesOfSource(100000, 40000, k44100);
    QCOMPARE(pieces.size(), std::size_t{3});
    QCOMPARE(pieces[1].offset, FrameIndex{40000});
    QCOMPARE(pieces[2].validFrames, FrameCount{20000});
    QCOMPARE(pieces[2].secondsTotal, std::int64_t{3});
    QVERIFY(pieces[2].timestampEnd == 1.0);
    FrameCount covered = 0;
    for (const CropWindow& piece : pieces) covered += piece.validFrames;
    QCOMPARE(covered, FrameCount{100000});
    QCOMPARE(piecesOfSource(40000, 40000, k44100).size(), std::size_t{1});
    QCOMPARE(piecesOfSource(10, 40000, k44100).front().paddingFrames(), FrameCount{39990});
    QCOMPARE(piecesOfSource(0, 40000, k44100).size(), std::size_t{1});
    const AudioBuffer source = noise(1, 100000, k44100, 2);
    QCOMPARE(windowOfSource(source, pieces[2]).slice(0, 20000), source.slice(80000, 20000));
}

void tst_CropPad::leavesOutAShortLastPiece() {
    QCOMPARE(piecesOfSource(81000, 40000, k44100, {.leastFrames = 4410}).size(), std::size_t{2});
    QCOMPARE(piecesOfSource(85000, 40000, k44100, {.leastFrames = 4410}).size(), std::size_t{3});
    QCOMPARE(piecesOfSource(100, 40000, k44100, {.leastFrames = 4410}).size(), std::size_t{1}); // never none
}

void tst_CropPad::overlapsPieces() {
    const auto pieces = piecesOfSource(100000, 40000, k44100, {.hopFrames = 20000});
    QCOMPARE(pieces.size(), std::size_t{4});
    QCOMPARE(pieces.back().offset, FrameIndex{60000});
    QCOMPARE(pieces.back().validFrames, FrameCount{40000});
}

void tst_CropPad::testsSilence() {
    QVERIFY(isSilentForReference(silence(2, 100, k44100)));
    AudioBuffer sound = silence(2, 100, k44100);
    sound.channel(1)[99] = 0.000999F;
    QVERIFY(isSilentForReference(sound));
    sound.channel(1)[99] = -0.0011F;
    QVERIFY(!isSilentForReference(sound));
}

void tst_CropPad::laysOutChannels() {
    const AudioBuffer six = noise(6, 100, k44100, 4);
    ATTUNE_ASSIGN_OK(const AudioBuffer stereo, withChannelCount(six, 2));
    QVERIFY(std::ranges::equal(stereo.channel(0), six.channel(0)) &&
            std::ranges::equal(stereo.channel(1), six.channel(1)));
    ATTUNE_ASSIGN_OK(const AudioBuffer mono, withChannelCount(six, 1));
    float mean = 0.0F;
    for (int c = 0; c < 6; ++c) mean += six.channel(c)[50];
    QCOMPARE(mono.channel(0)[50], mean / 6.0F);
    ATTUNE_ASSIGN_OK(const AudioBuffer doubled, withChannelCount(mono, 2));
    QVERIFY(std::ranges::equal(doubled.channel(0), mono.channel(0)) &&
            std::ranges::equal(doubled.channel(1), mono.channel(0)));
    ATTUNE_ASSIGN_OK(const AudioBuffer same, withChannelCount(stereo, 2));
    QCOMPARE(same, stereo);
    ATTUNE_VERIFY_ERROR(withChannelCount(six, 3), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(withChannelCount(AudioBuffer(), 2), ErrorCode::InvalidArgument);
}

void tst_CropPad::slicesBuffers() {
    const AudioBuffer sound = noise(2, 100, k44100, 4);
    QCOMPARE(sound.slice(0, 100), sound);
    QCOMPARE(sound.slice(100, 0).frameCount(), FrameCount{0});
    QCOMPARE(sound.slice(10, 5).channel(1)[4], sound.channel(1)[14]);
    QCOMPARE(sound.durationSeconds(), 100.0 / 44100.0);
}

QTEST_APPLESS_MAIN(tst_CropPad)
#include "tst_CropPad.moc"
