// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserInBackward: takes each parameter's optimiser step the moment its gradient is complete and frees
// the gradient at once, so that a training step never holds the gradients of the whole model.
//
// While armed, every backward pass ends in an optimiser step: arm it for the last micro-batch of an
// accumulation only. Not with gradient clipping or loss scaling, which need all gradients before any step.
// Ownership: refers to the optimiser, which must outlive it; removes its hooks when destroyed.
// Threads: arm, disarm and gradientNorm on the training thread; the steps run on autograd's thread.
#pragma once

#include "core/base/Result.h"
#include "core/train/Optimiser.h"

#include <memory>

namespace attune::train {

class OptimiserInBackward {
public:
    // Errors: InvalidArgument when the optimiser needs all gradients together (Prodigy).
    [[nodiscard]] static Result<std::unique_ptr<OptimiserInBackward>> install(Optimiser& optimiser);
    ~OptimiserInBackward();
    OptimiserInBackward(const OptimiserInBackward&) = delete;
    OptimiserInBackward& operator=(const OptimiserInBackward&) = delete;

    void arm();
    void disarm();
    // The global L2 norm of the gradients since arm().
    [[nodiscard]] double gradientNorm() const;

private:
    struct Shared;
    explicit OptimiserInBackward(Optimiser& optimiser);
    Optimiser* m_optimiser;
    std::shared_ptr<Shared> m_shared; // with the hooks
};

} // namespace attune::train
