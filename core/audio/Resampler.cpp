// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Resampler.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"

#include <samplerate.h>

#include <algorithm>
#include <new>
#include <vector>

namespace attune::audio {

FrameCount resampledFrameCount(FrameCount frames, SampleRate from, SampleRate to) noexcept {
    ATTUNE_ASSERT(from.isValid() && to.isValid() && frames >= 0);
    return (frames * to.hz + from.hz - 1) / from.hz;
}

struct Resampler::Impl {
    SRC_STATE* state{nullptr};
    int channelCount{0};
    SampleRate from;
    SampleRate to;
    FrameCount taken{0};
    FrameCount given{0};
    std::vector<float> in;  // interleaved
    std::vector<float> out; // interleaved

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (state != nullptr) src_delete(state);
    }

    // Runs `frames` frames of `in` through the converter and appends what comes out to `ready`, channel after
    // channel.
    Result<void> run(FrameCount frames, std::vector<std::vector<float>>& ready);
};

Result<void> Resampler::Impl::run(FrameCount frames, std::vector<std::vector<float>>& ready) {
    const double ratio = static_cast<double>(to.hz) / from.hz;
    constexpr FrameCount kOutFrames = 1 << 14;
    const auto channels = static_cast<std::size_t>(channelCount);
    out.resize(static_cast<std::size_t>(kOutFrames) * channels);
    SRC_DATA data{};
    data.data_in = in.data();
    data.input_frames = static_cast<long>(frames);
    data.src_ratio = ratio;
    while (true) {
        data.data_out = out.data();
        data.output_frames = kOutFrames;
        if (const int error = src_process(state, &data); error != 0)
            return fail(ErrorCode::Internal, concat("Resampling failed: ", src_strerror(error)));
        const auto made = static_cast<std::size_t>(data.output_frames_gen);
        for (std::size_t c = 0; c < channels; ++c) {
            std::vector<float>& target = ready[c];
            const std::size_t begin = target.size();
            target.resize(begin + made);
            for (std::size_t i = 0; i < made; ++i) target[begin + i] = out[i * channels + c];
        }
        data.input_frames -= data.input_frames_used;
        // Where the two buffers adjoin, the place behind the input is in the output, which libsamplerate
        // refuses.
        data.data_in =
            data.input_frames > 0 ? data.data_in + data.input_frames_used * channelCount : in.data();
        if (data.input_frames == 0 && data.output_frames_gen < kOutFrames) return {};
    }
}

Resampler::Resampler(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;
Resampler::~Resampler() = default;

Result<Resampler> Resampler::create(int channelCount, SampleRate from, SampleRate to) {
    if (channelCount <= 0 || !from.isValid() || !to.isValid() ||
        src_is_valid_ratio(static_cast<double>(to.hz) / from.hz) == 0)
        return fail(ErrorCode::InvalidArgument, concat("Cannot resample ", channelCount, " channels from ",
                                                       from.hz, " Hz to ", to.hz, " Hz"));
    auto impl = std::make_unique<Impl>();
    impl->channelCount = channelCount;
    impl->from = from;
    impl->to = to;
    int error = 0;
    impl->state = src_new(SRC_SINC_BEST_QUALITY, channelCount, &error);
    if (impl->state == nullptr)
        return fail(ErrorCode::OutOfMemory, concat("Resampling failed: ", src_strerror(error)));
    return Resampler(std::move(impl));
}

namespace {

AudioBuffer bufferFromChannels(const std::vector<std::vector<float>>& channels, FrameCount frames,
                               SampleRate rate) {
    AudioBuffer sound(static_cast<int>(channels.size()), frames, rate);
    for (std::size_t c = 0; c < channels.size(); ++c)
        std::copy_n(channels[c].begin(), static_cast<std::size_t>(frames),
                    sound.channel(static_cast<int>(c)).begin());
    return sound;
}

} // namespace

Result<AudioBuffer> Resampler::process(const AudioBuffer& piece) {
    Impl& impl = *m_impl;
    if (piece.channelCount() != impl.channelCount)
        return fail(ErrorCode::InvalidArgument,
                    concat("A piece of ", piece.channelCount(), " channels, not ", impl.channelCount));
    try {
        const auto channels = static_cast<std::size_t>(impl.channelCount);
        std::vector<std::vector<float>> ready(channels);
        constexpr FrameCount kInFrames = 1 << 14;
        for (FrameIndex at = 0; at < piece.frameCount(); at += kInFrames) {
            const FrameCount count = std::min(kInFrames, piece.frameCount() - at);
            impl.in.resize(static_cast<std::size_t>(count) * channels);
            for (std::size_t c = 0; c < channels; ++c) {
                const auto from = piece.channel(static_cast<int>(c)).subspan(static_cast<std::size_t>(at));
                for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
                    impl.in[i * channels + c] = from[i];
            }
            ATTUNE_CHECK(impl.run(count, ready));
        }
        impl.taken += piece.frameCount();
        const FrameCount most = resampledFrameCount(impl.taken, impl.from, impl.to) - impl.given;
        const FrameCount frames = std::min(static_cast<FrameCount>(ready.front().size()), most);
        impl.given += frames;
        return bufferFromChannels(ready, frames, impl.to);
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, "resampling"));
    }
}

Result<AudioBuffer> Resampler::finish() {
    Impl& impl = *m_impl;
    try {
        // Silence after the end flushes the filter; telling libsamplerate that the input has ended gives a
        // frame too few or too many for some ratios.
        constexpr FrameCount kSilentFrames = 1 << 12;
        const FrameCount missing = resampledFrameCount(impl.taken, impl.from, impl.to) - impl.given;
        std::vector<std::vector<float>> ready(static_cast<std::size_t>(impl.channelCount));
        while (static_cast<FrameCount>(ready.front().size()) < missing) {
            impl.in.assign(static_cast<std::size_t>(kSilentFrames * impl.channelCount), 0.0F);
            ATTUNE_CHECK(impl.run(kSilentFrames, ready));
        }
        impl.given += missing;
        return bufferFromChannels(ready, missing, impl.to);
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, "resampling"));
    }
}

Result<AudioBuffer> resampled(AudioBuffer sound, SampleRate to) {
    if (sound.sampleRate() == to && to.isValid()) return sound;
    ATTUNE_TRY(auto resampler, Resampler::create(sound.channelCount(), sound.sampleRate(), to));
    ATTUNE_TRY(const AudioBuffer most, resampler.process(sound));
    ATTUNE_TRY(const AudioBuffer rest, resampler.finish());
    try {
        AudioBuffer whole(sound.channelCount(), most.frameCount() + rest.frameCount(), to);
        for (int c = 0; c < whole.channelCount(); ++c) {
            std::ranges::copy(most.channel(c), whole.channel(c).begin());
            std::ranges::copy(rest.channel(c), whole.channel(c).begin() + most.frameCount());
        }
        return whole;
    } catch (const std::bad_alloc& exception) {
        return fail(errorFromException(exception, "resampling"));
    }
}

} // namespace attune::audio
