// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/PlaybackMixer.h"

#include <algorithm>

namespace attune::ui {

namespace {

constexpr double kFadeSeconds = 0.008;

FrameCount fadeFrames(const audio::AudioBuffer& sound) {
    return static_cast<FrameCount>(kFadeSeconds * sound.sampleRate().hz);
}

} // namespace

void PlaybackMixer::play(SharedSound sound, StartAt start, float gain) {
    const std::scoped_lock lock(m_mutex);
    FrameIndex keep = start == StartAt::SamePosition ? m_current.position : 0;
    // The device, and the rate with it, may have changed between the two.
    if (keep > 0 && sound && m_current.sound && m_current.sound->sampleRate().hz != sound->sampleRate().hz)
        keep = static_cast<FrameIndex>(m_current.sound->sampleRate().secondsFromFrames(keep) *
                                       sound->sampleRate().hz);
    if (m_playing && m_current.sound) {
        m_leaving = m_current;
        m_fadeLeft = fadeFrames(*m_current.sound);
        m_fadeIn = start == StartAt::SamePosition;
    } else {
        m_fadeIn = start == StartAt::SamePosition && keep > 0;
        m_fadeLeft = m_fadeIn && sound ? fadeFrames(*sound) : 0;
    }
    m_current = Voice{std::move(sound), 0, gain};
    if (m_current.sound) m_current.position = std::min<FrameIndex>(keep, m_current.sound->frameCount());
    if (m_current.sound && m_current.position >= m_current.sound->frameCount()) m_current.position = 0;
    m_playing = m_current.sound != nullptr && !m_current.sound->isEmpty();
    m_finished = false;
}

void PlaybackMixer::pause() {
    const std::scoped_lock lock(m_mutex);
    if (!m_playing) return;
    m_leaving = m_current;
    m_fadeLeft = fadeFrames(*m_current.sound);
    m_playing = false;
}

void PlaybackMixer::resume() {
    const std::scoped_lock lock(m_mutex);
    if (!m_current.sound || m_current.sound->isEmpty()) return;
    if (m_current.position >= m_current.sound->frameCount()) m_current.position = 0;
    m_fadeIn = m_current.position > 0;
    m_fadeLeft = m_fadeIn ? fadeFrames(*m_current.sound) : 0;
    m_playing = true;
    m_finished = false;
}

void PlaybackMixer::stop() {
    pause();
    const std::scoped_lock lock(m_mutex);
    m_current.position = 0;
}

void PlaybackMixer::seek(FrameIndex frame) {
    const std::scoped_lock lock(m_mutex);
    if (!m_current.sound) return;
    if (m_playing) {
        m_leaving = m_current;
        m_fadeLeft = fadeFrames(*m_current.sound);
        m_fadeIn = true;
    }
    m_current.position = std::clamp<FrameIndex>(frame, 0, m_current.sound->frameCount());
    m_finished = false;
}

void PlaybackMixer::setLoop(bool loop) {
    const std::scoped_lock lock(m_mutex);
    m_loop = loop;
}

void PlaybackMixer::setVolume(float volume) {
    const std::scoped_lock lock(m_mutex);
    m_volume = std::clamp(volume, 0.0F, 1.0F);
}

FrameCount PlaybackMixer::mix(Voice& voice, std::span<float> out, bool loop, float from, float to) {
    const audio::AudioBuffer& sound = *voice.sound;
    const auto frames = static_cast<FrameCount>(out.size() / 2);
    const std::span<const float> left = sound.channel(0);
    const std::span<const float> right = sound.channel(sound.channelCount() > 1 ? 1 : 0);
    FrameCount done = 0;
    for (; done < frames; ++done) {
        if (voice.position >= sound.frameCount()) {
            if (!loop) break;
            voice.position = 0;
        }
        const float share = frames > 1 ? static_cast<float>(done) / static_cast<float>(frames) : 1.0F;
        const float gain = voice.gain * (from + (to - from) * share);
        const auto at = static_cast<std::size_t>(voice.position++);
        out[static_cast<std::size_t>(done) * 2] += left[at] * gain;
        out[static_cast<std::size_t>(done) * 2 + 1] += right[at] * gain;
    }
    return done;
}

void PlaybackMixer::render(std::span<float> out) {
    std::fill(out.begin(), out.end(), 0.0F);
    const std::scoped_lock lock(m_mutex);
    std::span<float> rest = out;
    if (m_fadeLeft > 0) {
        // The fade is a straight line cut into this block's part.
        const FrameCount total = fadeFrames(m_leaving.sound ? *m_leaving.sound : *m_current.sound);
        const auto frames = std::min<FrameCount>(m_fadeLeft, static_cast<FrameCount>(out.size() / 2));
        const std::span<float> part = out.first(static_cast<std::size_t>(frames) * 2);
        const float before =
            static_cast<float>(m_fadeLeft) / static_cast<float>(std::max<FrameCount>(total, 1));
        const float after =
            static_cast<float>(m_fadeLeft - frames) / static_cast<float>(std::max<FrameCount>(total, 1));
        if (m_leaving.sound) mix(m_leaving, part, m_loop, before * m_volume, after * m_volume);
        if (m_playing) {
            const float from = m_fadeIn ? 1.0F - before : 1.0F;
            const float to = m_fadeIn ? 1.0F - after : 1.0F;
            if (mix(m_current, part, m_loop, from * m_volume, to * m_volume) < frames) {
                m_playing = false;
                m_finished = true;
            }
        }
        m_fadeLeft -= frames;
        if (m_fadeLeft == 0) m_leaving = {};
        rest = out.subspan(part.size());
    }
    if (m_playing && !rest.empty() &&
        mix(m_current, rest, m_loop, m_volume, m_volume) < static_cast<FrameCount>(rest.size() / 2)) {
        m_playing = false;
        m_finished = true;
    }
}

FrameIndex PlaybackMixer::position() const {
    const std::scoped_lock lock(m_mutex);
    return m_current.position;
}

bool PlaybackMixer::isPlaying() const {
    const std::scoped_lock lock(m_mutex);
    return m_playing;
}

bool PlaybackMixer::isLoop() const {
    const std::scoped_lock lock(m_mutex);
    return m_loop;
}

bool PlaybackMixer::hasFinished() const {
    const std::scoped_lock lock(m_mutex);
    return m_finished;
}

} // namespace attune::ui
