// SPDX-License-Identifier: GPL-3.0-or-later
//
// AudioOutput: the sound card as the player sees it: something that pulls blocks out of a PlaybackMixer.
//
// QtAudioOutput feeds a QAudioSink on a thread of its own, so that neither painting nor training makes it
// stutter; a device that goes away is replaced by the system's default. Without any device, or with one that
// refuses, isAvailable() says so, sounds pass unheard, and it goes on as soon as there is one again.
// Threads: GUI thread. The mixer outlives the output.
#pragma once

#include "ui/audio/OutputDevices.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThread>

#include <memory>

namespace attune::ui {

class PlaybackMixer;
class SinkFeed;

class AudioOutput : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual bool isAvailable() const = 0;
    [[nodiscard]] virtual int sampleRateHz() const = 0; // what render() must be given; 44100 without a device
    [[nodiscard]] virtual QString deviceName() const = 0;
    virtual void start() = 0; // begins pulling; harmless when it pulls already
    virtual void idle() = 0;  // nothing will sound for a while
    // By QAudioDevice::id(); empty = the system's default.
    virtual void chooseDevice(const QByteArray& id) = 0;

Q_SIGNALS:
    void availabilityChanged(); // also when rate or device changed
};

class QtAudioOutput final : public AudioOutput {
    Q_OBJECT
public:
    QtAudioOutput(PlaybackMixer& mixer, std::unique_ptr<OutputDevices> devices, QObject* parent = nullptr);
    ~QtAudioOutput() override;
    [[nodiscard]] bool isAvailable() const override { return !m_device.id.isEmpty() && !m_isBroken; }
    [[nodiscard]] int sampleRateHz() const override;
    [[nodiscard]] QString deviceName() const override { return m_device.name; }
    void start() override;
    void idle() override;
    void chooseDevice(const QByteArray& id) override;

private:
    void takeDevice();
    void setBroken(bool broken);

    std::unique_ptr<OutputDevices> m_devices;
    QThread m_thread;
    SinkFeed* m_feed; // lives on m_thread
    QByteArray m_wanted;
    OutputDevice m_device;
    bool m_isBroken{false};
};

} // namespace attune::ui
