// SPDX-License-Identifier: GPL-3.0-or-later
//
// AudioLoss: how far a round trip is from its original: spectra at several resolutions (Yamamoto et al.,
// arXiv 1910.11480, with mid and side as in Steinmetz and Reiss, "auraloss", 2020) and SI-SDR (Le Roux et
// al., arXiv 1811.02508).
//
// Pure functions, any thread. Shapes: B batch, S samples; sound is [B,2,S], full scale -1..+1.
#pragma once

#include <ATen/core/Tensor.h>

namespace attune::starter {

enum class StereoPair { MidSide, LeftRight };

// Mean over five window sizes of spectral convergence + mean |difference of log magnitudes| (floor -80 dB);
// scalar.
[[nodiscard]] at::Tensor spectralDistance(const at::Tensor& estimate, const at::Tensor& target,
                                          StereoPair pair);

// Scale-invariant signal-to-distortion ratio in dB, [B].
[[nodiscard]] at::Tensor siSdrDb(const at::Tensor& estimate, const at::Tensor& target);

} // namespace attune::starter
