// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChannelLayout: the channels a model hears, as stable-audio-tools makes them: for a mono model the mean of
// all channels; for a stereo model one channel twice, two as they are, of more the first two. Source:
// stable_audio_tools/data/utils.py, Mono and Stereo.
//
// Threads: from any thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Result.h"

namespace attune::audio {

// Errors: InvalidArgument when `channelCount` is not 1 or 2, or the sound has no channels.
[[nodiscard]] Result<AudioBuffer> withChannelCount(AudioBuffer sound, int channelCount);

} // namespace attune::audio
