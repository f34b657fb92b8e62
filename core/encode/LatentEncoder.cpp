// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/LatentEncoder.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace attune::encode {

using latents::CompactLatents;
using latents::LatentFrames;

namespace {

// Frames up to the last one that is not exactly silent: trailing zeros of a file are padding like any other.
FrameCount soundingFrames(const audio::AudioBuffer& sound) {
    FrameCount last = 0;
    for (int channel = 0; channel < sound.channelCount(); ++channel) {
        const auto samples = sound.channel(channel);
        const auto end =
            std::find_if(samples.rbegin(), samples.rend(), [](float sample) { return sample != 0.0F; });
        last = std::max(last, static_cast<FrameCount>(samples.rend() - end));
    }
    return last;
}

// mean and scale [D, n] of the encoder's answer [2D, n].
LatentFrames framesFromRaw(const at::Tensor& raw) {
    const std::int64_t channels = raw.size(0) / 2;
    return {channels, raw.size(1), valuesOf(raw.narrow(0, 0, channels)),
            valuesOf(raw.narrow(0, channels, channels))};
}

bool isOutOfMemory(const Error& error) {
    return error.code == ErrorCode::DeviceOutOfMemory || error.code == ErrorCode::OutOfMemory;
}

} // namespace

at::Tensor tensorFromSound(const audio::AudioBuffer& sound) {
    // from_blob wants a pointer it might write through; nothing here does.
    auto* samples = const_cast<float*>(sound.samples().data());
    return at::from_blob(samples, {sound.channelCount(), sound.frameCount()}, at::kFloat);
}

std::vector<float> valuesOf(const at::Tensor& tensor) {
    const at::Tensor dense = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* values = dense.const_data_ptr<float>();
    return {values, values + dense.numel()};
}

LatentEncoder::LatentEncoder(std::shared_ptr<model::OobleckAutoencoder> autoencoder,
                             const LatentEncoderOptions& options)
    : m_autoencoder(std::move(autoencoder)), m_options(options),
      m_windowEncoder(m_autoencoder, model::WindowEncoderOptions{options.framesAtOnce}) {
    m_autoencoder->eval();
    m_autoencoder->foldWeightNorm();
}

latents::EncodePlanOptions LatentEncoder::margins() const {
    const model::EncoderMargins& margins = m_windowEncoder.margins();
    return {margins.before, margins.endEffect};
}

std::int64_t LatentEncoder::framesToEncode(const SoundWindow& window) const {
    return m_windowEncoder.framesToEncode(soundingFrames(window.sound), window.windowFrames);
}

bool LatentEncoder::isShort(const SoundWindow& window) const {
    const std::int64_t frames = framesToEncode(window);
    return frames < window.windowFrames / m_autoencoder->downsamplingRatio() &&
           frames <= m_options.framesAtOnce;
}

Result<void> LatentEncoder::check(const SoundWindow& window) const {
    const std::int64_t channels = m_autoencoder->config().inChannels;
    const std::int64_t ratio = m_autoencoder->downsamplingRatio();
    if (window.sound.channelCount() != channels)
        return fail(ErrorCode::InvalidArgument,
                    concat("The encoder takes ", channels, " channels, and a sound has ",
                           window.sound.channelCount()));
    if (window.windowFrames <= 0 || window.windowFrames % ratio != 0 ||
        window.sound.frameCount() > window.windowFrames)
        return fail(ErrorCode::InvalidArgument,
                    concat("A window of ", window.windowFrames, " frames does not suit an encoder with ",
                           ratio, " frames a latent"));
    return {};
}

Result<latents::SilencePattern> LatentEncoder::silence() {
    const model::EncoderMargins& margins = m_windowEncoder.margins();
    const std::int64_t channels = m_autoencoder->config().inChannels;
    const std::int64_t frames = margins.startEffect + margins.endEffect + 2;
    const at::Tensor nothing = at::zeros({channels, 0}, at::kFloat);
    ATTUNE_TRY(const auto encoded,
               m_windowEncoder.encodeWindow(nothing, frames * m_autoencoder->downsamplingRatio()));
    const at::Tensor raw = at::cat({encoded.mean, encoded.scale}, 0);
    return latents::SilencePattern{
        framesFromRaw(raw.narrow(1, margins.startEffect, 1)),
        framesFromRaw(raw.narrow(1, frames - margins.endEffect, margins.endEffect))};
}

std::size_t LatentEncoder::batchLength(std::span<const SoundWindow> windows) const {
    std::int64_t longest = 0;
    std::size_t count = 0;
    for (const SoundWindow& window : windows) {
        if (!isShort(window)) break;
        longest = std::max(longest, framesToEncode(window));
        const auto next = static_cast<std::int64_t>(count) + 1;
        if (next > m_options.mostWindows || longest * next > m_options.framesAtOnce) break;
        ++count;
    }
    return std::max<std::size_t>(count, 1);
}

Result<std::vector<EncodedLatents>> LatentEncoder::encode(std::span<const SoundWindow> windows,
                                                          const Cancellation& cancellation) {
    for (const SoundWindow& window : windows) ATTUNE_CHECK(check(window));
    std::vector<EncodedLatents> results;
    results.reserve(windows.size());
    std::size_t most = windows.size();
    while (results.size() < windows.size()) {
        ATTUNE_CHECK(cancellation.check("Encoding"));
        const auto rest = windows.subspan(results.size());
        const std::size_t count = std::min(batchLength(rest), most);
        if (count == 1) {
            ATTUNE_TRY(auto result, encodeAlone(rest.front(), cancellation));
            results.push_back(std::move(result));
            continue;
        }
        auto batch = encodeBatch(rest.first(count));
        if (!batch && isOutOfMemory(batch.error())) {
            log::warnOnce(
                "There is no memory for encoding several clips at once; smaller batches are tried.");
            most = count / 2;
            continue;
        }
        if (!batch) return fail(std::move(batch).error());
        std::move(batch->begin(), batch->end(), std::back_inserter(results));
    }
    return results;
}

Result<std::vector<EncodedLatents>> LatentEncoder::encodeBatch(std::span<const SoundWindow> windows) {
    return tensor::guarded("encoding", [&]() -> std::vector<EncodedLatents> {
        const at::NoGradGuard noGrad;
        const std::int64_t endEffect = m_windowEncoder.margins().endEffect;
        std::int64_t longest = 0;
        for (const SoundWindow& window : windows) longest = std::max(longest, framesToEncode(window));
        const auto count = static_cast<std::int64_t>(windows.size());
        at::Tensor audio = at::zeros(
            {count, m_autoencoder->config().inChannels, longest * m_autoencoder->downsamplingRatio()},
            at::kFloat);
        for (std::int64_t i = 0; i < count; ++i) {
            const SoundWindow& window = windows[static_cast<std::size_t>(i)];
            const FrameCount frames = soundingFrames(window.sound);
            audio.select(0, i).narrow(1, 0, frames).copy_(tensorFromSound(window.sound).narrow(1, 0, frames));
        }
        const at::Tensor raw =
            m_autoencoder->encodeRaw(audio.to(m_autoencoder->tensorOptions())).to(at::kCPU, at::kFloat);
        std::vector<EncodedLatents> results;
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t frames = framesToEncode(windows[static_cast<std::size_t>(i)]);
            // Frames before the end effect do not depend on how much silence of the batch follows.
            results.push_back(
                {CompactLatents{framesFromRaw(raw.select(0, i).narrow(1, 0, frames - endEffect)), true},
                 longest});
        }
        return results;
    });
}

Result<EncodedLatents> LatentEncoder::encodeAlone(const SoundWindow& window,
                                                  const Cancellation& cancellation) {
    ATTUNE_TRY(const auto encoded, m_windowEncoder.encodeWindow(tensorFromSound(window.sound),
                                                                window.windowFrames, cancellation));
    const std::int64_t wholeFrames = window.windowFrames / m_autoencoder->downsamplingRatio();
    const bool endsInSilence = encoded.encodedFrames < wholeFrames;
    const std::int64_t kept =
        endsInSilence ? encoded.encodedFrames - m_windowEncoder.margins().endEffect : wholeFrames;
    const at::Tensor raw = at::cat({encoded.mean.narrow(1, 0, kept), encoded.scale.narrow(1, 0, kept)}, 0);
    return EncodedLatents{CompactLatents{framesFromRaw(raw), endsInSilence}, encoded.encodedFrames};
}

Result<LatentFrames> LatentEncoder::encodeWhole(const SoundWindow& window) {
    return tensor::guarded("encoding", [&]() -> LatentFrames {
        const at::NoGradGuard noGrad;
        at::Tensor audio = at::zeros({1, window.sound.channelCount(), window.windowFrames}, at::kFloat);
        audio.select(0, 0).narrow(1, 0, window.sound.frameCount()).copy_(tensorFromSound(window.sound));
        return framesFromRaw(m_autoencoder->encodeRaw(audio.to(m_autoencoder->tensorOptions())).select(0, 0));
    });
}

} // namespace attune::encode
