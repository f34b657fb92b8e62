// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Loudness.h"

#include "core/base/Text.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace attune::audio {

struct LoudnessMeter::Impl {
    ebur128_state* state{nullptr};
    SampleRate sampleRate;
    int channelCount{0};
    bool measuresTruePeak{false};
    FrameCount taken{0};
    std::vector<float> interleaved;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (state != nullptr) ebur128_destroy(&state);
    }
};

LoudnessMeter::LoudnessMeter(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;
LoudnessMeter::~LoudnessMeter() = default;

Result<LoudnessMeter> LoudnessMeter::create(int channelCount, SampleRate sampleRate, TruePeak truePeak) {
    constexpr int kMostChannels = 64; // of libebur128
    constexpr int kLeastHz = 16;
    constexpr int kMostHz = 2822400;
    if (channelCount <= 0 || channelCount > kMostChannels || sampleRate.hz < kLeastHz ||
        sampleRate.hz > kMostHz)
        return fail(ErrorCode::InvalidArgument, concat("Loudness cannot be measured on ", channelCount,
                                                       " channels at ", sampleRate.hz, " Hz"));
    auto impl = std::make_unique<Impl>();
    impl->sampleRate = sampleRate;
    impl->channelCount = channelCount;
    impl->measuresTruePeak = truePeak == TruePeak::Measure;
    const int mode =
        EBUR128_MODE_I | EBUR128_MODE_SAMPLE_PEAK | (impl->measuresTruePeak ? EBUR128_MODE_TRUE_PEAK : 0);
    impl->state =
        ebur128_init(static_cast<unsigned>(channelCount), static_cast<unsigned long>(sampleRate.hz), mode);
    if (impl->state == nullptr) return fail(ErrorCode::OutOfMemory, "Not enough memory to measure loudness");
    return LoudnessMeter(std::move(impl));
}

Result<void> LoudnessMeter::add(const AudioBuffer& piece) {
    Impl& impl = *m_impl;
    if (piece.channelCount() != impl.channelCount)
        return fail(ErrorCode::InvalidArgument,
                    concat("A piece of ", piece.channelCount(), " channels, not ", impl.channelCount));
    constexpr FrameCount kBlockFrames = 1 << 14;
    const auto channels = static_cast<std::size_t>(impl.channelCount);
    for (FrameIndex at = 0; at < piece.frameCount(); at += kBlockFrames) {
        const auto count = static_cast<std::size_t>(std::min(kBlockFrames, piece.frameCount() - at));
        impl.interleaved.resize(count * channels);
        for (std::size_t c = 0; c < channels; ++c) {
            const auto in = piece.channel(static_cast<int>(c)).subspan(static_cast<std::size_t>(at), count);
            for (std::size_t i = 0; i < count; ++i) impl.interleaved[i * channels + c] = in[i];
        }
        if (ebur128_add_frames_float(impl.state, impl.interleaved.data(), count) != EBUR128_SUCCESS)
            return fail(ErrorCode::OutOfMemory, "Not enough memory to measure loudness");
    }
    impl.taken += piece.frameCount();
    return {};
}

LoudnessFacts LoudnessMeter::finish() {
    Impl& impl = *m_impl;
    LoudnessFacts facts;
    if (impl.taken > 0) {
        // 400 ms as libebur128 counts them: four times 100 ms, rounded to whole frames.
        const FrameCount block = (static_cast<FrameCount>(impl.sampleRate.hz) + 5) / 10 * 4;
        const auto lacking = static_cast<std::size_t>(std::max<FrameCount>(block - impl.taken, 0));
        impl.interleaved.assign(lacking * static_cast<std::size_t>(impl.channelCount), 0.0F);
        if (lacking > 0) ebur128_add_frames_float(impl.state, impl.interleaved.data(), lacking);
    }
    double loudness = 0.0;
    if (ebur128_loudness_global(impl.state, &loudness) == EBUR128_SUCCESS && std::isfinite(loudness))
        facts.integratedLufs = loudness;
    if (impl.measuresTruePeak) facts.truePeak = 0.0;
    for (unsigned c = 0; c < static_cast<unsigned>(impl.channelCount); ++c) {
        double peak = 0.0;
        if (ebur128_sample_peak(impl.state, c, &peak) == EBUR128_SUCCESS)
            facts.samplePeak = std::max(facts.samplePeak, peak);
        if (impl.measuresTruePeak && ebur128_true_peak(impl.state, c, &peak) == EBUR128_SUCCESS)
            facts.truePeak = std::max(*facts.truePeak, peak);
    }
    return facts;
}

Result<LoudnessFacts> measureLoudness(const AudioBuffer& sound, TruePeak truePeak) {
    ATTUNE_TRY(auto meter, LoudnessMeter::create(sound.channelCount(), sound.sampleRate(), truePeak));
    ATTUNE_CHECK(meter.add(sound));
    return meter.finish();
}

} // namespace attune::audio
