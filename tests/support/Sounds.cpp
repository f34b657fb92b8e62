// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Sounds.h"

#include "core/base/Text.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <numbers>

namespace attune::test {

using audio::AudioBuffer;

namespace {

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): equal everywhere, unlike the distributions of <random>.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    double uniform() { // -1..1
        m_state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1.0;
    }

private:
    std::uint64_t m_state;
};

} // namespace

AudioBuffer sine(int channelCount, FrameCount frames, SampleRate rate, double hz, float gain) {
    AudioBuffer sound(channelCount, frames, rate);
    for (int c = 0; c < channelCount; ++c) {
        const auto out = sound.channel(c);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double turns = hz * static_cast<double>(i) / rate.hz + 0.25 * c;
            out[i] = gain * static_cast<float>(std::sin(2.0 * std::numbers::pi * turns));
        }
    }
    return sound;
}

AudioBuffer noise(int channelCount, FrameCount frames, SampleRate rate, std::uint64_t seed, float gain) {
    AudioBuffer sound(channelCount, frames, rate);
    Random random(seed);
    for (float& sample : sound.samples()) sample = gain * static_cast<float>(random.uniform());
    return sound;
}

AudioBuffer silence(int channelCount, FrameCount frames, SampleRate rate) {
    return {channelCount, frames, rate};
}

AudioBuffer hit(SampleRate rate, int variant, double seconds) {
    Random random(static_cast<std::uint64_t>(variant) * 977 + 5);
    const double startHz = 120.0 + 160.0 * (random.uniform() + 1.0);
    const double endHz = 40.0 + 60.0 * (random.uniform() + 1.0);
    const double toneDecay = 4.0 + 8.0 * (random.uniform() + 1.0);
    const double noiseDecay = 10.0 + 30.0 * (random.uniform() + 1.0);
    const double noisePart = 0.3 * (random.uniform() + 1.0);
    const double colour = 0.2 + 0.35 * (random.uniform() + 1.0);
    AudioBuffer sound(2, static_cast<FrameCount>(seconds * rate.hz), rate);
    double phase = 0.0;
    double low = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(sound.frameCount()); ++i) {
        const double t = static_cast<double>(i) / rate.hz;
        phase += (endHz + (startHz - endHz) * std::exp(-30.0 * t)) / rate.hz;
        low += colour * (random.uniform() - low);
        const double value = 0.6 * std::sin(2.0 * std::numbers::pi * phase) * std::exp(-toneDecay * t) +
                             noisePart * low * std::exp(-noiseDecay * t);
        sound.channel(0)[i] = static_cast<float>(value);
        sound.channel(1)[i] = static_cast<float>(0.9 * value);
    }
    return sound;
}

AudioBuffer scaled(AudioBuffer sound, float gain) {
    for (float& sample : sound.samples()) sample *= gain;
    return sound;
}

double greatestDifference(const AudioBuffer& a, const AudioBuffer& b) {
    if (a.channelCount() != b.channelCount() || a.frameCount() != b.frameCount())
        return std::numeric_limits<double>::infinity();
    double greatest = 0.0;
    for (std::size_t i = 0; i < a.samples().size(); ++i)
        greatest = std::max(
            greatest, std::abs(static_cast<double>(a.samples()[i]) - static_cast<double>(b.samples()[i])));
    return greatest;
}

double rms(std::span<const float> samples) {
    double sum = 0.0;
    for (const float sample : samples) sum += static_cast<double>(sample) * static_cast<double>(sample);
    return samples.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

void writeSound(const std::filesystem::path& file, const AudioBuffer& sound) {
    const std::string suffix = toLowerAscii(utf8FromPath(file.extension()));
    SF_INFO info{};
    info.samplerate = sound.sampleRate().hz;
    info.channels = sound.channelCount();
    info.format = suffix == ".flac"   ? SF_FORMAT_FLAC | SF_FORMAT_PCM_16
                  : suffix == ".ogg"  ? SF_FORMAT_OGG | SF_FORMAT_VORBIS
                  : suffix == ".opus" ? SF_FORMAT_OGG | SF_FORMAT_OPUS
                  : suffix == ".mp3"  ? SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
                  : suffix == ".aiff" ? SF_FORMAT_AIFF | SF_FORMAT_PCM_24
                                      : SF_FORMAT_WAV | SF_FORMAT_PCM_16;
#ifdef _WIN32
    SNDFILE* out = sf_wchar_open(file.c_str(), SFM_WRITE, &info);
#else
    SNDFILE* out = sf_open(file.c_str(), SFM_WRITE, &info);
#endif
    const auto channels = static_cast<std::size_t>(sound.channelCount());
    const auto frames = static_cast<std::size_t>(sound.frameCount());
    std::vector<float> interleaved(channels * frames);
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < frames; ++i)
            interleaved[i * channels + c] = sound.channel(static_cast<int>(c))[i];
    bool isWritten = out != nullptr;
    // Vorbis' encoder keeps a whole call's block on the stack, so the sound is given in pieces.
    for (std::size_t at = 0; isWritten && at < frames; at += 4096) {
        const auto count = static_cast<sf_count_t>(std::min<std::size_t>(4096, frames - at));
        isWritten = sf_writef_float(out, interleaved.data() + at * channels, count) == count;
    }
    if (!isWritten || sf_close(out) != 0) {
        std::fprintf(stderr, "cannot write %s: %s\n", utf8FromPath(file).c_str(), sf_strerror(out));
        std::abort();
    }
}

std::vector<std::filesystem::path> realSounds() {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/share/sonic-pi/samples", ignored))
        if (entry.path().extension() == ".flac") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace attune::test
