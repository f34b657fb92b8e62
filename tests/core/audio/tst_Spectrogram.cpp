// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Fft.h"
#include "core/audio/Spectrogram.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <thread>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

class tst_Spectrogram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheFourierSum();
    void showsASineAtItsFrequencyAndLevel_data();
    void showsASineAtItsFrequencyAndLevel();
    void placesColumnsInTime();
    void showsSilenceAsTheFloor();
    void paintsFilesOfAnyLength();
    void runsOnManyThreads();
    void refusesImpossibleOptions();
};

void tst_Spectrogram::equalsTheFourierSum() {
    constexpr std::size_t kSize = 128;
    const AudioBuffer sound = noise(1, kSize, k44100, 5);
    PowerSpectrum spectrum(kSize);
    std::vector<float> power(static_cast<std::size_t>(spectrum.binCount()), 0.0F);
    spectrum.addTo(power, sound.channel(0));
    for (std::size_t k = 0; k <= kSize / 2; ++k) {
        std::complex<double> sum;
        for (std::size_t i = 0; i < kSize; ++i) {
            const double window =
                0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / kSize);
            sum += window * static_cast<double>(sound.channel(0)[i]) *
                   std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k * i) / kSize);
        }
        QVERIFY(std::abs(static_cast<double>(power[k]) - std::norm(sum) * 16.0 / (kSize * kSize)) < 1e-5);
    }
}

void tst_Spectrogram::showsASineAtItsFrequencyAndLevel_data() {
    QTest::addColumn<int>("scale");
    QTest::addColumn<double>("hz");
    for (const double hz : {110.0, 1000.0, 9000.0}) {
        QTest::addRow("linear %g", hz) << static_cast<int>(FrequencyScale::Linear) << hz;
        QTest::addRow("mel %g", hz) << static_cast<int>(FrequencyScale::Mel) << hz;
    }
}

void tst_Spectrogram::showsASineAtItsFrequencyAndLevel() {
    QFETCH(int, scale);
    QFETCH(double, hz);
    SpectrogramOptions options;
    options.scale = static_cast<FrequencyScale>(scale);
    const AudioBuffer sound = sine(2, 44100, k44100, hz, 0.1F);
    ATTUNE_ASSIGN_OK(const Spectrogram picture, spectrogramOf(sound, options));
    QCOMPARE(picture.bandCount(), 128);
    QCOMPARE(picture.columnCount(), std::int64_t{1 + 44100 / 512});
    const auto column = picture.column(picture.columnCount() / 2);
    const auto loudest = std::ranges::max_element(column);
    QVERIFY2(std::abs(*loudest + 20.0F) < 1.6F,
             qPrintable(QString::number(*loudest))); // Hann's scalloping: 1.4 dB
    const double found = bandFrequencyHz(options, k44100, static_cast<int>(loudest - column.begin()));
    const double width =
        options.scale == FrequencyScale::Linear ? 22050.0 / 128.0 : std::max(0.05 * hz, 30.0);
    QVERIFY2(std::abs(found - hz) <= width, qPrintable(QString::number(found)));
}

void tst_Spectrogram::placesColumnsInTime() {
    AudioBuffer sound = silence(1, 44100, k44100);
    sound.channel(0)[22050] = 1.0F;
    SpectrogramOptions options;
    options.fftSize = 512;
    options.hopFrames = 441;
    ATTUNE_ASSIGN_OK(const Spectrogram picture, spectrogramOf(sound, options));
    QCOMPARE(picture.secondsPerColumn(), 0.01);
    std::int64_t loudest = 0;
    for (std::int64_t i = 0; i < picture.columnCount(); ++i)
        if (picture.column(i)[60] > picture.column(loudest)[60]) loudest = i;
    QCOMPARE(loudest, std::int64_t{50});
}

void tst_Spectrogram::showsSilenceAsTheFloor() {
    ATTUNE_ASSIGN_OK(const Spectrogram picture, spectrogramOf(silence(2, 5000, k44100), {}));
    QVERIFY(std::ranges::all_of(picture.column(3), [](float db) { return db == -100.0F; }));
    ATTUNE_ASSIGN_OK(const Spectrogram none, spectrogramOf(silence(2, 0, k44100), {}));
    QCOMPARE(none.columnCount(), std::int64_t{0});
}

void tst_Spectrogram::paintsFilesOfAnyLength() {
    const TemporaryFolder folder;
    AudioBuffer sound = silence(2, 500000, k44100);
    const AudioBuffer tone = sine(2, 250000, k44100, 2000.0, 0.5F);
    for (int c = 0; c < 2; ++c)
        std::ranges::copy(tone.channel(c), sound.channel(c).begin() + 250000); // second half
    for (const char* name : {"a.wav", "a.flac"}) {
        writeSound(folder / name, sound);
        for (const std::int64_t columns : {1, 10, 999}) {
            ATTUNE_ASSIGN_OK(const Spectrogram picture,
                             spectrogramOfFile(folder / name, 0, 500000, columns, {}));
            QCOMPARE(picture.columnCount(), columns);
            QVERIFY(*std::ranges::max_element(picture.column(columns - 1)) > -9.0F);
            if (columns > 1) QVERIFY(*std::ranges::max_element(picture.column(0)) < -90.0F);
        }
        ATTUNE_ASSIGN_OK(const Spectrogram part, spectrogramOfFile(folder / name, 400000, 400010, 20, {}));
        QCOMPARE(part.columnCount(), std::int64_t{20});
        ATTUNE_VERIFY_ERROR(spectrogramOfFile(folder / name, 0, 500001, 10, {}), ErrorCode::InvalidArgument);
        ATTUNE_VERIFY_ERROR(spectrogramOfFile(folder / name, 5, 5, 10, {}), ErrorCode::InvalidArgument);
        ATTUNE_VERIFY_ERROR(spectrogramOfFile(folder / name, 0, 10, 0, {}), ErrorCode::InvalidArgument);
        CancellationSource stop;
        stop.request();
        ATTUNE_VERIFY_ERROR(spectrogramOfFile(folder / name, 0, 10, 5, {}, stop.cancellation()),
                            ErrorCode::Cancelled);
    }
    ATTUNE_VERIFY_ERROR(spectrogramOfFile(folder / "absent.wav", 0, 10, 5, {}), ErrorCode::NotFound);
}

void tst_Spectrogram::runsOnManyThreads() {
    const AudioBuffer sound = noise(1, 20000, k44100, 3);
    SpectrogramOptions options;
    options.fftSize = 4096; // not planned before in this program
    std::vector<Spectrogram> pictures(4);
    {
        std::vector<std::jthread> threads;
        for (Spectrogram& picture : pictures)
            threads.emplace_back([&] { picture = spectrogramOf(sound, options).value(); });
    }
    for (const Spectrogram& picture : pictures)
        QVERIFY(std::ranges::equal(picture.column(7), pictures.front().column(7)));
}

void tst_Spectrogram::refusesImpossibleOptions() {
    const AudioBuffer sound = silence(1, 100, k44100);
    for (const auto& [size, hop, bands] : {std::tuple{100, 10, 10},
                                           {32, 10, 10},
                                           {1 << 17, 10, 10},
                                           {1024, 0, 10},
                                           {1024, 10, 0},
                                           {1024, 10, 514}}) {
        SpectrogramOptions options;
        options.fftSize = size;
        options.hopFrames = hop;
        options.bandCount = bands;
        ATTUNE_VERIFY_ERROR(spectrogramOf(sound, options), ErrorCode::InvalidArgument);
    }
    ATTUNE_VERIFY_ERROR(spectrogramOf(AudioBuffer(1, 10, SampleRate{0}), {}), ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(tst_Spectrogram)
#include "tst_Spectrogram.moc"
