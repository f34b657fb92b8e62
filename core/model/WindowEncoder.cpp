// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/WindowEncoder.h"

#include "core/base/Text.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace attune::model {

namespace {

// Samples up to the last one that is not exactly zero in some channel.
std::int64_t soundingSamples(const at::Tensor& audio) {
    const at::Tensor sounding = audio.ne(0).any(0).nonzero();
    return sounding.size(0) == 0 ? 0 : sounding[sounding.size(0) - 1].item<std::int64_t>() + 1;
}

EncodedWindow windowFromRaw(const at::Tensor& raw, std::int64_t encodedFrames) {
    const auto halves = raw.to(at::kFloat).chunk(2, 0);
    return {halves.at(0).contiguous(), halves.at(1).contiguous(), encodedFrames};
}

Result<void> checkWindow(const at::Tensor& audio, std::int64_t windowSamples,
                         const OobleckAutoencoder& autoencoder) {
    const auto& config = autoencoder.config();
    if (audio.dim() != 2 || audio.size(0) != config.inChannels)
        return fail(ErrorCode::InvalidArgument,
                    concat("The encoder takes ", config.inChannels, " channels of samples"));
    if (windowSamples <= 0 || windowSamples % config.downsamplingRatio != 0)
        return fail(
            ErrorCode::InvalidArgument,
            concat("A window of ", windowSamples, " samples is no multiple of ", config.downsamplingRatio));
    if (config.bottleneck != config::BottleneckKind::Vae)
        return fail(ErrorCode::InvalidArgument, "The autoencoder has no VAE bottleneck");
    return {};
}

} // namespace

WindowEncoder::WindowEncoder(std::shared_ptr<OobleckAutoencoder> autoencoder,
                             const WindowEncoderOptions& options)
    : m_autoencoder(std::move(autoencoder)), m_options(options),
      m_margins(encoderMargins(m_autoencoder->config().encoder)) {}

std::int64_t WindowEncoder::framesToEncode(std::int64_t contentSamples,
                                           std::int64_t windowSamples) const noexcept {
    const std::int64_t ratio = m_autoencoder->downsamplingRatio();
    const std::int64_t frames = windowSamples / ratio;
    const std::int64_t content = std::clamp<std::int64_t>(contentSamples, 0, windowSamples);
    const std::int64_t kept = std::max(m_margins.firstFrameAfter(content, ratio), m_margins.startEffect);
    return std::min(kept + m_margins.endEffect, frames);
}

const WindowEncoder::Silence& WindowEncoder::silence() {
    if (m_silence) return *m_silence;
    // One frame that feels neither end, and all that feel the second one.
    const std::int64_t frames = m_margins.startEffect + 1 + m_margins.endEffect;
    const at::Tensor audio =
        at::zeros({1, m_autoencoder->config().inChannels, frames * m_autoencoder->downsamplingRatio()},
                  m_autoencoder->tensorOptions());
    const at::Tensor raw = m_autoencoder->encodeRaw(audio).select(0, 0);
    m_silence = Silence{raw.narrow(1, m_margins.startEffect, 1).clone(),
                        raw.narrow(1, frames - m_margins.endEffect, m_margins.endEffect).clone()};
    return *m_silence;
}

// Raw encoding [2D,frames] of `audio` [C,frames * R], piece by piece.
Result<at::Tensor> WindowEncoder::encodeFrames(const at::Tensor& audio, std::int64_t frames,
                                               const Cancellation& cancellation) {
    const std::int64_t ratio = m_autoencoder->downsamplingRatio();
    const at::Tensor batch = audio.unsqueeze(0);
    at::Tensor output;
    for (std::int64_t start = 0; start < frames; start += m_options.pieceFrames) {
        ATTUNE_CHECK(cancellation.check("Encoding"));
        const std::int64_t count = std::min(m_options.pieceFrames, frames - start);
        const std::int64_t first = std::max<std::int64_t>(start - m_margins.before, 0);
        const std::int64_t last = std::min(start + count + m_margins.after, frames);
        const at::Tensor raw =
            m_autoencoder->encodeRaw(batch.narrow(2, first * ratio, (last - first) * ratio)).select(0, 0);
        if (!output.defined()) output = at::empty({raw.size(0), frames}, raw.options());
        output.narrow(1, start, count).copy_(raw.narrow(1, start - first, count));
    }
    return output;
}

Result<EncodedWindow> WindowEncoder::encodeWindow(const at::Tensor& audio, std::int64_t windowSamples,
                                                  const Cancellation& cancellation) {
    ATTUNE_CHECK(checkWindow(audio, windowSamples, *m_autoencoder));
    return tensor::guarded("encoding", [&]() -> Result<EncodedWindow> {
        const at::NoGradGuard noGrad;
        const std::int64_t ratio = m_autoencoder->downsamplingRatio();
        const std::int64_t frames = windowSamples / ratio;
        const at::Tensor content = audio.narrow(1, 0, std::min(audio.size(1), windowSamples));
        const std::int64_t sounding = soundingSamples(content);
        const std::int64_t encoded = framesToEncode(sounding, windowSamples);

        at::Tensor padded = at::zeros({audio.size(0), encoded * ratio}, m_autoencoder->tensorOptions());
        padded.narrow(1, 0, sounding).copy_(content.narrow(1, 0, sounding));
        ATTUNE_TRY(const at::Tensor raw, encodeFrames(padded, encoded, cancellation));
        if (encoded == frames) return windowFromRaw(raw, encoded);

        const std::int64_t kept = encoded - m_margins.endEffect;
        const Silence& quiet = silence();
        const at::Tensor middle = quiet.steady.expand({-1, frames - kept - m_margins.endEffect});
        return windowFromRaw(at::cat({raw.narrow(1, 0, kept), middle, quiet.tail}, 1), encoded);
    });
}

Result<EncodedWindow> WindowEncoder::encodeWhole(const at::Tensor& audio, std::int64_t windowSamples) {
    ATTUNE_CHECK(checkWindow(audio, windowSamples, *m_autoencoder));
    return tensor::guarded("encoding", [&]() -> Result<EncodedWindow> {
        const at::NoGradGuard noGrad;
        const std::int64_t content = std::min(audio.size(1), windowSamples);
        at::Tensor padded = at::zeros({1, audio.size(0), windowSamples}, m_autoencoder->tensorOptions());
        padded.select(0, 0).narrow(1, 0, content).copy_(audio.narrow(1, 0, content));
        return windowFromRaw(m_autoencoder->encodeRaw(padded).select(0, 0),
                             windowSamples / m_autoencoder->downsamplingRatio());
    });
}

} // namespace attune::model
