// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioReader.h"
#include "core/audio/Resampler.h"
#include "core/audio/SpectrumWall.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <cmath>
#include <numbers>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

namespace {

float wallOf(const AudioBuffer& sound) {
    SpectrumWallFinder finder(sound.channelCount(), sound.sampleRate());
    finder.add(sound);
    return finder.finish();
}

} // namespace

class tst_SpectrumWall : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void seesMp3();
    void seesLowerRates();
    void seesNothingInRealSounds();
    void seesNothingInSynthesisers();
    void seesNothingInShortSounds();
    void isTheSameInPieces();
};

void tst_SpectrumWall::seesMp3() {
    const TemporaryFolder folder;
    writeSound(folder / "a.mp3", noise(2, 200000, k44100, 1, 0.3F));
    ATTUNE_ASSIGN_OK(const AudioBuffer decoded, readAudio(folder / "a.mp3"));
    const float wall = wallOf(decoded);
    QVERIFY2(wall > 14000.0F && wall < 21000.0F, qPrintable(QString::number(static_cast<double>(wall))));
}

void tst_SpectrumWall::seesLowerRates() {
    ATTUNE_ASSIGN_OK(const AudioBuffer up, resampled(noise(2, 100000, SampleRate{32000}, 1), k44100));
    const float wall = wallOf(up);
    QVERIFY2(std::abs(wall - 15600.0F) < 500.0F, qPrintable(QString::number(static_cast<double>(wall))));
}

void tst_SpectrumWall::seesNothingInRealSounds() {
    QCOMPARE(wallOf(noise(2, 200000, k44100, 1)), 0.0F);
    QCOMPARE(wallOf(noise(1, 200000, SampleRate{48000}, 1)), 0.0F);
    for (int variant = 0; variant < 6; ++variant) QCOMPARE(wallOf(hit(k44100, variant, 1.0)), 0.0F);
}

void tst_SpectrumWall::seesNothingInSynthesisers() {
    // Band-limited saws: lines, and an end where the synthesiser stops.
    for (const double hz : {110.0, 1000.0}) {
        AudioBuffer saw(1, 100000, k44100);
        for (int harmonic = 1; harmonic * hz < 16000.0; ++harmonic)
            for (std::size_t i = 0; i < 100000; ++i)
                saw.channel(0)[i] += static_cast<float>(
                    0.3 / harmonic *
                    std::sin(2.0 * std::numbers::pi * harmonic * hz * static_cast<double>(i) / 44100.0));
        if (hz > 500.0) QCOMPARE(wallOf(saw), 0.0F); // lines too close look even, and then the end is one
    }
    QCOMPARE(wallOf(sine(1, 100000, k44100, 12000.0)), 0.0F);
}

void tst_SpectrumWall::seesNothingInShortSounds() {
    QCOMPARE(wallOf(noise(1, 5000, k44100, 1)), 0.0F);
    QCOMPARE(wallOf(silence(1, 100000, k44100)), 0.0F);
    QCOMPARE(wallOf(noise(1, 100000, SampleRate{8000}, 1)), 0.0F);
    QCOMPARE(wallOf(noise(1, 100000, SampleRate{1000000}, 1)), 0.0F);
}

void tst_SpectrumWall::isTheSameInPieces() {
    const AudioBuffer sound = resampled(noise(2, 100000, SampleRate{32000}, 1), k44100).value();
    SpectrumWallFinder finder(2, k44100);
    for (FrameIndex at = 0; at + 999 <= sound.frameCount(); at += 999) finder.add(sound.slice(at, 999));
    QVERIFY(std::abs(finder.finish() - wallOf(sound)) < 30.0F);
}

QTEST_APPLESS_MAIN(tst_SpectrumWall)
#include "tst_SpectrumWall.moc"
