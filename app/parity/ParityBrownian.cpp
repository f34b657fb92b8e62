// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "brownian": the unit noises of the SDE samplers, from the entropy of the tree.
#include "app/parity/Parity.h"

#include "core/diffusion/NoiseSource.h"
#include "core/diffusion/SigmaSchedule.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

namespace attune::parity {

Result<void> runBrownian(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const auto inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const auto expected, fixture.tensors("expected.safetensors"));
    const config::Json& description = fixture.description;
    const diffusion::Schedule sigmas = diffusion::polyexponentialSigmas(
        description.at("steps").get<int>(), description.at("sigma_min").get<double>(),
        description.at("sigma_max").get<double>(), description.value("rho", 1.0));
    report.compare("sigmas", at::tensor(sigmas, at::kDouble).to(at::kFloat), inputs.at("sigmas"),
                   {1e-9, 1e-6});

    diffusion::BrownianNoise source(description.at("entropy").get<std::uint64_t>(), sigmas[sigmas.size() - 2],
                                    sigmas.front());
    const at::Tensor like = at::empty(description.at("shape").get<std::vector<std::int64_t>>(), at::kFloat);
    std::vector<at::Tensor> noises;
    for (std::size_t i = 0; i + 2 < sigmas.size(); ++i)
        noises.push_back(source.next(like, sigmas[i], sigmas[i + 1]));
    report.compare("noise", at::stack(noises), expected.at("noise"), fixture.tolerance);
    return {};
}

} // namespace attune::parity
