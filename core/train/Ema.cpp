// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Ema.h"

#include "core/base/Text.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_lerp.h>

#include <algorithm>
#include <cmath>

namespace attune::train {

Ema::Ema(EmaOptions options, std::vector<NamedParameter> tracked)
    : m_options(options), m_tracked(std::move(tracked)) {
    const at::NoGradGuard noGradients;
    std::erase_if(m_tracked, [](const NamedParameter& entry) { return !entry.value.is_floating_point(); });
    for (const auto& [name, value] : m_tracked) {
        const bool onHost = m_options.place == EmaOptions::Place::Host && !value.is_meta();
        m_averages.set(name, value.detach().to(onHost ? at::Device(at::kCPU) : value.device(), at::kFloat,
                                               /*non_blocking=*/false, /*copy=*/true));
    }
}

double Ema::decayAt(std::int64_t k) const noexcept {
    // The library counts the call before it computes, hence no "- 1" on the way from k.
    const std::int64_t age = k - m_options.updateAfterStep;
    if (age <= 0) return 0.0;
    const double decay =
        1.0 - std::pow(1.0 + static_cast<double>(age) / m_options.inverseGamma, -m_options.power);
    return std::clamp(decay, m_options.minimum, m_options.beta);
}

// The averages start over from the weights at every call up to updateAfterStep and at the first one after it.
bool Ema::isCopying(std::int64_t k) const noexcept {
    return k <= m_options.updateAfterStep || k - m_options.updateEvery <= m_options.updateAfterStep;
}

void Ema::update() {
    const at::NoGradGuard noGradients;
    const std::int64_t k = m_updates++;
    if (k % m_options.updateEvery != 0) return;
    const double share = isCopying(k) ? 1.0 : 1.0 - decayAt(k);
    std::vector<at::Tensor> averages; // those that can be done in one go
    std::vector<at::Tensor> weights;
    auto entry = m_averages.begin();
    for (const auto& [name, value] : m_tracked) {
        const at::Tensor average = (entry++)->tensor;
        const at::Tensor weight = value.detach();
        if (share == 1.0) {
            average.copy_(weight);
        } else if (weight.device() == average.device() && weight.scalar_type() == average.scalar_type()) {
            averages.push_back(average);
            weights.push_back(weight);
        } else {
            average.lerp_(weight.to(average.options()), share);
        }
    }
    if (!averages.empty()) at::_foreach_lerp_(averages, weights, share);
}

Result<void> Ema::load(const tensor::NamedTensors& averages, std::int64_t updateCount) {
    const at::NoGradGuard noGradients;
    for (const auto& [name, mine] : m_averages) {
        const at::Tensor* const saved = averages.find(name);
        if (!saved) return fail(ErrorCode::MissingKey, "The saved average of a weight is missing", name);
        if (saved->sizes() != mine.sizes())
            return fail(ErrorCode::ShapeMismatch,
                        concat("The saved average has shape ", saved->sizes(), " instead of ", mine.sizes()),
                        name);
    }
    for (const auto& [name, mine] : m_averages) mine.copy_(*averages.find(name));
    m_updates = updateCount;
    return {};
}

Ema::Applied::Applied(Ema& ema) : m_ema(&ema) {
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor>
        averages; // all of them before the first is put in: converting may run out of memory
    auto entry = ema.m_averages.begin();
    for (const auto& [name, value] : ema.m_tracked) {
        averages.push_back((entry++)->tensor.to(value.device(), value.scalar_type()));
        m_weights.push_back(value.detach());
    }
    // The tensors trade their data; nothing was copied where type and device agree.
    for (std::size_t i = 0; i < averages.size(); ++i) ema.m_tracked[i].value.set_data(averages[i]);
}

Ema::Applied::~Applied() {
    const at::NoGradGuard noGradients;
    for (std::size_t i = 0; i < m_weights.size(); ++i) m_ema->m_tracked[i].value.set_data(m_weights[i]);
}

} // namespace attune::train
