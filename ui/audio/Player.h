// SPDX-License-Identifier: GPL-3.0-or-later
//
// Player: plays one sound file at a time: loads it on a worker, hands it to the mixer, tells where it is.
//
// Keeps the last sounds in memory, so that going back and forth between two costs nothing. A newer request
// overtakes an older one that is still loading. Without a sound device everything but the sound works.
// Threads: GUI thread; decoding and resampling happen on the global thread pool.
#pragma once

#include "core/base/Error.h"
#include "ui/audio/PlaybackMixer.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include <memory>

namespace attune::ui {

class AudioOutput;

class Player : public QObject {
    Q_OBJECT
public:
    // Takes over the output; tests give one that they pump by hand.
    Player(std::unique_ptr<PlaybackMixer> mixer, std::unique_ptr<AudioOutput> output,
           QObject* parent = nullptr);
    // With the system's sound device.
    [[nodiscard]] static Player* withSystemOutput(QObject* parent);
    ~Player() override;

    // `gainDb` levels the loudness of sounds that are compared.
    void play(const QString& file, StartAt start = StartAt::Beginning, double gainDb = 0.0);
    void playTestTone(); // a second: half on the left, half on the right
    void toggle();       // pause or go on; starts the last file again when it had ended
    void stop();
    void seekSeconds(double seconds);
    void setLoop(bool loop);
    void setVolume(double volume); // 0..1
    void preload(const QString& file);
    void forgetSounds(); // files may have changed: the next to be played is read again

    [[nodiscard]] QString file() const { return m_file; }
    [[nodiscard]] bool isPlaying() const { return m_mixer->isPlaying(); }
    [[nodiscard]] bool isLoop() const { return m_mixer->isLoop(); }
    [[nodiscard]] bool hasDevice() const;
    [[nodiscard]] QString deviceName() const;
    [[nodiscard]] double positionSeconds() const;
    [[nodiscard]] double durationSeconds() const;
    void chooseDevice(const QByteArray& id);

Q_SIGNALS:
    void started(const QString& file);
    void positionChanged(double seconds); // while playing, 30 times a second
    void stateChanged();                  // playing, paused, ended, loop
    void failed(const QString& file, const attune::Error& error);
    void deviceChanged();
    void unheard(); // something was played without a device

private:
    void begin(const QString& file, const SharedSound& sound, StartAt start, double gainDb);
    void load(const QString& file, quint64 request, StartAt start, double gainDb, bool playWhenLoaded);
    void takeDevice();
    void tick();

    QThreadPool m_pool{this}; // its own: a key is heard at once, whatever else is being read
    std::unique_ptr<PlaybackMixer> m_mixer;
    std::unique_ptr<AudioOutput> m_output; // after the mixer: destroyed first
    QHash<QString, SharedSound> m_cache;
    QStringList m_cacheOrder; // least recently used first
    QString m_file;
    SharedSound m_sound;
    QTimer m_timer;
    double m_gainDb{0.0};
    bool m_isStale{false}; // m_sound has the rate of the device before, or its file may have changed
    quint64 m_request{0};
    quint64 m_generation{0}; // of what is kept: one more with every forgetSounds()
    bool m_wasPlaying{false};
    int m_idleTicks{0};
};

} // namespace attune::ui
