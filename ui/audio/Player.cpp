// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/Player.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"
#include "ui/audio/AudioOutput.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <cmath>

namespace attune::ui {

namespace {

constexpr int kCachedSounds = 16;
constexpr int kTickMs = 33;
constexpr int kIdleTicks = 300; // ten seconds of silence, then the device may sleep

Result<SharedSound> loadSound(const QString& file, SampleRate rate) {
    ATTUNE_TRY(audio::AudioBuffer sound, audio::readAudio(pathFromUtf8(file.toStdString())));
    if (!sound.isEmpty()) {
        ATTUNE_TRY(sound, audio::resampled(std::move(sound), rate));
    }
    return std::make_shared<const audio::AudioBuffer>(std::move(sound));
}

} // namespace

Player::Player(std::unique_ptr<PlaybackMixer> mixer, std::unique_ptr<AudioOutput> output, QObject* parent)
    : QObject(parent), m_mixer(std::move(mixer)), m_output(std::move(output)) {
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { tick(); });
    connect(m_output.get(), &AudioOutput::availabilityChanged, this, [this] {
        m_cache.clear(); // other rate
        m_cacheOrder.clear();
        if (m_mixer->isPlaying()) m_output->start();
        Q_EMIT deviceChanged();
    });
}

Player* Player::withSystemOutput(QObject* parent) {
    auto mixer = std::make_unique<PlaybackMixer>();
    auto output = std::make_unique<QtAudioOutput>(*mixer);
    return new Player(std::move(mixer), std::move(output), parent);
}

Player::~Player() = default;

void Player::play(const QString& file, StartAt start, double gainDb) {
    const quint64 request = ++m_request;
    if (const auto it = m_cache.constFind(file); it != m_cache.cend()) {
        const SharedSound sound = *it;
        begin(file, sound, start, gainDb);
        return;
    }
    load(file, request, start, gainDb, true);
}

void Player::preload(const QString& file) {
    if (!m_cache.contains(file)) load(file, 0, StartAt::Beginning, 0.0, false);
}

void Player::load(const QString& file, quint64 request, StartAt start, double gainDb, bool playWhenLoaded) {
    const QPointer<Player> self(this);
    const SampleRate rate{m_output->sampleRateHz()};
    QThreadPool::globalInstance()->start([=] {
        Result<SharedSound> sound = loadSound(file, rate);
        // Back on the GUI thread; a dead player gets no call.
        QMetaObject::invokeMethod(qApp, [=, sound = std::move(sound)] {
            if (self.isNull()) return;
            if (!sound) {
                if (playWhenLoaded && request == self->m_request) Q_EMIT self->failed(file, sound.error());
                return;
            }
            self->m_cache.insert(file, *sound);
            self->m_cacheOrder.removeAll(file);
            self->m_cacheOrder.append(file);
            while (self->m_cacheOrder.size() > kCachedSounds) self->m_cache.remove(self->m_cacheOrder.takeFirst());
            if (playWhenLoaded && request == self->m_request) self->begin(file, *sound, start, gainDb);
        }, Qt::QueuedConnection);
    });
}

void Player::begin(const QString& file, const SharedSound& sound, StartAt start, double gainDb) {
    m_file = file;
    m_sound = sound;
    m_mixer->play(sound, start, static_cast<float>(std::pow(10.0, gainDb / 20.0)));
    m_output->start();
    m_wasPlaying = true;
    m_timer.start();
    Q_EMIT started(file);
    Q_EMIT stateChanged();
}

void Player::toggle() {
    if (m_mixer->isPlaying()) {
        m_mixer->pause();
    } else {
        m_mixer->resume();
        m_output->start();
        m_timer.start();
    }
    m_wasPlaying = m_mixer->isPlaying();
    Q_EMIT stateChanged();
}

void Player::stop() {
    ++m_request; // whatever is loading stays silent
    m_mixer->stop();
    m_wasPlaying = false;
    Q_EMIT positionChanged(0.0);
    Q_EMIT stateChanged();
}

void Player::seekSeconds(double seconds) {
    if (!m_sound) return;
    m_mixer->seek(static_cast<FrameIndex>(seconds * m_sound->sampleRate().hz));
    Q_EMIT positionChanged(positionSeconds());
}

void Player::setLoop(bool loop) {
    m_mixer->setLoop(loop);
    Q_EMIT stateChanged();
}

void Player::setVolume(double volume) { m_mixer->setVolume(static_cast<float>(volume)); }

bool Player::hasDevice() const { return m_output->isAvailable(); }
QString Player::deviceName() const { return m_output->deviceName(); }
void Player::chooseDevice(const QByteArray& id) { m_output->chooseDevice(id); }

double Player::positionSeconds() const {
    return m_sound ? m_sound->sampleRate().secondsFromFrames(m_mixer->position()) : 0.0;
}

double Player::durationSeconds() const { return m_sound ? m_sound->durationSeconds() : 0.0; }

void Player::tick() {
    const bool playing = m_mixer->isPlaying();
    if (playing || m_wasPlaying) Q_EMIT positionChanged(positionSeconds());
    if (playing != m_wasPlaying) {
        m_wasPlaying = playing;
        Q_EMIT stateChanged();
    }
    m_idleTicks = playing ? 0 : m_idleTicks + 1;
    if (m_idleTicks > kIdleTicks) {
        m_output->idle();
        m_timer.stop();
        m_idleTicks = 0;
    }
}

} // namespace attune::ui
