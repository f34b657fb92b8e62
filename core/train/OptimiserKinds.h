// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserKinds: the makers of the kinds, one in each Optimiser<Kind>.cpp. Internal to this room:
// makeOptimiser() checks the arguments and calls one of them.
#pragma once

#include "core/train/Optimiser.h"

namespace attune::train {

// Adam, AdamW and FusedAdam: Kingma & Ba (arXiv 1412.6980), Loshchilov & Hutter (arXiv 1711.05101), as in
// torch.optim.
[[nodiscard]] std::unique_ptr<Optimiser>
makeAdam(const OptimiserOptions& options, std::vector<NamedParameter> parameters, WeightRounding rounding);
// Block-wise 8-bit AdamW: Dettmers et al. (arXiv 2110.02861), as in bitsandbytes' CUDA kernel.
[[nodiscard]] std::unique_ptr<Optimiser> makeAdamW8bit(const OptimiserOptions& options,
                                                       std::vector<NamedParameter> parameters,
                                                       WeightRounding rounding);
// Stochastic gradient descent with momentum, as in torch.optim.
[[nodiscard]] std::unique_ptr<Optimiser>
makeSgd(const OptimiserOptions& options, std::vector<NamedParameter> parameters, WeightRounding rounding);
// Lion: Chen et al. (arXiv 2302.06675), as in lion-pytorch.
[[nodiscard]] std::unique_ptr<Optimiser>
makeLion(const OptimiserOptions& options, std::vector<NamedParameter> parameters, WeightRounding rounding);
// Prodigy: Mishchenko & Defazio (arXiv 2306.06101), as in prodigyopt.
[[nodiscard]] std::unique_ptr<Optimiser>
makeProdigy(const OptimiserOptions& options, std::vector<NamedParameter> parameters, WeightRounding rounding);

} // namespace attune::train
