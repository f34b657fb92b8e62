// SPDX-License-Identifier: GPL-3.0-or-later
//
// AutoencoderTraining: the starter's autoencoder from nothing: spectral distance, a little |difference|, and
// the KL term of the bottleneck, on sounds synthesised for each batch and on recordings.
//
// Threads: one training thread; LibTorch's own threads as set by the caller.
#pragma once

#include "core/base/Result.h"
#include "core/model/OobleckAutoencoder.h"
#include "packaging/starter/Recordings.h"

#include <cstdint>
#include <filesystem>

namespace attune::starter {

struct AutoencoderTrainingOptions {
    std::uint64_t seed{1};
    std::int64_t steps{2000};
    std::int64_t batch{4};
    std::int64_t cropFrames{16384}; // a multiple of the downsampling ratio
    double learningRate{7e-4};
    double differenceWeight{10.0}; // of mean |difference| of samples
    double klWeight{2e-5};         // ten times more, and the latents say nothing in the first thousand steps
    double recordingShare{0.3};    // of the items, the rest are synthesised
    double gradientLimit{1.0};
    std::int64_t saveEvery{200};
    std::filesystem::path stateFile; // continued where it exists
};

// Initialises `autoencoder` (unless continuing) and trains it. Errors: those of StepState; NonFinite with the
// step.
[[nodiscard]] Result<void> trainAutoencoder(model::OobleckAutoencoder& autoencoder,
                                            const Recordings& recordings,
                                            const AutoencoderTrainingOptions& options);

struct ReconstructionFigures {
    double siSdrDb{0.0};          // median over the sounds, round trip through the mean
    double spectralDistance{0.0}; // mean
};
// 64 synthesised sounds of a seed that training never uses.
[[nodiscard]] ReconstructionFigures measureSynthesised(model::OobleckAutoencoder& autoencoder,
                                                       std::uint64_t seed);
// The first window of each recording.
[[nodiscard]] ReconstructionFigures measureRecordings(model::OobleckAutoencoder& autoencoder,
                                                      const std::vector<Recording>& recordings);

// [1,2,kWindowFrames], padded with silence or cut.
[[nodiscard]] at::Tensor windowOf(const StereoSound& sound);

} // namespace attune::starter
