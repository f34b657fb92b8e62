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

// Codes pieces with margins on both sides, which are thrown away.
at::Tensor codePieces(const at::Tensor& input, std::int64_t inRatio, std::int64_t outRatio,
                      std::int64_t pieceFrames, std::int64_t before, std::int64_t after,
                      const std::function<at::Tensor(const at::Tensor&)>& code) {
    const std::int64_t frames = input.size(2) / inRatio;
    if (frames <= pieceFrames) return code(input);
    at::Tensor output;
    for (std::int64_t start = 0; start < frames; start += pieceFrames) {
        const std::int64_t count = std::min(pieceFrames, frames - start);
        const std::int64_t first = std::max<std::int64_t>(start - before, 0);
        const std::int64_t last = std::min(start + count + after, frames);
        const at::Tensor piece = code(input.narrow(2, first * inRatio, (last - first) * inRatio));
        if (!output.defined())
            output = at::empty({input.size(0), piece.size(1), frames * outRatio}, piece.options());
        output.narrow(2, start * outRatio, count * outRatio)
            .copy_(piece.narrow(2, (start - first) * outRatio, count * outRatio));
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
    const DecoderMargins margins = decoderMargins(autoencoder.config().decoder);
    return codePieces(latents, 1, autoencoder.downsamplingRatio(), pieceFrames, margins.before, margins.after,
                      [&](const at::Tensor& piece) { return autoencoder.decode(piece); });
}

at::Tensor encodeInPieces(OobleckAutoencoder& autoencoder, const at::Tensor& audio,
                          std::int64_t pieceFrames) {
    const EncoderMargins margins = encoderMargins(autoencoder.config().encoder);
    return codePieces(audio, autoencoder.downsamplingRatio(), 1, pieceFrames, margins.before, margins.after,
                      [&](const at::Tensor& piece) { return autoencoder.encodeRaw(piece); });
}

} // namespace attune::model
