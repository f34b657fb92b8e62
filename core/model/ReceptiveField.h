// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReceptiveField: how far sound reaches through a stack of convolutions, in whole latent frames, from the
// strides, kernels and dilations of the configuration.
//
// With it a long window is coded in pieces that give the very numbers of the whole, and a window that is
// mostly silence costs only its sound. Free of torch. Threads: value types.
//
// Letters: R samples a latent frame, f a latent frame, which stands for samples [fR, fR + R).
#pragma once

#include "core/config/AutoencoderConfig.h"

#include <cstdint>

namespace attune::model {

// Margins of an encoder, in latent frames.
struct EncoderMargins {
    // Frame f of the encoding depends on samples of frames [f - before, f + after] only.
    std::int64_t before{0};
    std::int64_t after{0};
    // The first and last frames of any encoding differ from those inside an endless signal that continues as
    // silence, because convolutions behind the first pad with zeros and not with what silence becomes there.
    std::int64_t startEffect{0};
    std::int64_t endEffect{0};
    // Sound that ends at sample S no longer shows in frame firstFrameAfter(S) and later ones.
    [[nodiscard]] std::int64_t firstFrameAfter(std::int64_t samples, std::int64_t ratio) const noexcept;
    std::int64_t beforeSamples{0}; // exact reach in samples: frame f sees samples from fR - beforeSamples
    std::int64_t afterSamples{0};  // to fR + afterSamples
};

// Margins of a decoder: sample block f depends on latent frames [f - before, f + after] only; a decoding of
// frames that begins (ends) inside a longer one is equal to it from that many frames on (up to that many
// before its end).
struct DecoderMargins {
    std::int64_t before{0};
    std::int64_t after{0};
};

[[nodiscard]] EncoderMargins encoderMargins(const config::OobleckEncoderConfig& config);
// Requires even strides, for which every block maps L frames to exactly L * stride.
[[nodiscard]] DecoderMargins decoderMargins(const config::OobleckDecoderConfig& config);

} // namespace attune::model
