// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/AudioOutput.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/PlaybackMixer.h"
#include "ui/audio/Player.h"
#include "ui/audio/WaveformView.h"

#include <QAccessible>
#include <QtTest>

#include <cmath>
#include <ctime>

using namespace attune;
using namespace attune::ui;

namespace {

// A ramp, so that every sample says where it is.
SharedSound ramp(FrameCount frames, float scale = 1.0F) {
    audio::AudioBuffer sound(2, frames, SampleRate{44100});
    for (int channel = 0; channel < 2; ++channel)
        for (FrameIndex i = 0; i < frames; ++i)
            sound.channel(channel)[static_cast<std::size_t>(i)] =
                scale * static_cast<float>(i + 1) / static_cast<float>(frames);
    return std::make_shared<const audio::AudioBuffer>(std::move(sound));
}

// A sound card that plays when the test says so.
class HandOutput final : public AudioOutput {
public:
    explicit HandOutput(bool available) : m_available(available) {}
    bool isAvailable() const override { return m_available; }
    int sampleRateHz() const override { return rateHz; }
    QString deviceName() const override { return QStringLiteral("by hand"); }
    void start() override { ++starts; }
    void idle() override {}
    void chooseDevice(const QByteArray& id) override { // by its rate
        if (const int rate = id.toInt(); rate > 0) rateHz = rate;
        Q_EMIT availabilityChanged();
    }
    int starts{0};
    int rateHz{44100};

private:
    bool m_available;
};

QString writeRamp(const QTemporaryDir& folder, const QString& name, FrameCount frames) {
    const QString file = folder.filePath(name);
    const auto written =
        audio::writeAudio(pathFromUtf8(file.toStdString()), *ramp(frames), audio::FileFormat::WavFloat);
    return written ? file : QString();
}

} // namespace

class tst_Playback : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void playsToItsEnd();
    void loopHasNoGap();
    void switchKeepsPosition();
    void pauseFadesAndResumes();
    void volumeAndGain();
    void playerLoadsAndReports();
    void newestRequestWins();
    void brokenFileIsReported();
    void deviceLossIsSurvived();
    void withoutADeviceASoundComesToItsEnd();
    void anotherDeviceGoesOnAtItsOwnRate();
    void aDeviceThatComesWhileASoundIsReadHasItsRate();
    void soundsThatChangedAreReadAgain();
    void peaksAreCachedOnDisk();
    void peaksOfDemosAreCachedToo();
    void peaksOfAChangedFileAreMadeAnew();
    void peaksOfAMinute_data();
    void peaksOfAMinute();
    void waveformKeysSeek();
};

void tst_Playback::playsToItsEnd() {
    PlaybackMixer mixer;
    mixer.play(ramp(100), StartAt::Beginning);
    std::vector<float> out(2 * 150);
    mixer.render(out);
    QCOMPARE(out[0], 0.01F);
    QCOMPARE(out[2 * 99 + 1], 1.0F);
    QCOMPARE(out[2 * 100], 0.0F);
    QVERIFY(mixer.hasFinished());
    QVERIFY(!mixer.isPlaying());
}

void tst_Playback::loopHasNoGap() {
    PlaybackMixer mixer;
    mixer.setLoop(true);
    mixer.play(ramp(100), StartAt::Beginning);
    std::vector<float> out(2 * 250);
    mixer.render(out);
    for (std::size_t i = 0; i < 250; ++i) QCOMPARE(out[2 * i], static_cast<float>(i % 100 + 1) / 100.0F);
    QVERIFY(mixer.isPlaying());
}

void tst_Playback::switchKeepsPosition() {
    PlaybackMixer mixer;
    mixer.play(ramp(44100), StartAt::Beginning);
    std::vector<float> out(2 * 10'000);
    mixer.render(out);
    mixer.play(ramp(44100, 0.5F), StartAt::SamePosition);
    QCOMPARE(mixer.position(), FrameIndex{10'000});
    mixer.render(out);
    // The cross-fade stays between the two and has no jump; after it only the new one sounds.
    for (std::size_t i = 1; i < 400; ++i) QVERIFY(std::abs(out[2 * i] - out[2 * (i - 1)]) < 0.01F);
    QCOMPARE(out[2 * 5'000], 0.5F * 15'001.0F / 44'100.0F);
}

void tst_Playback::pauseFadesAndResumes() {
    PlaybackMixer mixer;
    mixer.play(ramp(44100), StartAt::Beginning);
    std::vector<float> out(2 * 22'050);
    mixer.render(out);
    mixer.pause();
    mixer.render(out);
    QVERIFY(out[0] > 0.4F);         // not cut off
    QCOMPARE(out[2 * 1'000], 0.0F); // and gone soon
    const FrameIndex at = mixer.position();
    mixer.resume();
    QCOMPARE(mixer.position(), at);
    mixer.render(out);
    QVERIFY(mixer.position() > at);
}

void tst_Playback::volumeAndGain() {
    PlaybackMixer mixer;
    mixer.setVolume(0.5F);
    mixer.play(ramp(100), StartAt::Beginning, 0.5F);
    std::vector<float> out(2 * 100);
    mixer.render(out);
    QCOMPARE(out[2 * 99], 0.25F);
}

void tst_Playback::playerLoadsAndReports() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("Trommel_ö.wav"), 4'410);
    auto mixer = std::make_unique<PlaybackMixer>();
    PlaybackMixer* pumped = mixer.get();
    Player player(std::move(mixer), std::make_unique<HandOutput>(true));
    QSignalSpy started(&player, &Player::started);
    QSignalSpy state(&player, &Player::stateChanged);
    player.play(file);
    QTRY_COMPARE(started.count(), 1);
    QVERIFY(player.isPlaying());
    QCOMPARE(player.durationSeconds(), 0.1);
    std::vector<float> out(2 * 5'000);
    pumped->render(out);
    QTRY_VERIFY(state.count() >= 2); // started, and ended
    QVERIFY(!player.isPlaying());
    player.toggle(); // from the beginning again
    QVERIFY(player.isPlaying());
}

void tst_Playback::newestRequestWins() {
    const QTemporaryDir folder;
    const QString slow = writeRamp(folder, QStringLiteral("long.wav"), 2'000'000);
    const QString quick = writeRamp(folder, QStringLiteral("short.wav"), 4'410);
    Player player(std::make_unique<PlaybackMixer>(), std::make_unique<HandOutput>(true));
    QSignalSpy started(&player, &Player::started);
    player.play(slow);
    player.play(quick);
    QTRY_VERIFY(started.count() >= 1);
    player.findChild<QThreadPool*>()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(started.count(), 1);
    QCOMPARE(player.file(), quick);
}

void tst_Playback::brokenFileIsReported() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("broken.wav"));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("RIFFxxxx");
    broken.close();
    Player player(std::make_unique<PlaybackMixer>(), std::make_unique<HandOutput>(true));
    QSignalSpy failed(&player, &Player::failed);
    player.play(file);
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!player.isPlaying());
}

void tst_Playback::deviceLossIsSurvived() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 44'100);
    Player player(std::make_unique<PlaybackMixer>(), std::make_unique<HandOutput>(false));
    QVERIFY(!player.hasDevice());
    QSignalSpy started(&player, &Player::started);
    QSignalSpy unheard(&player, &Player::unheard);
    player.play(file);
    QTRY_COMPARE(started.count(), 1);
    QCOMPARE(unheard.count(), 1); // whoever shows it can say so
    QSignalSpy changed(&player, &Player::deviceChanged);
    player.chooseDevice("other");
    QCOMPARE(changed.count(), 1);
    QVERIFY(player.isPlaying());
}

// A computer without sound: the button must not stay at "Pause" for ever.
void tst_Playback::withoutADeviceASoundComesToItsEnd() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 8'820);
    const std::unique_ptr<Player> player(Player::withSystemOutput(nullptr));
    if (player->hasDevice()) QSKIP("this computer has a sound device");
    QSignalSpy started(player.get(), &Player::started);
    QSignalSpy moved(player.get(), &Player::positionChanged);
    for (int time = 1; time <= 2; ++time) {
        player->play(file);
        QTRY_COMPARE(started.count(), time);
        QTRY_VERIFY(!player->isPlaying());
    }
    QVERIFY(moved.count() > 0);
}

// Headphones at 48 kHz come in while a sound plays: it goes on from where it was, neither faster nor slower.
void tst_Playback::anotherDeviceGoesOnAtItsOwnRate() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 88'200);
    auto mixer = std::make_unique<PlaybackMixer>();
    PlaybackMixer& heard = *mixer;
    Player player(std::move(mixer), std::make_unique<HandOutput>(true));
    QSignalSpy started(&player, &Player::started);
    QSignalSpy unheard(&player, &Player::unheard);
    player.play(file);
    QTRY_COMPARE(started.count(), 1);
    std::vector<float> out(2 * 44'100);
    heard.render(out); // half of it
    QCOMPARE(player.positionSeconds(), 1.0);
    player.chooseDevice("48000");
    QTRY_COMPARE(started.count(), 2);
    QVERIFY(player.isPlaying());
    QVERIFY2(std::abs(player.positionSeconds() - 1.0) < 0.01,
             qPrintable(QString::number(player.positionSeconds())));
    QVERIFY(std::abs(player.durationSeconds() - 2.0) < 0.01);
    out.resize(2 * 24'000);
    heard.render(out); // half a second of the new device
    QVERIFY2(std::abs(player.positionSeconds() - 1.5) < 0.01,
             qPrintable(QString::number(player.positionSeconds())));
    // The same when it was paused meanwhile.
    player.toggle();
    player.chooseDevice("44100");
    player.toggle();
    QTRY_COMPARE(started.count(), 3);
    QVERIFY2(std::abs(player.positionSeconds() - 1.5) < 0.01,
             qPrintable(QString::number(player.positionSeconds())));
    QCOMPARE(unheard.count(), 0);
}

void tst_Playback::aDeviceThatComesWhileASoundIsReadHasItsRate() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 88'200);
    auto mixer = std::make_unique<PlaybackMixer>();
    PlaybackMixer& heard = *mixer;
    Player player(std::move(mixer), std::make_unique<HandOutput>(true));
    QSignalSpy started(&player, &Player::started);
    player.play(file);
    player.chooseDevice("48000"); // before the event loop could bring what was read
    QTRY_COMPARE(started.count(), 1);
    std::vector<float> out(2 * 24'000);
    heard.render(out);
    QCOMPARE(player.positionSeconds(), 0.5);
}

void tst_Playback::soundsThatChangedAreReadAgain() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 44'100);
    Player player(std::make_unique<PlaybackMixer>(), std::make_unique<HandOutput>(true));
    QSignalSpy started(&player, &Player::started);
    player.play(file);
    QTRY_COMPARE(started.count(), 1);
    QCOMPARE(writeRamp(folder, QStringLiteral("a.wav"), 22'050), file);
    player.play(file);
    QCOMPARE(started.count(), 2); // kept: nobody said that it changed
    QCOMPARE(player.durationSeconds(), 1.0);
    player.forgetSounds();
    player.play(file);
    QTRY_COMPARE(started.count(), 3);
    QCOMPARE(player.durationSeconds(), 0.5);
}

void tst_Playback::peaksOfAChangedFileAreMadeAnew() {
    const QTemporaryDir folder;
    PeakCache peaks(pathFromUtf8(folder.filePath(QStringLiteral("peaks")).toStdString()));
    QSignalSpy ready(&peaks, &PeakCache::peaksReady);
    for (const FrameCount frames : {44'100, 22'050}) {
        const QString file = writeRamp(folder, QStringLiteral("a.wav"), frames);
        const auto identity = hashFile(pathFromUtf8(file.toStdString()));
        QVERIFY(identity);
        QVERIFY(!peaks.peaks(file, *identity));
        QTRY_VERIFY(peaks.peaks(file, *identity) != nullptr);
        QCOMPARE(peaks.peaks(file, *identity)->frameCount(), frames);
    }
    QCOMPARE(ready.count(), 2);
}

void tst_Playback::peaksAreCachedOnDisk() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 44'100);
    const auto identity = hashFile(pathFromUtf8(file.toStdString()));
    QVERIFY(identity);
    const std::filesystem::path cache = pathFromUtf8(folder.filePath(QStringLiteral("peaks")).toStdString());
    {
        PeakCache peaks(cache);
        QSignalSpy ready(&peaks, &PeakCache::peaksReady);
        QVERIFY(!peaks.peaks(file, *identity));
        QTRY_COMPARE(ready.count(), 1);
        QCOMPARE(peaks.peaks(file, *identity)->frameCount(), FrameCount{44'100});
    }
    QVERIFY(QFile::remove(file)); // from here on only the cache can answer
    PeakCache again(cache);
    QSignalSpy ready(&again, &PeakCache::peaksReady);
    QVERIFY(!again.peaks(file, *identity));
    QTRY_COMPARE(ready.count(), 1);
}

void tst_Playback::peaksOfDemosAreCachedToo() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("demo.wav"), 44'100);
    const QString cache = folder.filePath(QStringLiteral("peaks"));
    PeakCache peaks(pathFromUtf8(cache.toStdString()));
    QSignalSpy ready(&peaks, &PeakCache::peaksReady);
    QVERIFY(!peaks.peaks(file)); // its content's hash is not known
    QTRY_COMPARE(ready.count(), 1);
    QCOMPARE(QDir(cache).entryList({QStringLiteral("*.peaks")}).size(), 1);
    // Short sounds keep enough detail for a wide view.
    std::vector<audio::PeakPyramid::Range> bars(600);
    const SharedPeaks made = peaks.peaks(file);
    made->ranges(0, 0, made->frameCount(), bars);
    int different = 0;
    for (std::size_t i = 1; i < bars.size(); ++i) different += bars[i].max != bars[i - 1].max ? 1 : 0;
    QVERIFY(different > 500);
}

void tst_Playback::peaksOfAMinute_data() {
    QTest::addColumn<bool>("isCached");
    QTest::newRow("made from a minute of stereo sound") << false;
    QTest::newRow("read from the disk cache") << true;
}

// Not judged here, since machines differ: `tst_ui_audio_Playback peaksOfAMinute` tells the figures.
void tst_Playback::peaksOfAMinute() {
    QFETCH(bool, isCached);
    const QTemporaryDir folder;
    const std::filesystem::path file =
        pathFromUtf8(writeRamp(folder, QStringLiteral("a.wav"), 60 * 44'100).toStdString());
    const std::filesystem::path cached =
        pathFromUtf8(folder.filePath(QStringLiteral("a.peaks")).toStdString());
    const ContentHash identity = hashBytes({});
    const auto made = audio::PeakPyramid::build(file, {});
    QVERIFY(made);
    QVERIFY(made->save(cached, identity));
    const std::clock_t begin = std::clock();
    constexpr int kRounds = 10;
    for (int i = 0; i < kRounds; ++i) {
        const auto peaks =
            isCached ? audio::PeakPyramid::load(cached, identity) : audio::PeakPyramid::build(file, {});
        QVERIFY(peaks);
        QCOMPARE(peaks->frameCount(), FrameCount{60 * 44'100});
    }
    QTest::setBenchmarkResult(1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / kRounds,
                              QTest::WalltimeMilliseconds);
}

void tst_Playback::waveformKeysSeek() {
    const QTemporaryDir folder;
    const QString file = writeRamp(folder, QStringLiteral("a.wav"), 44'100);
    PeakCache peaks(pathFromUtf8(folder.filePath(QStringLiteral("peaks")).toStdString()));
    WaveformView view(peaks);
    view.resize(400, 120);
    view.setSound(file, {}, 1.0);
    QSignalSpy seek(&view, &WaveformView::seekRequested);
    QTest::keyClick(&view, Qt::Key_End);
    QCOMPARE(seek.takeFirst().at(0).toDouble(), 1.0);
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(seek.takeFirst().at(0).toDouble(), 0.0);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(200, 60));
    QVERIFY(std::abs(seek.takeFirst().at(0).toDouble() - 0.5) < 0.02);
    QSignalSpy play(&view, &WaveformView::playRequested);
    QTest::keyClick(&view, Qt::Key_Space);
    QCOMPARE(play.count(), 1);
    // A slider to screen readers.
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&view);
    QVERIFY(access != nullptr);
    QCOMPARE(access->role(), QAccessible::Slider);
    QVERIFY(!access->text(QAccessible::Name).isEmpty());
    QAccessibleValueInterface* value = access->valueInterface();
    QVERIFY(value != nullptr);
    QCOMPARE(value->maximumValue().toDouble(), 1.0);
    value->setCurrentValue(0.25);
    QCOMPARE(seek.takeFirst().at(0).toDouble(), 0.25);
    QCOMPARE(value->currentValue().toDouble(), 0.25);
    QVERIFY(access->text(QAccessible::Value).contains(QLocale().toString(0.25, 'f', 2)));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Playback>(argc, argv);
}
#include "tst_Playback.moc"
