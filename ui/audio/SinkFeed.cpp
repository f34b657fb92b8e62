// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/SinkFeed.h"

#include "ui/audio/OutputDevices.h"
#include "ui/audio/PlaybackMixer.h"

#include <QAudioSink>
#include <QIODevice>

#include <algorithm>
#include <cstdint>

namespace attune::ui {

namespace {

constexpr int kBufferMicroseconds = 36'000; // with a tick, heard within 50 ms of the key
constexpr int kTickMs = 4;
constexpr int kTryAgainMs = 1000;
constexpr qsizetype kBlockFrames = 2048;

void put(char* at, float sample, QAudioFormat::SampleFormat format) {
    const float clipped = std::clamp(sample, -1.0F, 1.0F);
    if (format == QAudioFormat::Float) {
        std::copy_n(reinterpret_cast<const char*>(&clipped), sizeof clipped, at);
    } else if (format == QAudioFormat::Int32) {
        const auto value = static_cast<std::int32_t>(static_cast<double>(clipped) * 2147483647.0);
        std::copy_n(reinterpret_cast<const char*>(&value), sizeof value, at);
    } else {
        const auto value = static_cast<std::int16_t>(clipped * 32767.0F);
        std::copy_n(reinterpret_cast<const char*>(&value), sizeof value, at);
    }
}

} // namespace

SinkFeed::SinkFeed(PlaybackMixer& mixer) : m_mixer(mixer) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { tick(); });
}

SinkFeed::~SinkFeed() = default;

void SinkFeed::use(const QAudioDevice& device, const QAudioFormat& format) {
    close();
    m_device = device;
    m_format = format;
    m_isBroken = false;
    if (m_timer.isActive()) open();
}

void SinkFeed::start() {
    if (m_timer.isActive()) return;
    m_timer.start();
    open();
}

// Closed rather than suspended: Qt's PulseAudio sink ends the whole program when it suspends or resumes a
// stream that the server has killed together with its device.
void SinkFeed::rest() {
    m_timer.stop();
    close();
}

void SinkFeed::close() {
    m_input = nullptr;
    m_sink.reset();
    m_pending.clear();
}

void SinkFeed::open() {
    m_unheard.start();
    m_unheardFrames = 0;
    if (m_device.isNull()) return;
    m_lastTry.start();
    m_sink = std::make_unique<QAudioSink>(m_device, m_format);
    m_sink->setBufferSize(m_format.bytesForDuration(kBufferMicroseconds));
    m_input = m_sink->start();
    if (m_input == nullptr || isDead()) {
        giveUp();
        return;
    }
    fill();
    if (std::exchange(m_isBroken, false)) Q_EMIT mended();
}

void SinkFeed::giveUp() {
    close();
    m_unheard.start();
    m_unheardFrames = 0;
    m_lastTry.start();
    if (!std::exchange(m_isBroken, true)) Q_EMIT broke();
}

bool SinkFeed::isDead() const {
    const QAudio::Error error = m_sink->error();
    return m_sink->state() == QAudio::StoppedState || m_sink->bytesFree() < 0 ||
           (error != QAudio::NoError && error != QAudio::UnderrunError);
}

void SinkFeed::tick() {
    if (m_sink) fill();
    if (m_sink && isDead()) giveUp();
    if (m_sink) return;
    if (!m_device.isNull() && m_lastTry.hasExpired(kTryAgainMs))
        open();
    else
        renderForNobody();
}

void SinkFeed::renderForNobody() {
    const qint64 due = m_unheard.elapsed() * sampleRateHzOf(m_format) / 1000;
    m_block.resize(static_cast<std::size_t>(due - m_unheardFrames) * 2);
    m_unheardFrames = due;
    m_mixer.render(m_block);
}

void SinkFeed::fill() {
    const int frameBytes = m_format.bytesPerFrame();
    for (;;) {
        if (m_pending.isEmpty()) {
            const qsizetype frames = std::min<qsizetype>(m_sink->bytesFree() / frameBytes, kBlockFrames);
            if (frames <= 0) return;
            convert(frames);
        }
        const qint64 taken = m_input->write(m_pending);
        if (taken <= 0) return;
        m_pending.remove(0, taken);
    }
}

void SinkFeed::convert(qsizetype frames) {
    m_block.resize(static_cast<std::size_t>(frames) * 2);
    m_mixer.render(m_block);
    const int channels = m_format.channelCount();
    const int bytes = m_format.bytesPerSample();
    m_pending.resize(frames * m_format.bytesPerFrame());
    char* at = m_pending.data();
    for (std::size_t frame = 0; frame < static_cast<std::size_t>(frames); ++frame)
        for (int channel = 0; channel < channels; ++channel, at += bytes) {
            // A mono device hears the mean; further channels of a surround device stay silent.
            const float sample = channels == 1 ? 0.5F * (m_block[frame * 2] + m_block[frame * 2 + 1])
                                 : channel < 2 ? m_block[frame * 2 + static_cast<std::size_t>(channel)]
                                               : 0.0F;
            put(at, sample, m_format.sampleFormat());
        }
}

} // namespace attune::ui
