// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/AudioOutput.h"

#include "ui/audio/PlaybackMixer.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QElapsedTimer>
#include <QIODevice>
#include <QMediaDevices>
#include <QTimer>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace attune::ui {

namespace {

constexpr int kRateWithoutDevice = 44100;
constexpr int kSilentTickMs = 20;

// What the sink reads from: float or 16 bit, stereo, never at its end.
class MixerDevice final : public QIODevice {
public:
    MixerDevice(PlaybackMixer& mixer, QAudioFormat format) : m_mixer(mixer), m_format(format) {
        open(QIODevice::ReadOnly);
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return 1 << 16; }

protected:
    qint64 readData(char* data, qint64 most) override {
        const int frameBytes = m_format.bytesPerFrame();
        const qint64 frames = std::min<qint64>(most / frameBytes, 2048);
        if (frames <= 0) return 0;
        m_block.resize(static_cast<std::size_t>(frames) * 2);
        m_mixer.render(m_block);
        const auto channels = static_cast<std::size_t>(m_format.channelCount());
        for (std::size_t frame = 0; frame < static_cast<std::size_t>(frames); ++frame)
            for (std::size_t channel = 0; channel < channels; ++channel) {
                // A mono device hears the mean; further channels of a surround device stay silent.
                const float sample = channels == 1 ? 0.5F * (m_block[frame * 2] + m_block[frame * 2 + 1])
                                     : channel < 2 ? m_block[frame * 2 + channel]
                                                   : 0.0F;
                put(data + (frame * channels + channel) * static_cast<std::size_t>(m_format.bytesPerSample()),
                    sample);
            }
        return frames * frameBytes;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    void put(char* at, float sample) const {
        const float clipped = std::clamp(sample, -1.0F, 1.0F);
        if (m_format.sampleFormat() == QAudioFormat::Float) {
            std::copy_n(reinterpret_cast<const char*>(&clipped), sizeof clipped, at);
        } else if (m_format.sampleFormat() == QAudioFormat::Int32) {
            const auto value = static_cast<std::int32_t>(static_cast<double>(clipped) * 2147483647.0);
            std::copy_n(reinterpret_cast<const char*>(&value), sizeof value, at);
        } else {
            const auto value = static_cast<std::int16_t>(clipped * 32767.0F);
            std::copy_n(reinterpret_cast<const char*>(&value), sizeof value, at);
        }
    }

    PlaybackMixer& m_mixer;
    QAudioFormat m_format;
    std::vector<float> m_block;
};

} // namespace

// Owns the QAudioSink; all of it happens on the output's thread. Without a device time passes all the same: a
// clock pulls what nobody hears, so that the playhead moves and a sound comes to its end.
class QtAudioOutput::Sink final : public QObject {
public:
    explicit Sink(PlaybackMixer& mixer) : m_mixer(mixer) {}

    void reopen(const QAudioDevice& device, const QAudioFormat& format) {
        rest();
        m_source.reset();
        m_device = device;
        m_format = format;
    }
    void start() {
        if (m_sink || m_clock) return;
        if (m_device.isNull()) return startClock();
        m_source = std::make_unique<MixerDevice>(m_mixer, m_format);
        m_sink = std::make_unique<QAudioSink>(m_device, m_format);
        m_sink->setBufferSize(m_format.bytesForDuration(30'000)); // 30 ms: heard well within 50 ms of the key
        m_sink->start(m_source.get());
    }
    // Closed rather than suspended: Qt's PulseAudio sink ends the whole program when it suspends or resumes
    // a stream that the server has killed together with its device.
    void rest() {
        m_sink.reset();
        m_clock.reset();
    }
    void close() { reopen({}, {}); }

private:
    void startClock() {
        m_silent = 0;
        m_passed.start();
        m_clock = std::make_unique<QTimer>();
        connect(m_clock.get(), &QTimer::timeout, this, [this] { renderForNobody(); });
        m_clock->start(kSilentTickMs);
    }
    void renderForNobody() {
        const qint64 due = m_passed.elapsed() * kRateWithoutDevice / 1000;
        m_block.resize(static_cast<std::size_t>(due - m_silent) * 2);
        m_silent = due;
        m_mixer.render(m_block);
    }

    PlaybackMixer& m_mixer;
    QAudioDevice m_device;
    QAudioFormat m_format;
    std::unique_ptr<MixerDevice> m_source;
    std::unique_ptr<QAudioSink> m_sink; // only while something sounds
    std::unique_ptr<QTimer> m_clock;    // only while something would sound
    QElapsedTimer m_passed;
    qint64 m_silent{0}; // frames that the clock has pulled
    std::vector<float> m_block;
};

QtAudioOutput::QtAudioOutput(PlaybackMixer& mixer, QObject* parent)
    : AudioOutput(parent), m_mixer(mixer), m_sink(new Sink(mixer)) {
    m_thread.setObjectName(QStringLiteral("attune-audio"));
    m_sink->moveToThread(&m_thread);
    m_thread.start(QThread::TimeCriticalPriority);
    auto* devices = new QMediaDevices(this);
    connect(devices, &QMediaDevices::audioOutputsChanged, this, [this] { openDevice(); });
    openDevice();
}

QtAudioOutput::~QtAudioOutput() {
    // The thread ends itself behind what was asked before: told from here, it could end without closing the
    // device.
    QMetaObject::invokeMethod(
        m_sink,
        [sink = m_sink] {
            sink->close();
            delete sink;
            QThread::currentThread()->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void QtAudioOutput::openDevice() {
    QAudioDevice device = QMediaDevices::defaultAudioOutput();
    const QList<QAudioDevice> outputs = QMediaDevices::audioOutputs();
    if (device.isNull() && !outputs.isEmpty()) device = outputs.front(); // the system names none
    for (const QAudioDevice& candidate : outputs)
        if (!m_wanted.isEmpty() && candidate.id() == m_wanted) device = candidate;
    QAudioFormat format = device.preferredFormat();
    if (format.sampleFormat() == QAudioFormat::UInt8 || format.sampleFormat() == QAudioFormat::Unknown)
        format.setSampleFormat(QAudioFormat::Int16);
    m_available = !device.isNull();
    m_rate = m_available && format.sampleRate() > 0 ? format.sampleRate() : kRateWithoutDevice;
    m_name = device.description();
    QMetaObject::invokeMethod(
        m_sink, [sink = m_sink, device, format] { sink->reopen(device, format); }, Qt::QueuedConnection);
    Q_EMIT availabilityChanged();
}

void QtAudioOutput::start() {
    QMetaObject::invokeMethod(
        m_sink, [sink = m_sink] { sink->start(); }, Qt::QueuedConnection);
}

void QtAudioOutput::idle() {
    QMetaObject::invokeMethod(
        m_sink, [sink = m_sink] { sink->rest(); }, Qt::QueuedConnection);
}

void QtAudioOutput::chooseDevice(const QByteArray& id) {
    m_wanted = id;
    openDevice();
}

} // namespace attune::ui
