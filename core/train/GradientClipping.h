// SPDX-License-Identifier: GPL-3.0-or-later
//
// GradientClipping: the global L2 norm of all gradients, and their scaling down to a limit (as PyTorch's
// clip_grad_norm_: factor = min(1, limit / (norm + 1e-6))).
//
// Free functions; the training thread.
#pragma once

#include "core/train/Optimiser.h"

#include <span>

namespace attune::train {

// Parameters without a gradient count as zero. On the meta device: 0.
[[nodiscard]] double gradientNorm(std::span<const NamedParameter> parameters);
// Returns the norm before clipping. `limit` <= 0 leaves the gradients alone.
double clipGradients(std::span<const NamedParameter> parameters, double limit);

} // namespace attune::train
