// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ChunkedCoding.h"

#include "core/base/Assert.h"
#include "core/model/ReceptiveField.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <functional>

namespace attune::model {

namespace {

// Codes chunks of frames and pastes them: later ones overwrite earlier ones, inner edges lose half the
// overlap. `inRatio` and `outRatio`: elements of input and output a latent frame.
at::Tensor codeChunks(const at::Tensor& input, std::int64_t inRatio, std::int64_t outRatio,
                      const ChunkOptions& options, const std::function<at::Tensor(const at::Tensor&)>& code) {
    const std::int64_t frames = input.size(2) / inRatio;
    const std::int64_t size = std::min(options.size, frames);
    const std::int64_t trim = options.overlap / 2;
    const std::vector<std::int64_t> starts = chunkStarts(frames, options);
    at::Tensor output;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::int64_t start = starts[i];
        const at::Tensor piece = code(input.narrow(2, start * inRatio, size * inRatio));
        if (!output.defined())
            output = at::zeros({input.size(0), piece.size(1), frames * outRatio}, piece.options());
        const std::int64_t front = i == 0 ? 0 : trim;
        const std::int64_t back = i + 1 == starts.size() ? 0 : trim;
        const std::int64_t length = (size - front - back) * outRatio;
        output.narrow(2, (start + front) * outRatio, length).copy_(piece.narrow(2, front * outRatio, length));
    }
    return output;
}

} // namespace

std::vector<std::int64_t> chunkStarts(std::int64_t frames, const ChunkOptions& options) {
    ATTUNE_ASSERT(options.overlap >= 0 && options.overlap < options.size);
    std::vector<std::int64_t> starts;
    for (std::int64_t start = 0; start + options.size <= frames; start += options.size - options.overlap)
        starts.push_back(start);
    if (starts.empty()) return {0};
    if (starts.back() + options.size != frames) starts.push_back(frames - options.size);
    return starts;
}

Posterior encodeChunked(OobleckAutoencoder& autoencoder, const at::Tensor& audio,
                        const ChunkOptions& options) {
    return Posterior::fromEncoderOutput(
        codeChunks(audio, autoencoder.downsamplingRatio(), 1, options,
                   [&](const at::Tensor& chunk) { return autoencoder.encodeRaw(chunk); }));
}

at::Tensor decodeChunked(OobleckAutoencoder& autoencoder, const at::Tensor& latents,
                         const ChunkOptions& options) {
    return codeChunks(latents, 1, autoencoder.downsamplingRatio(), options,
                      [&](const at::Tensor& chunk) { return autoencoder.decode(chunk); });
}

at::Tensor decodeInPieces(OobleckAutoencoder& autoencoder, const at::Tensor& latents,
                          std::int64_t pieceFrames) {
    const std::int64_t frames = latents.size(2);
    if (frames <= pieceFrames) return autoencoder.decode(latents);
    const std::int64_t ratio = autoencoder.downsamplingRatio();
    const DecoderMargins margins = decoderMargins(autoencoder.config().decoder);
    at::Tensor output;
    for (std::int64_t start = 0; start < frames; start += pieceFrames) {
        const std::int64_t count = std::min(pieceFrames, frames - start);
        const std::int64_t first = std::max<std::int64_t>(start - margins.before, 0);
        const std::int64_t last = std::min(start + count + margins.after, frames);
        const at::Tensor piece = autoencoder.decode(latents.narrow(2, first, last - first));
        if (!output.defined())
            output = at::empty({latents.size(0), piece.size(1), frames * ratio}, piece.options());
        output.narrow(2, start * ratio, count * ratio)
            .copy_(piece.narrow(2, (start - first) * ratio, count * ratio));
    }
    return output;
}

} // namespace attune::model
