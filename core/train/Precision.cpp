// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Precision.h"

#include <ATen/autocast_mode.h>

namespace attune::train {

PrecisionProfile precisionProfile(config::Precision precision) noexcept {
    switch (precision) {
    case config::Precision::Fp32:
        return {};
    case config::Precision::Bf16Mixed:
        return {c10::kFloat, c10::kBFloat16, false, WeightRounding::Mode::Nearest};
    case config::Precision::Fp16Mixed:
        return {c10::kFloat, c10::kHalf, true, WeightRounding::Mode::Nearest};
    // Autocast too: norms and the loss then stay in float32, only products and weights are short.
    case config::Precision::Bf16Weights:
        return {c10::kBFloat16, c10::kBFloat16, false, WeightRounding::Mode::Stochastic};
    }
    return {};
}

AutocastGuard::AutocastGuard(c10::Device device, std::optional<c10::ScalarType> format)
    : m_device(device.type()),
      m_isActive(format.has_value() && at::autocast::is_autocast_available(device.type())) {
    if (!m_isActive) return;
    m_wasEnabled = at::autocast::is_autocast_enabled(m_device);
    m_previousFormat = at::autocast::get_autocast_dtype(m_device);
    at::autocast::set_autocast_dtype(m_device, *format);
    at::autocast::set_autocast_enabled(m_device, true);
    at::autocast::increment_nesting();
}

AutocastGuard::~AutocastGuard() {
    if (!m_isActive) return;
    // The outermost guard forgets the cast weights: they belong to weights that the next step changes.
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(m_device, m_wasEnabled);
    at::autocast::set_autocast_dtype(m_device, m_previousFormat);
}

} // namespace attune::train
