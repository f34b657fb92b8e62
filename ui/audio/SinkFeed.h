// SPDX-License-Identifier: GPL-3.0-or-later
//
// SinkFeed: keeps a sound device filled with what the mixer renders.
//
// It writes instead of letting the device read: a reading QAudioSink waits for a timer of 20 ms, both before
// the first sample and, with a buffer short enough for playing by keys, beyond its end. A device that dies or
// refuses is tried again each second; meanwhile, and without any, time passes all the same: sounds are
// rendered for nobody, so that the playhead moves and comes to its end.
//
// Threads: lives on the output's thread; every function there. The mixer outlives it.
#pragma once

#include <QAudioDevice>
#include <QAudioFormat>
#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

class QAudioSink;
class QIODevice;

namespace attune::ui {

class PlaybackMixer;

class SinkFeed final : public QObject {
    Q_OBJECT
public:
    explicit SinkFeed(PlaybackMixer& mixer);
    ~SinkFeed() override;

    // Another device from here on, or none (null). What sounds goes on there.
    void use(const QAudioDevice& device, const QAudioFormat& format);
    void start(); // harmless when it feeds already
    void rest();  // the device is let go until the next start

Q_SIGNALS:
    void broke();  // the device died or refuses; it is tried again
    void mended(); // it plays again

private:
    void tick();
    void open();
    void close();
    void giveUp(); // the device, until it is tried again
    void renderForNobody();
    void fill();
    [[nodiscard]] bool isDead() const;
    void convert(qsizetype frames); // what m_block begins with, behind m_pending

    PlaybackMixer& m_mixer;
    QAudioDevice m_device;
    QAudioFormat m_format;
    std::unique_ptr<QAudioSink> m_sink; // only while something sounds
    QIODevice* m_input{nullptr};        // of m_sink
    bool m_isBroken{false};
    QTimer m_timer{this};    // runs while something sounds
    QElapsedTimer m_lastTry; // to open m_device
    QElapsedTimer m_unheard; // since nobody hears
    qint64 m_unheardFrames{0};
    std::vector<float> m_block;
    QByteArray m_pending; // what the device has not taken yet
};

} // namespace attune::ui
