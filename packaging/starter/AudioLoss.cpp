// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/AudioLoss.h"

#include <torch/torch.h>

#include <array>

namespace attune::starter {
namespace {

constexpr std::array<std::int64_t, 5> kWindows{2048, 1024, 512, 256, 128};
constexpr double kMagnitudeFloor = 1e-4; // -80 dB: below it nobody hears, and log would only count noise

// [B,2,S] -> [2B,S]
at::Tensor channelsOf(const at::Tensor& sound, StereoPair pair) {
    const at::Tensor left = sound.select(1, 0);
    const at::Tensor right = sound.select(1, 1);
    if (pair == StereoPair::LeftRight) return at::cat({left, right});
    constexpr double kHalfRoot = 0.70710678118654752;
    return at::cat({(left + right) * kHalfRoot, (left - right) * kHalfRoot});
}

// Magnitudes [2B,bins,columns]; a full-scale sine has the magnitude 1.
at::Tensor magnitudes(const at::Tensor& channels, std::int64_t window) {
    const at::Tensor hann = torch::hann_window(window, channels.options());
    const at::Tensor spectrum =
        torch::stft(channels, window, window / 4, window, hann, /*center=*/true, "reflect",
                    /*normalized=*/false, /*onesided=*/true, /*return_complex=*/true);
    return spectrum.abs() * (4.0 / static_cast<double>(window));
}

} // namespace

at::Tensor spectralDistance(const at::Tensor& estimate, const at::Tensor& target, StereoPair pair) {
    const at::Tensor a = channelsOf(estimate, pair);
    const at::Tensor b = channelsOf(target, pair);
    at::Tensor sum = at::zeros({}, a.options());
    for (const std::int64_t window : kWindows) {
        const at::Tensor spectrumA = magnitudes(a, window);
        const at::Tensor spectrumB = magnitudes(b, window);
        sum = sum + (spectrumA - spectrumB).norm() / (spectrumB.norm() + 1e-3) +
              ((spectrumA + kMagnitudeFloor).log() - (spectrumB + kMagnitudeFloor).log()).abs().mean();
    }
    return sum / static_cast<double>(kWindows.size());
}

at::Tensor siSdrDb(const at::Tensor& estimate, const at::Tensor& target) {
    const at::Tensor a = estimate.flatten(1);
    const at::Tensor b = target.flatten(1);
    const at::Tensor scale = (a * b).sum(1, true) / (b.square().sum(1, true) + 1e-12);
    const at::Tensor wanted = scale * b;
    return 10.0 * ((wanted.square().sum(1) + 1e-12) / ((a - wanted).square().sum(1) + 1e-12)).log10();
}

} // namespace attune::starter
