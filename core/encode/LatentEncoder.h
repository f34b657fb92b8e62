// SPDX-License-Identifier: GPL-3.0-or-later
//
// LatentEncoder: windows of sound to latents in their compact form, several at a time.
//
// Only what sounds goes through the network (see model/WindowEncoder.h, whose margins are used here): short
// windows of like length are stacked into one batch, which keeps all cores busy; long ones are coded alone,
// in pieces. The result equals encoding each padded window whole to within the rounding of the convolutions.
//
// Ownership: shares the autoencoder. Threads: one at a time; the thread that calls is the one that computes.
// Shapes: C audio channels, D latent channels, L latent frames of a window, R samples a latent frame.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/latents/EncodePlan.h"
#include "core/latents/LatentStore.h"
#include "core/model/WindowEncoder.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace attune::encode {

struct LatentEncoderOptions {
    // Latent frames that go through the network at once, over all windows of a batch. More: faster on a GPU,
    // more memory (at the real sizes about 16 MB a frame in fp32).
    std::int64_t framesAtOnce{64};
    std::int64_t mostWindows{16}; // of one batch
};

// A window's sound without its padding: [C, n], n = what is real of it, at the model's rate.
struct SoundWindow {
    audio::AudioBuffer sound;
    FrameCount windowFrames{0}; // S, a multiple of R
};

struct EncodedLatents {
    latents::CompactLatents latents;
    std::int64_t encodedFrames{0}; // that went through the network for it
};

class LatentEncoder {
public:
    // Requires a VAE bottleneck; folds the weights.
    explicit LatentEncoder(std::shared_ptr<model::OobleckAutoencoder> autoencoder,
                           const LatentEncoderOptions& options = {});

    // What the encoder says to silence, for filling windows.
    [[nodiscard]] Result<latents::SilencePattern> silence();

    // One result a window, in order. When the device has no room for a batch, smaller ones are tried.
    // Errors: InvalidArgument (channels, a window that is no multiple of R); Cancelled; NonFinite;
    // DeviceOutOfMemory, OutOfMemory; those of LibTorch.
    [[nodiscard]] Result<std::vector<EncodedLatents>> encode(std::span<const SoundWindow> windows,
                                                             const Cancellation& cancellation = {});

    // The padded window in one pass, of any length: L = floor(S / R). As the reference does it.
    [[nodiscard]] Result<latents::LatentFrames> encodeWhole(const SoundWindow& window);

    // How many of the next windows (in order) make a good batch: at least 1.
    [[nodiscard]] std::size_t batchLength(std::span<const SoundWindow> windows) const;

    [[nodiscard]] latents::EncodePlanOptions margins() const; // for plans
    [[nodiscard]] const model::OobleckAutoencoder& autoencoder() const noexcept { return *m_autoencoder; }

private:
    [[nodiscard]] Result<void> check(const SoundWindow& window) const;
    [[nodiscard]] bool isShort(const SoundWindow& window) const;
    [[nodiscard]] std::int64_t framesToEncode(const SoundWindow& window) const;
    [[nodiscard]] Result<std::vector<EncodedLatents>> encodeBatch(std::span<const SoundWindow> windows);
    [[nodiscard]] Result<EncodedLatents> encodeAlone(const SoundWindow& window,
                                                     const Cancellation& cancellation);

    std::shared_ptr<model::OobleckAutoencoder> m_autoencoder;
    LatentEncoderOptions m_options;
    model::WindowEncoder m_windowEncoder;
};

// A sound as a tensor [C, n] that views it; the sound must outlive the tensor.
[[nodiscard]] at::Tensor tensorFromSound(const audio::AudioBuffer& sound);
// Frames [D, n] of a tensor on any device. Requires float32 on the CPU after the copy.
[[nodiscard]] std::vector<float> valuesOf(const at::Tensor& tensor);

} // namespace attune::encode
