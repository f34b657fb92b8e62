// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/ChannelLayout.h"

#include "core/base/Text.h"

#include <algorithm>

namespace attune::audio {

namespace {

AudioBuffer meanOfChannels(const AudioBuffer& sound) {
    AudioBuffer mono(1, sound.frameCount(), sound.sampleRate());
    const auto out = mono.channel(0);
    for (int c = 0; c < sound.channelCount(); ++c) {
        const auto in = sound.channel(c);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += in[i];
    }
    const auto count = static_cast<float>(sound.channelCount());
    for (float& sample : out) sample /= count;
    return mono;
}

} // namespace

Result<AudioBuffer> withChannelCount(AudioBuffer sound, int channelCount) {
    if (channelCount != 1 && channelCount != 2)
        return fail(ErrorCode::InvalidArgument,
                    concat("A model hears one or two channels, not ", channelCount));
    if (sound.channelCount() == 0) return fail(ErrorCode::InvalidArgument, "A sound without channels");
    if (sound.channelCount() == channelCount) return sound;
    if (channelCount == 1) return meanOfChannels(sound);
    AudioBuffer stereo(2, sound.frameCount(), sound.sampleRate());
    std::ranges::copy(sound.channel(0), stereo.channel(0).begin());
    std::ranges::copy(sound.channel(sound.channelCount() == 1 ? 0 : 1), stereo.channel(1).begin());
    return stereo;
}

} // namespace attune::audio
