// SPDX-License-Identifier: GPL-3.0-or-later
//
// AudioOutput: the sound card as the player sees it: something that pulls blocks out of a PlaybackMixer.
//
// QtAudioOutput runs a QAudioSink on a thread of its own, so that neither painting nor training makes it
// stutter; a device that goes away is replaced by the system's default, and without any device isAvailable()
// says so and sounds pass unheard. Threads: GUI thread. The mixer outlives the output.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThread>

#include <memory>

namespace attune::ui {

class PlaybackMixer;

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
    explicit QtAudioOutput(PlaybackMixer& mixer, QObject* parent = nullptr);
    ~QtAudioOutput() override;
    [[nodiscard]] bool isAvailable() const override { return m_available; }
    [[nodiscard]] int sampleRateHz() const override { return m_rate; }
    [[nodiscard]] QString deviceName() const override { return m_name; }
    void start() override;
    void idle() override;
    void chooseDevice(const QByteArray& id) override;

private:
    class Sink;
    void openDevice();

    PlaybackMixer& m_mixer;
    QThread m_thread;
    Sink* m_sink; // lives on m_thread
    QByteArray m_wanted;
    QString m_name;
    int m_rate{44100};
    bool m_available{false};
};

} // namespace attune::ui
