// SPDX-License-Identifier: GPL-3.0-or-later
//
// StepState: what a training of this tool keeps so that it can go on: weights, optimiser, number of steps.
//
// All randomness of a step comes from the seed and the step's number, so nothing else needs saving. A longer
// run may follow a shorter one: the learning rate is constant until the last third of the steps.
#pragma once

#include "core/base/Result.h"
#include "core/train/Optimiser.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace attune::starter {

// Rises over `warmUp` steps, stays at `rate`, falls along a cosine to 2 % during the last third of `steps`.
[[nodiscard]] double rateAt(std::int64_t step, std::int64_t steps, std::int64_t warmUp, double rate);

// Errors: those of writing and reading safetensors; MissingKey, ShapeMismatch when the file is of another
// model.
[[nodiscard]] Result<void> saveStepState(const std::filesystem::path& file, const train::Optimiser& optimiser,
                                         const tensor::NamedTensors& extra, std::int64_t step);
struct LoadedStepState {
    std::int64_t step{0};
    tensor::NamedTensors extra;
};
// Fills the parameters of the optimiser and its state. A missing file means step 0.
[[nodiscard]] Result<LoadedStepState> loadStepState(const std::filesystem::path& file,
                                                    train::Optimiser& optimiser);

} // namespace attune::starter
