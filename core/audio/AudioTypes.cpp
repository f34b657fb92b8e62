// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioTypes.h"

#include "core/base/Assert.h"

#include <algorithm>

namespace attune::audio {

AudioBuffer::AudioBuffer(int channelCount, FrameCount frameCount, SampleRate sampleRate)
    : m_samples(static_cast<std::size_t>(channelCount) * static_cast<std::size_t>(frameCount)),
      m_channelCount(channelCount), m_frameCount(frameCount), m_sampleRate(sampleRate) {
    ATTUNE_ASSERT(channelCount >= 0 && frameCount >= 0);
}

std::span<float> AudioBuffer::channel(int channel) noexcept {
    ATTUNE_ASSERT(channel >= 0 && channel < m_channelCount);
    const auto length = static_cast<std::size_t>(m_frameCount);
    return std::span(m_samples).subspan(static_cast<std::size_t>(channel) * length, length);
}

std::span<const float> AudioBuffer::channel(int channel) const noexcept {
    ATTUNE_ASSERT(channel >= 0 && channel < m_channelCount);
    const auto length = static_cast<std::size_t>(m_frameCount);
    return std::span(m_samples).subspan(static_cast<std::size_t>(channel) * length, length);
}

AudioBuffer AudioBuffer::slice(FrameIndex begin, FrameCount count) const {
    ATTUNE_ASSERT(begin >= 0 && count >= 0 && begin + count <= m_frameCount);
    AudioBuffer part(m_channelCount, count, m_sampleRate);
    for (int c = 0; c < m_channelCount; ++c) {
        const auto from =
            channel(c).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
        std::ranges::copy(from, part.channel(c).begin());
    }
    return part;
}

std::string_view containerName(Container container) noexcept {
    switch (container) {
    case Container::Wav:
        return "WAV";
    case Container::Aiff:
        return "AIFF";
    case Container::Flac:
        return "FLAC";
    case Container::Ogg:
        return "Ogg";
    case Container::Mp3:
        return "MP3";
    case Container::Caf:
        return "CAF";
    case Container::W64:
        return "W64";
    case Container::Other:
        return "other";
    case Container::Unknown:
        break;
    }
    return "unknown";
}

std::string_view encodingName(Encoding encoding) noexcept {
    switch (encoding) {
    case Encoding::Pcm8:
        return "8-bit";
    case Encoding::Pcm16:
        return "16-bit";
    case Encoding::Pcm24:
        return "24-bit";
    case Encoding::Pcm32:
        return "32-bit";
    case Encoding::Float32:
        return "32-bit float";
    case Encoding::Float64:
        return "64-bit float";
    case Encoding::Vorbis:
        return "Vorbis";
    case Encoding::Opus:
        return "Opus";
    case Encoding::Mp3:
        return "MPEG";
    case Encoding::Adpcm:
        return "compressed";
    case Encoding::Alac:
        return "ALAC";
    case Encoding::Other:
        return "other";
    case Encoding::Unknown:
        break;
    }
    return "unknown";
}

bool isLossy(Encoding encoding) noexcept {
    switch (encoding) {
    case Encoding::Vorbis:
    case Encoding::Opus:
    case Encoding::Mp3:
    case Encoding::Adpcm:
        return true;
    default:
        return false;
    }
}

} // namespace attune::audio
