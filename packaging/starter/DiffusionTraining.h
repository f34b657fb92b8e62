// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiffusionTraining: the starter's transformer, number conditioner and text encoder from nothing, together,
// on a LatentCorpus, by the product's own training step.
//
// Threads: one training thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "packaging/starter/LatentCorpus.h"
#include "packaging/starter/Work.h"

#include <cstdint>

namespace attune::starter {

struct DiffusionTrainingOptions {
    std::int64_t steps{3000};
    std::int64_t batch{16};
    double learningRate{1e-3};
    double gradientLimit{1.0};
    std::int64_t saveEvery{250};
};

// Trains (or goes on) and writes work.diffusionWeights() and work.textWeights(): averages over the last
// steps, which sample better than the last step. `config` carries the pretransform's scale. Errors: those of
// StepState and of the training step; NonFinite with the step.
[[nodiscard]] Result<void> trainDiffusion(const Work& work, const config::ModelConfig& config,
                                          const LatentCorpus& corpus,
                                          const DiffusionTrainingOptions& options);

} // namespace attune::starter
