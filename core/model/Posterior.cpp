// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Posterior.h"

#include <ATen/Functions.h>

namespace attune::model {

at::Tensor Posterior::stdev() const {
    return at::softplus(scale) + 1e-4;
}

at::Tensor Posterior::sample(const at::Tensor& noise) const {
    return at::addcmul(mean, stdev(), noise);
}

at::Tensor Posterior::kl() const {
    const at::Tensor variance = at::square(stdev());
    return (at::square(mean) + variance - at::log(variance) - 1).sum(1).mean();
}

Posterior Posterior::fromEncoderOutput(const at::Tensor& output) {
    const auto halves = output.chunk(2, 1);
    return {halves.at(0), halves.at(1)};
}

} // namespace attune::model
