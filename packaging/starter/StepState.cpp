// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/StepState.h"

#include "core/base/Text.h"
#include "core/tensor/SafeTensors.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace attune::starter {

double rateAt(std::int64_t step, std::int64_t steps, std::int64_t warmUp, double rate) {
    const double rising =
        std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(std::max<std::int64_t>(warmUp, 1)));
    const double position = (static_cast<double>(step) / static_cast<double>(steps) - 2.0 / 3.0) * 3.0;
    const double falling =
        position <= 0.0 ? 1.0 : 0.02 + 0.98 * 0.5 * (1.0 + std::cos(M_PI * std::min(position, 1.0)));
    return rate * rising * falling;
}

Result<void> saveStepState(const std::filesystem::path& file, const train::Optimiser& optimiser,
                           const tensor::NamedTensors& extra, std::int64_t step) {
    tensor::NamedTensors all;
    all.set("step", torch::tensor(step));
    for (const train::NamedParameter& parameter : optimiser.parameters())
        all.set("weights/" + parameter.name, parameter.value.detach());
    for (const auto& entry : optimiser.state()) all.set("optimiser/" + entry.name, entry.tensor);
    for (const auto& entry : extra) all.set("extra/" + entry.name, entry.tensor);
    return tensor::writeSafeTensors(file, all);
}

Result<LoadedStepState> loadStepState(const std::filesystem::path& file, train::Optimiser& optimiser) {
    if (!std::filesystem::exists(file)) return LoadedStepState{};
    ATTUNE_TRY(const tensor::NamedTensors all, tensor::readSafeTensors(file));
    const torch::NoGradGuard noGrad;
    for (const train::NamedParameter& parameter : optimiser.parameters()) {
        ATTUNE_TRY(const at::Tensor saved, all.at("weights/" + parameter.name));
        if (saved.sizes() != parameter.value.sizes())
            return fail(ErrorCode::ShapeMismatch, "The saved training is of another model", parameter.name,
                        "Delete " + utf8FromPath(file));
        at::Tensor weights = parameter.value;
        weights.copy_(saved);
    }
    tensor::NamedTensors state;
    for (const auto& entry : all.withoutPrefix("optimiser/")) state.set(entry.name, entry.tensor.clone());
    ATTUNE_CHECK(optimiser.loadState(state));
    LoadedStepState loaded;
    ATTUNE_TRY(const at::Tensor step, all.at("step"));
    loaded.step = step.item<std::int64_t>();
    for (const auto& entry : all.withoutPrefix("extra/")) loaded.extra.set(entry.name, entry.tensor.clone());
    return loaded;
}

} // namespace attune::starter
