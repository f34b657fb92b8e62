// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "sobol": the scrambled Sobol stream, exactly, from its bits and from the seed of a CPU generator.
#include "app/parity/Parity.h"

#include "core/diffusion/SobolSequence.h"
#include "core/tensor/Generators.h"

#include <ATen/ops/cat.h>

namespace attune::parity {

namespace {

// One stream, drawn in the batches of the fixture.
at::Tensor drawn(diffusion::SobolSequence sequence, const config::Json& draws) {
    std::vector<at::Tensor> batches;
    for (const config::Json& count : draws) batches.push_back(sequence.draw(count.get<std::int64_t>()));
    return at::cat(batches);
}

} // namespace

Result<void> runSobol(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const auto inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const auto expected, fixture.tensors("expected.safetensors"));
    const config::Json& draws = fixture.description.at("draws");
    const at::Tensor& points = expected.at("points");
    report.compare(
        "points",
        drawn(diffusion::SobolSequence::fromBits(inputs.at("shift_bits"), inputs.at("matrix")), draws),
        points, fixture.tolerance);
    at::Generator generator = tensor::makeCpuGenerator(fixture.description.at("seed").get<std::uint64_t>());
    report.compare("points_from_seed", drawn(diffusion::SobolSequence(generator), draws), points,
                   fixture.tolerance);
    return {};
}

} // namespace attune::parity
