// SPDX-License-Identifier: GPL-3.0-or-later
//
// The player on a real sound server: a PulseAudio of the test's own, whose outputs lead nowhere; what arrives
// there is recorded. Skipped where its programs are missing.
#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/AudioOutput.h"
#include "ui/audio/Player.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <cmath>
#include <numbers>
#include <vector>

using namespace attune;
using namespace attune::ui;

namespace {

constexpr int kRate = 44'100;
constexpr int kPeriod = 100; // frames of the sine: 441 Hz
constexpr int kLoopFrames = 4'400;
constexpr double kLevel = 0.5;

bool hasServer() {
    for (const char* program : {"pulseaudio", "pactl", "parec"})
        if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty()) return false;
    return true;
}

QString pactl(const QStringList& words) {
    QProcess process;
    process.start(QStringLiteral("pactl"), words);
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

// What arrives at the output "one", mono.
class Recording {
public:
    Recording() {
        m_process.start(QStringLiteral("parec"),
                        {QStringLiteral("-d"), QStringLiteral("one.monitor"), QStringLiteral("--raw"),
                         QStringLiteral("--format=float32le"), QStringLiteral("--channels=1"),
                         QStringLiteral("--rate=%1").arg(kRate), QStringLiteral("--latency-msec=2")});
        m_process.waitForReadyRead();
        static_cast<void>(samples());
    }
    ~Recording() {
        m_process.terminate();
        m_process.waitForFinished();
    }
    // What came since the last call.
    std::vector<float> samples() {
        m_process.waitForReadyRead(20);
        const QByteArray bytes = m_rest + m_process.readAllStandardOutput();
        std::vector<float> made(static_cast<std::size_t>(bytes.size()) / sizeof(float));
        std::memcpy(made.data(), bytes.constData(), made.size() * sizeof(float));
        m_rest = bytes.mid(static_cast<qsizetype>(made.size() * sizeof(float)));
        return made;
    }
    bool hears() {
        for (const float sample : samples())
            if (std::abs(sample) > 0.01F) return true;
        return false;
    }

private:
    QProcess m_process;
    QByteArray m_rest;
};

// Places where the recorded sine breaks off: three samples of one obey x[n+1] + x[n-1] = 2 cos(w) x[n].
int breaksIn(const std::vector<float>& sound) {
    const double twice = 2.0 * std::cos(2.0 * std::numbers::pi / kPeriod);
    int breaks = 0;
    std::size_t last = 0;
    for (std::size_t n = 1; n + 1 < sound.size(); ++n) {
        if (std::abs(sound[n + 1] + sound[n - 1] - twice * sound[n]) < 0.001) continue;
        if (breaks == 0 || n - last > kPeriod) ++breaks;
        last = n;
    }
    return breaks;
}

} // namespace

class tst_SoundServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void aLoopHasNoGap();
    void fromTheCallToTheSound_data();
    void fromTheCallToTheSound();
    void allOutputsGoAndOneReturns();
    void cleanupTestCase();

private:
    QTemporaryDir m_folder;
    QProcess m_server;
    QString m_sine;
};

void tst_SoundServer::initTestCase() {
    if (!hasServer()) QSKIP("pulseaudio, pactl and parec are needed");
    for (const char* name : {"XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME", "XDG_CONFIG_HOME"})
        qputenv(name, m_folder.path().toUtf8());
    m_server.start(QStringLiteral("pulseaudio"), {QStringLiteral("-n"), QStringLiteral("--daemonize=no"),
                                                  QStringLiteral("--exit-idle-time=-1"), QStringLiteral("-L"),
                                                  QStringLiteral("module-native-protocol-unix")});
    if (!m_server.waitForStarted()) QSKIP("pulseaudio does not start");
    QTRY_VERIFY_WITH_TIMEOUT(!pactl({QStringLiteral("info")}).isEmpty(), 20'000);
    audio::AudioBuffer sine(2, kLoopFrames, SampleRate{kRate});
    for (int channel = 0; channel < 2; ++channel)
        for (std::size_t n = 0; n < kLoopFrames; ++n)
            sine.channel(channel)[n] = static_cast<float>(
                kLevel * std::cos(2.0 * std::numbers::pi * static_cast<double>(n) / kPeriod));
    m_sine = m_folder.filePath(QStringLiteral("sine.wav"));
    QVERIFY(audio::writeAudio(pathFromUtf8(m_sine.toStdString()), sine, audio::FileFormat::WavFloat));
}

void tst_SoundServer::init() {
    if (m_server.state() != QProcess::Running) QSKIP("no sound server");
    if (!pactl({QStringLiteral("list"), QStringLiteral("short"), QStringLiteral("sinks")})
             .contains(QLatin1String("one")))
        pactl({QStringLiteral("load-module"), QStringLiteral("module-null-sink"),
               QStringLiteral("sink_name=one"), QStringLiteral("format=float32le"),
               QStringLiteral("rate=%1").arg(kRate)});
}

// Sixty loops. A machine that is too busy may interrupt the sine here and there; a gap or a click where the
// loop closes would do so every time.
void tst_SoundServer::aLoopHasNoGap() {
    constexpr int kLoops = 60;
    const std::unique_ptr<Player> player(Player::withSystemOutput(nullptr));
    QTRY_VERIFY(player->hasDevice());
    Recording recording;
    player->setLoop(true);
    player->play(m_sine);
    std::vector<float> heard;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const float sample : recording.samples())
                if (!heard.empty() || std::abs(sample) > 0.01F) heard.push_back(sample);
            return heard.size() >= static_cast<std::size_t>(kLoops) * kLoopFrames;
        }(),
        60'000);
    const int breaks = breaksIn(heard);
    qInfo("%d loops, %d breaks", kLoops, breaks);
    QVERIFY2(breaks < kLoops / 3, qPrintable(QString::number(breaks)));
}

void tst_SoundServer::fromTheCallToTheSound_data() {
    QTest::addColumn<bool>("isOpen");
    QTest::newRow("the device is open") << true;
    QTest::newRow("the device is opened for it") << false;
}

// Told, not judged: machines differ.
void tst_SoundServer::fromTheCallToTheSound() {
    QFETCH(bool, isOpen);
    const std::unique_ptr<Player> player(Player::withSystemOutput(nullptr));
    QTRY_VERIFY(player->hasDevice());
    Recording recording;
    player->preload(m_sine);
    player->findChild<QThreadPool*>()->waitForDone();
    QCoreApplication::processEvents();
    if (isOpen) {
        player->play(m_sine);
        QTRY_VERIFY(recording.hears());
        QTRY_VERIFY(!recording.hears());
    }
    QElapsedTimer timer;
    timer.start();
    player->play(m_sine);
    bool isHeard = false;
    while (!isHeard && !timer.hasExpired(5'000)) { // not QTRY_VERIFY, which looks every 50 ms
        QCoreApplication::processEvents();
        isHeard = recording.hears();
    }
    QVERIFY(isHeard);
    QTest::setBenchmarkResult(static_cast<qreal>(timer.nsecsElapsed()) / 1e6, QTest::WalltimeMilliseconds);
}

void tst_SoundServer::allOutputsGoAndOneReturns() {
    const std::unique_ptr<Player> player(Player::withSystemOutput(nullptr));
    QTRY_VERIFY(player->hasDevice());
    player->setLoop(true);
    player->play(m_sine);
    {
        Recording recording;
        QTRY_VERIFY(recording.hears());
    }
    pactl({QStringLiteral("unload-module"), QStringLiteral("module-null-sink")});
    QTRY_VERIFY(!player->hasDevice());
    init();
    QTRY_VERIFY(player->hasDevice());
    Recording recording;
    QTRY_VERIFY(recording.hears());
    QVERIFY(player->isPlaying());
}

void tst_SoundServer::cleanupTestCase() {
    m_server.terminate();
    m_server.waitForFinished();
}

int main(int argc, char** argv) {
    return runGuiTest<tst_SoundServer>(argc, argv);
}
#include "tst_SoundServer.moc"
