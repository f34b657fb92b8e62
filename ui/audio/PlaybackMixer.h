// SPDX-License-Identifier: GPL-3.0-or-later
//
// PlaybackMixer: what is heard: one sound, its position, loop and gain, rendered block by block for the
// device.
//
// Switching sounds cross-fades over 8 ms, so that A/B comparison neither clicks nor loses its place; a loop
// has no gap. Sounds are at the device's rate already (SoundLoader). Threads: render() on the audio thread;
// everything else from one other thread; they share a mutex that is held for the length of one block or a few
// assignments.
#pragma once

#include "core/audio/AudioTypes.h"

#include <memory>
#include <mutex>
#include <span>

namespace attune::ui {

using SharedSound = std::shared_ptr<const audio::AudioBuffer>;

enum class StartAt { Beginning, SamePosition };

class PlaybackMixer {
public:
    // Starts `sound`. SamePosition keeps the place in seconds of the sound before (0 when nothing played).
    void play(SharedSound sound, StartAt start, float gain = 1.0F);
    void pause();
    void resume();
    void stop(); // fades out and goes back to the beginning
    void seek(FrameIndex frame);
    void setLoop(bool loop);
    void setVolume(float volume); // 0..1, on top of the gain of the sound

    // Interleaved stereo, out.size() / 2 frames; silence where nothing plays.
    void render(std::span<float> out);

    [[nodiscard]] FrameIndex position() const; // of the next frame to be heard
    [[nodiscard]] bool isPlaying() const;
    [[nodiscard]] bool isLoop() const;
    [[nodiscard]] bool hasFinished() const; // played to its end since the last play()

private:
    struct Voice {
        SharedSound sound;
        FrameIndex position{0};
        float gain{1.0F};
    };
    // Adds frames of a voice with a fade from `from` to `to` over the block; returns the frames it still had.
    static FrameCount mix(Voice& voice, std::span<float> out, bool loop, float from, float to);

    mutable std::mutex m_mutex; // guards all below
    Voice m_current;
    Voice m_leaving; // fading out after a switch, pause or stop
    FrameCount m_fadeLeft{0};
    bool m_playing{false};
    bool m_loop{false};
    bool m_finished{false};
    float m_volume{1.0F};
    bool m_fadeIn{false};
};

} // namespace attune::ui
