// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/Player.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"
#include "ui/audio/AudioOutput.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attune::ui {

namespace {

constexpr int kCachedSounds = 16;
constexpr int kLoaders = 3; // one for what is wanted now, two for what may come next
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
    m_pool.setMaxThreadCount(kLoaders);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { tick(); });
    connect(m_output.get(), &AudioOutput::availabilityChanged, this, [this] { takeDevice(); });
}

Player* Player::withSystemOutput(QObject* parent) {
    auto mixer = std::make_unique<PlaybackMixer>();
    auto output = std::make_unique<QtAudioOutput>(*mixer, std::make_unique<SystemOutputDevices>());
    return new Player(std::move(mixer), std::move(output), parent);
}

Player::~Player() {
    m_pool.waitForDone();
}

// Another device goes on where the one before stopped. Sounds are kept at the device's rate: at another one
// they are read again, else they would play too fast or too slow.
void Player::takeDevice() {
    const bool isPlaying = m_mixer->isPlaying();
    forgetSounds();
    m_isStale = m_sound && m_sound->sampleRate().hz != m_output->sampleRateHz();
    if (isPlaying) m_output->start();
    if (isPlaying && m_isStale && !m_file.isEmpty()) play(m_file, StartAt::SamePosition, m_gainDb);
    Q_EMIT deviceChanged();
}

void Player::forgetSounds() {
    m_cache.clear();
    m_cacheOrder.clear();
    ++m_generation;
    m_isStale = m_sound != nullptr;
}

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
    if (m_cache.contains(file) || m_pool.activeThreadCount() >= kLoaders - 1)
        return; // never in the way of what is to be heard now
    load(file, 0, StartAt::Beginning, 0.0, false);
}

void Player::load(const QString& file, quint64 request, StartAt start, double gainDb, bool playWhenLoaded) {
    const QPointer<Player> self(this);
    const SampleRate rate{m_output->sampleRateHz()};
    const quint64 generation = m_generation;
    m_pool.start([=] {
        Result<SharedSound> sound = loadSound(file, rate);
        // Back on the GUI thread; a dead player gets no call.
        QMetaObject::invokeMethod(
            qApp,
            [=, sound = std::move(sound)] {
                if (self.isNull()) return;
                const bool isWanted = playWhenLoaded && request == self->m_request;
                if (generation != self->m_generation) { // read at the rate, or from the file, of before
                    if (isWanted) self->load(file, request, start, gainDb, true);
                    return;
                }
                if (!sound) {
                    if (isWanted) Q_EMIT self->failed(file, sound.error());
                    return;
                }
                self->m_cache.insert(file, *sound);
                self->m_cacheOrder.removeAll(file);
                self->m_cacheOrder.append(file);
                while (self->m_cacheOrder.size() > kCachedSounds)
                    self->m_cache.remove(self->m_cacheOrder.takeFirst());
                if (isWanted) self->begin(file, *sound, start, gainDb);
            },
            Qt::QueuedConnection);
    });
}

void Player::begin(const QString& file, const SharedSound& sound, StartAt start, double gainDb) {
    m_file = file;
    m_sound = sound;
    m_gainDb = gainDb;
    m_isStale = false;
    m_mixer->play(sound, start, static_cast<float>(std::pow(10.0, gainDb / 20.0)));
    m_output->start();
    m_wasPlaying = true;
    m_timer.start();
    Q_EMIT started(file);
    Q_EMIT stateChanged();
    if (!m_output->isAvailable()) Q_EMIT unheard();
}

void Player::playTestTone() {
    constexpr double kToneHz = 440.0;
    constexpr double kHalfSeconds = 0.5;
    constexpr double kFadeSeconds = 0.02; // no clicks
    constexpr double kLevel = 0.2;
    const SampleRate rate{m_output->sampleRateHz()};
    const auto half = static_cast<FrameCount>(kHalfSeconds * rate.hz);
    audio::AudioBuffer tone(2, 2 * half, rate);
    for (FrameIndex frame = 0; frame < half; ++frame) {
        const double seconds = rate.secondsFromFrames(frame);
        const double fade = std::min({1.0, seconds / kFadeSeconds, (kHalfSeconds - seconds) / kFadeSeconds});
        const auto sample =
            static_cast<float>(kLevel * fade * std::sin(2.0 * std::numbers::pi * kToneHz * seconds));
        tone.channel(0)[static_cast<std::size_t>(frame)] = sample;
        tone.channel(1)[static_cast<std::size_t>(half + frame)] = sample;
    }
    ++m_request; // what is loading stays silent
    setLoop(false);
    begin({}, std::make_shared<const audio::AudioBuffer>(std::move(tone)), StartAt::Beginning, 0.0);
}

void Player::toggle() {
    if (m_mixer->isPlaying()) {
        m_mixer->pause();
    } else if (m_isStale && !m_file.isEmpty()) {
        play(m_file, StartAt::SamePosition, m_gainDb);
        return;
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

void Player::setVolume(double volume) {
    m_mixer->setVolume(static_cast<float>(volume));
}

bool Player::hasDevice() const {
    return m_output->isAvailable();
}
QString Player::deviceName() const {
    return m_output->deviceName();
}
void Player::chooseDevice(const QByteArray& id) {
    m_output->chooseDevice(id);
}

double Player::positionSeconds() const {
    return m_sound ? m_sound->sampleRate().secondsFromFrames(m_mixer->position()) : 0.0;
}

double Player::durationSeconds() const {
    return m_sound ? m_sound->durationSeconds() : 0.0;
}

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
