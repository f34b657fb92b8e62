// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/OutputDevices.h"

#include <QMediaDevices>
#include <QSysInfo>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kLookMs = 1000;

QAudioFormat playableFormat(const QAudioDevice& device) {
    QAudioFormat format = device.preferredFormat();
    if (format.sampleFormat() == QAudioFormat::UInt8 || format.sampleFormat() == QAudioFormat::Unknown)
        format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

SystemOutputDevices::SystemOutputDevices(QObject* parent)
    : OutputDevices(parent), m_known(QMediaDevices::audioOutputs()) {
    connect(new QMediaDevices(this), &QMediaDevices::audioOutputsChanged, this, [this] { look(); });
    connect(&m_timer, &QTimer::timeout, this, [this] { look(); });
    if (QSysInfo::kernelType() == QLatin1String("linux")) m_timer.start(kLookMs);
}

void SystemOutputDevices::look() {
    QList<QAudioDevice> now = QMediaDevices::audioOutputs();
    if (now == m_known) return;
    m_known = std::move(now);
    Q_EMIT changed();
}

QList<OutputDevice> SystemOutputDevices::list() const {
    const QByteArray standard = QMediaDevices::defaultAudioOutput().id();
    QList<OutputDevice> devices;
    for (const QAudioDevice& device : QMediaDevices::audioOutputs())
        devices.append(
            {device.id(), device.description(), device.id() == standard, playableFormat(device), device});
    return devices;
}

int sampleRateHzOf(const QAudioFormat& format) {
    constexpr int kRateWithoutDevice = 44100;
    return format.sampleRate() > 0 ? format.sampleRate() : kRateWithoutDevice;
}

OutputDevice chosenDevice(const QList<OutputDevice>& devices, const QByteArray& wanted) {
    const auto first = [&devices](auto fits) {
        const auto found = std::find_if(devices.cbegin(), devices.cend(), fits);
        return found == devices.cend() ? OutputDevice{} : *found;
    };
    OutputDevice device = first([&wanted](const OutputDevice& one) { return one.id == wanted; });
    if (device.id.isEmpty()) device = first([](const OutputDevice& one) { return one.isDefault; });
    if (device.id.isEmpty()) device = devices.value(0); // the system names none
    return device;
}

} // namespace attune::ui
