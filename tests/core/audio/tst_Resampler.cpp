// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Resampler.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

class tst_Resampler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheExactLength_data();
    void givesTheExactLength();
    void keepsSinesInPlace_data();
    void keepsSinesInPlace();
    void removesWhatWouldAlias();
    void joinsPiecesToTheWhole();
    void keepsChannelsApart();
    void leavesEqualRatesAlone();
    void refusesImpossibleRates();
};

void tst_Resampler::givesTheExactLength_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    for (const auto& [from, to] : {std::pair{48000, 44100},
                                   {44100, 48000},
                                   {22050, 44100},
                                   {96000, 44100},
                                   {11025, 44100},
                                   {192000, 44100},
                                   {44100, 8000},
                                   {32000, 44100},
                                   {44099, 44100}})
        QTest::addRow("%d to %d", from, to) << from << to;
}

void tst_Resampler::givesTheExactLength() {
    QFETCH(int, from);
    QFETCH(int, to);
    for (const FrameCount frames : {0, 1, 2, 3, 100, 4095, 44099, 44100, 44101}) {
        const FrameCount expected = (frames * to + from - 1) / from;
        QCOMPARE(resampledFrameCount(frames, SampleRate{from}, SampleRate{to}), expected);
        ATTUNE_ASSIGN_OK(const AudioBuffer made,
                         resampled(silence(2, frames, SampleRate{from}), SampleRate{to}));
        QCOMPARE(made.frameCount(), expected);
        QCOMPARE(made.sampleRate().hz, to);
        QCOMPARE(made.channelCount(), 2);
    }
}

void tst_Resampler::keepsSinesInPlace_data() {
    givesTheExactLength_data();
}

// A sine at the one rate against the same sine computed at the other: amplitude, pitch and alignment at once.
void tst_Resampler::keepsSinesInPlace() {
    QFETCH(int, from);
    QFETCH(int, to);
    const double hz = 1234.5;
    ATTUNE_ASSIGN_OK(const AudioBuffer made, resampled(sine(1, from, SampleRate{from}, hz), SampleRate{to}));
    const AudioBuffer expected = sine(1, made.frameCount(), SampleRate{to}, hz);
    const FrameCount edge = to / 20; // the sine begins and ends suddenly
    const FrameCount middle = made.frameCount() - 2 * edge;
    const double difference = greatestDifference(made.slice(edge, middle), expected.slice(edge, middle));
    QVERIFY2(difference < 2e-5, qPrintable(QString::number(difference)));
}

void tst_Resampler::removesWhatWouldAlias() {
    ATTUNE_ASSIGN_OK(const AudioBuffer made,
                     resampled(sine(1, 96000, SampleRate{96000}, 30000.0, 1.0F), k44100));
    QVERIFY2(rms(made.slice(2000, 40000).channel(0)) < 1e-5, "30 kHz is still there at 44.1 kHz");
}

void tst_Resampler::joinsPiecesToTheWhole() {
    const AudioBuffer sound = noise(2, 50000, SampleRate{48000}, 21);
    ATTUNE_ASSIGN_OK(const AudioBuffer whole, resampled(sound, k44100));
    for (const FrameCount step : {1, 77, 4096, 49999}) {
        ATTUNE_ASSIGN_OK(Resampler resampler, Resampler::create(2, SampleRate{48000}, k44100));
        const FrameCount count = step == 1 ? 500 : 50000; // one by one is slow
        ATTUNE_ASSIGN_OK(const AudioBuffer expected, resampled(sound.slice(0, count), k44100));
        FrameIndex at = 0;
        double difference = 0.0;
        const auto compare = [&](const AudioBuffer& piece) {
            difference =
                std::max(difference, greatestDifference(piece, expected.slice(at, piece.frameCount())));
            at += piece.frameCount();
        };
        for (FrameIndex from = 0; from < count; from += step) {
            ATTUNE_ASSIGN_OK(const AudioBuffer piece,
                             resampler.process(sound.slice(from, std::min(step, count - from))));
            compare(piece);
        }
        ATTUNE_ASSIGN_OK(const AudioBuffer rest, resampler.finish());
        compare(rest);
        QCOMPARE(at, expected.frameCount());
        QVERIFY2(difference < 1e-6, qPrintable(QString::number(difference)));
    }
}

void tst_Resampler::keepsChannelsApart() {
    const AudioBuffer sound = noise(5, 5000, SampleRate{48000}, 2);
    ATTUNE_ASSIGN_OK(const AudioBuffer together, resampled(sound, k44100));
    for (int c = 0; c < 5; ++c) {
        AudioBuffer one(1, 5000, SampleRate{48000});
        std::ranges::copy(sound.channel(c), one.channel(0).begin());
        ATTUNE_ASSIGN_OK(const AudioBuffer alone, resampled(one, k44100));
        double difference = 0.0;
        for (std::size_t i = 0; i < alone.channel(0).size(); ++i)
            difference = std::max(
                difference, static_cast<double>(std::abs(alone.channel(0)[i] - together.channel(c)[i])));
        QVERIFY2(difference < 1e-6, qPrintable(QString::number(difference)));
    }
}

void tst_Resampler::leavesEqualRatesAlone() {
    const AudioBuffer sound = noise(2, 1000, k44100, 3);
    ATTUNE_ASSIGN_OK(const AudioBuffer made, resampled(sound, k44100));
    QCOMPARE(made, sound);
}

void tst_Resampler::refusesImpossibleRates() {
    ATTUNE_VERIFY_ERROR(resampled(silence(1, 10, k44100), SampleRate{0}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(resampled(silence(1, 10, SampleRate{0}), k44100), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(resampled(silence(1, 10, SampleRate{100}), SampleRate{192000}),
                        ErrorCode::InvalidArgument);
    ATTUNE_ASSIGN_OK(Resampler resampler, Resampler::create(2, SampleRate{48000}, k44100));
    ATTUNE_VERIFY_ERROR(resampler.process(silence(1, 10, SampleRate{48000})), ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(tst_Resampler)
#include "tst_Resampler.moc"
