// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Loudness.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"

#include <cmath>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

class tst_Loudness : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measuresTheStandardsTestTone();
    void followsGain();
    void measuresShortSounds();
    void saysNothingAboutSilence();
    void findsPeaks();
    void joinsPieces();
    void refusesImpossibleInput();
};

// EBU Tech 3341, test case 1: a stereo sine of 1 kHz at -23 dBFS reads -23 LUFS.
void tst_Loudness::measuresTheStandardsTestTone() {
    AudioBuffer tone =
        sine(1, 48000 * 20, SampleRate{48000}, 1000.0, static_cast<float>(std::pow(10.0, -23.0 / 20.0)));
    AudioBuffer stereo(2, tone.frameCount(), tone.sampleRate());
    std::ranges::copy(tone.channel(0), stereo.channel(0).begin());
    std::ranges::copy(tone.channel(0), stereo.channel(1).begin());
    ATTUNE_ASSIGN_OK(const LoudnessFacts facts, measureLoudness(stereo));
    QVERIFY(facts.integratedLufs.has_value());
    QVERIFY2(std::abs(*facts.integratedLufs + 23.0) < 0.1,
             qPrintable(QString::number(*facts.integratedLufs)));
    QVERIFY(!facts.truePeak.has_value());
}

void tst_Loudness::followsGain() {
    const AudioBuffer sound = noise(2, 100000, k44100, 8);
    ATTUNE_ASSIGN_OK(const LoudnessFacts loud, measureLoudness(sound));
    ATTUNE_ASSIGN_OK(const LoudnessFacts soft, measureLoudness(scaled(sound, 0.1F)));
    QVERIFY(std::abs(*loud.integratedLufs - *soft.integratedLufs - 20.0) < 0.01);
}

void tst_Loudness::measuresShortSounds() {
    // A fifth of the standard's block: a fifth of the energy, 7 dB below the same tone held.
    ATTUNE_ASSIGN_OK(const LoudnessFacts held, measureLoudness(sine(1, 44100, k44100, 1000.0)));
    ATTUNE_ASSIGN_OK(const LoudnessFacts brief, measureLoudness(sine(1, 44100 * 8 / 100, k44100, 1000.0)));
    QVERIFY(brief.integratedLufs.has_value());
    QVERIFY2(std::abs(*held.integratedLufs - *brief.integratedLufs - 10.0 * std::log10(5.0)) < 0.2,
             qPrintable(QString::number(*held.integratedLufs - *brief.integratedLufs)));
    // At any rate, also where 100 ms are no whole number of frames.
    for (const int hz : {8000, 11025, 22050, 37801, 44100, 96000}) {
        ATTUNE_ASSIGN_OK(const LoudnessFacts facts,
                         measureLoudness(sine(1, hz / 10, SampleRate{hz}, 1000.0)));
        QVERIFY2(facts.integratedLufs.has_value(), qPrintable(QString::number(hz)));
    }
    ATTUNE_ASSIGN_OK(const LoudnessFacts oneFrame, measureLoudness(scaled(sine(1, 1, k44100, 1.0), 0.0F)));
    QVERIFY(!oneFrame.integratedLufs.has_value());
}

void tst_Loudness::saysNothingAboutSilence() {
    ATTUNE_ASSIGN_OK(const LoudnessFacts facts, measureLoudness(silence(2, 100000, k44100)));
    QVERIFY(!facts.integratedLufs.has_value());
    QCOMPARE(facts.samplePeak, 0.0);
    ATTUNE_ASSIGN_OK(const LoudnessFacts none, measureLoudness(silence(2, 0, k44100)));
    QVERIFY(!none.integratedLufs.has_value());
}

void tst_Loudness::findsPeaks() {
    // Samples of a quarter-rate sine at 45 degrees miss its crest by 3 dB; the true peak finds it.
    AudioBuffer sound(1, 44100, k44100);
    for (std::size_t i = 0; i < 44100; ++i)
        sound.channel(0)[i] = static_cast<float>(
            std::sin(std::numbers::pi / 2.0 * static_cast<double>(i) + std::numbers::pi / 4.0));
    ATTUNE_ASSIGN_OK(const LoudnessFacts facts, measureLoudness(sound, TruePeak::Measure));
    QVERIFY(std::abs(facts.samplePeak - std::sqrt(0.5)) < 1e-6);
    QVERIFY(facts.truePeak.has_value());
    QVERIFY2(std::abs(*facts.truePeak - 1.0) < 0.03, qPrintable(QString::number(*facts.truePeak)));
}

void tst_Loudness::joinsPieces() {
    const AudioBuffer sound = noise(2, 100000, k44100, 8);
    ATTUNE_ASSIGN_OK(const LoudnessFacts whole, measureLoudness(sound));
    ATTUNE_ASSIGN_OK(LoudnessMeter meter, LoudnessMeter::create(2, k44100, TruePeak::Skip));
    for (FrameIndex at = 0; at < 100000; at += 1000) ATTUNE_VERIFY_OK(meter.add(sound.slice(at, 1000)));
    const LoudnessFacts pieces = meter.finish();
    QCOMPARE(*pieces.integratedLufs, *whole.integratedLufs);
    QCOMPARE(pieces.samplePeak, whole.samplePeak);
}

void tst_Loudness::refusesImpossibleInput() {
    ATTUNE_VERIFY_ERROR(LoudnessMeter::create(0, k44100, TruePeak::Skip), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(LoudnessMeter::create(100, k44100, TruePeak::Skip), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(LoudnessMeter::create(1, SampleRate{0}, TruePeak::Skip), ErrorCode::InvalidArgument);
    ATTUNE_ASSIGN_OK(LoudnessMeter meter, LoudnessMeter::create(2, k44100, TruePeak::Skip));
    ATTUNE_VERIFY_ERROR(meter.add(silence(1, 10, k44100)), ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(tst_Loudness)
#include "tst_Loudness.moc"
