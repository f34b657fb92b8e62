// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/AudioOutput.h"

#include "ui/audio/PlaybackMixer.h"
#include "ui/audio/SinkFeed.h"

namespace attune::ui {

QtAudioOutput::QtAudioOutput(PlaybackMixer& mixer, std::unique_ptr<OutputDevices> devices, QObject* parent)
    : AudioOutput(parent), m_devices(std::move(devices)), m_feed(new SinkFeed(mixer)) {
    m_thread.setObjectName(QStringLiteral("attune-audio"));
    m_feed->moveToThread(&m_thread);
    m_thread.start(QThread::TimeCriticalPriority);
    connect(m_feed, &SinkFeed::broke, this, [this] { setBroken(true); });
    connect(m_feed, &SinkFeed::mended, this, [this] { setBroken(false); });
    connect(m_devices.get(), &OutputDevices::changed, this, [this] { takeDevice(); });
    takeDevice();
}

QtAudioOutput::~QtAudioOutput() {
    // The thread ends itself behind what was asked before: told from here, it could end without closing the
    // device.
    QMetaObject::invokeMethod(
        m_feed,
        [feed = m_feed] {
            delete feed;
            QThread::currentThread()->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

int QtAudioOutput::sampleRateHz() const {
    return sampleRateHzOf(m_device.format);
}

// Nothing happens to what sounds when the device stays the same.
void QtAudioOutput::takeDevice() {
    OutputDevice device = chosenDevice(m_devices->list(), m_wanted);
    if (device.id == m_device.id && device.format == m_device.format) return;
    m_device = std::move(device);
    m_isBroken = false;
    QMetaObject::invokeMethod(
        m_feed,
        [feed = m_feed, device = m_device.device, format = m_device.format] { feed->use(device, format); },
        Qt::QueuedConnection);
    Q_EMIT availabilityChanged();
}

void QtAudioOutput::setBroken(bool broken) {
    if (m_isBroken == broken) return;
    m_isBroken = broken;
    Q_EMIT availabilityChanged();
}

void QtAudioOutput::start() {
    QMetaObject::invokeMethod(
        m_feed, [feed = m_feed] { feed->start(); }, Qt::QueuedConnection);
}

void QtAudioOutput::idle() {
    QMetaObject::invokeMethod(
        m_feed, [feed = m_feed] { feed->rest(); }, Qt::QueuedConnection);
}

void QtAudioOutput::chooseDevice(const QByteArray& id) {
    m_wanted = id;
    takeDevice();
}

} // namespace attune::ui
