// SPDX-License-Identifier: GPL-3.0-or-later
//
// WindowEncoder: encodes a clip as the start of a longer, silent window at the price of the clip alone.
//
// Past the reach of the sound every latent frame is one constant, the encoding of silence, until the last few
// frames feel the window's end. So content, receptive field and end margin are encoded once, and the silent
// middle and the silent tail come from a cache made once for an autoencoder. What must be encoded is coded in
// pieces of bounded length with overlapping margins, which give the numbers of the whole. Equal to encoding
// the padded window up to the rounding of the convolutions (2e-7 relative, measured on the real strides).
//
// Ownership: shares the autoencoder. Threads: one at a time. Runs without gradients.
// Shapes: C audio channels, n samples of content, D latent channels, L = windowSamples / R latent frames.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/model/OobleckAutoencoder.h"
#include "core/model/ReceptiveField.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>

namespace attune::model {

// Raw encoder output of one window: before the bottleneck draws anything and before the pretransform's scale.
struct EncodedWindow {
    at::Tensor mean;               // [D,L]
    at::Tensor scale;              // [D,L], raw; Posterior{mean, scale}.stdev() is softplus(scale) + 1e-4
    std::int64_t encodedFrames{0}; // latent frames that went through the network; L or less
};

struct WindowEncoderOptions {
    // Latent frames coded at once; bounds the memory (about 0.6 MB a frame and channel multiple at the real
    // sizes).
    std::int64_t pieceFrames{64};
};

class WindowEncoder {
public:
    // Requires a VAE bottleneck. Fold the weights first (foldWeightNorm), or every piece normalises them
    // again.
    explicit WindowEncoder(std::shared_ptr<OobleckAutoencoder> autoencoder,
                           const WindowEncoderOptions& options = {});

    // `audio` [C,n] is the content, which starts with the window; the rest of the window is silence. Content
    // longer than the window is cut. Results are fp32 on the autoencoder's device. Errors: InvalidArgument
    // (shape, no multiple of R), Cancelled; those of LibTorch.
    [[nodiscard]] Result<EncodedWindow> encodeWindow(const at::Tensor& audio, std::int64_t windowSamples,
                                                     const Cancellation& cancellation = {});
    // The same without the shortcut: the padded whole in one pass. For comparison.
    [[nodiscard]] Result<EncodedWindow> encodeWhole(const at::Tensor& audio, std::int64_t windowSamples);

    // Latent frames that encodeWindow will put through the network for that much content.
    [[nodiscard]] std::int64_t framesToEncode(std::int64_t contentSamples,
                                              std::int64_t windowSamples) const noexcept;
    [[nodiscard]] const EncoderMargins& margins() const noexcept { return m_margins; }

private:
    struct Silence {
        at::Tensor steady; // [2D,1]
        at::Tensor tail;   // [2D,endEffect]
    };
    [[nodiscard]] const Silence& silence();
    [[nodiscard]] Result<at::Tensor> encodeFrames(const at::Tensor& audio, std::int64_t frames,
                                                  const Cancellation& cancellation);

    std::shared_ptr<OobleckAutoencoder> m_autoencoder;
    WindowEncoderOptions m_options;
    EncoderMargins m_margins;
    std::optional<Silence> m_silence; // made on first use
};

} // namespace attune::model
