// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChunkedCoding: coding long audio in overlapping windows.
//
// Two ways. The reference's chunks (models/autoencoders.py:601-732) crossfade nothing and drop half the
// overlap at inner edges: an approximation whose result depends on the chunk size; kept because some
// configurations ask for it. Pieces use margins from the receptive field and give exactly the numbers of the
// whole: what Attune uses itself, here for decoding, in WindowEncoder for encoding.
//
// Threads: as the autoencoder's. Shapes: B batch, C audio channels, S samples, D latent channels, L latent
// frames.
#pragma once

#include "core/model/OobleckAutoencoder.h"
#include "core/model/Posterior.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace attune::model {

// Sizes in latent frames. Requires 0 <= overlap < size.
struct ChunkOptions {
    std::int64_t size{128};
    std::int64_t overlap{32};
};

// Where each chunk starts, in frames: 0, hop, 2 hop, … while they fit, and one more aligned to the end if
// needed. Audio shorter than a chunk is one chunk (the reference fails there).
[[nodiscard]] std::vector<std::int64_t> chunkStarts(std::int64_t frames, const ChunkOptions& options);

// The reference's chunks. audio [B,C,L*R] -> raw encoder output split; latents [B,D,L] -> audio.
[[nodiscard]] Posterior encodeChunked(OobleckAutoencoder& autoencoder, const at::Tensor& audio,
                                      const ChunkOptions& options);
[[nodiscard]] at::Tensor decodeChunked(OobleckAutoencoder& autoencoder, const at::Tensor& latents,
                                       const ChunkOptions& options);

// Equal to decode() of the whole, `pieceFrames` frames at a time. Requires even strides.
[[nodiscard]] at::Tensor decodeInPieces(OobleckAutoencoder& autoencoder, const at::Tensor& latents,
                                        std::int64_t pieceFrames);

} // namespace attune::model
