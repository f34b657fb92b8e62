// SPDX-License-Identifier: GPL-3.0-or-later
//
// Precision: in which number formats a run trains, as data, and the guard that puts LibTorch into that mode.
//
// Profiles are constants; the guard changes and restores the calling thread's autocast state.
// Source: spec/training.md 4.4.
#pragma once

#include "core/config/RunSettings.h" // Precision
#include "core/train/OptimiserOptions.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <optional>

namespace attune::train {

struct PrecisionProfile {
    c10::ScalarType weights{c10::ScalarType::Float};
    std::optional<c10::ScalarType> autocast; // matrix products in this format
    bool scalesLoss{false};                  // needs a GradScaler
    WeightRounding::Mode rounding{WeightRounding::Mode::Nearest};
};

[[nodiscard]] PrecisionProfile precisionProfile(config::Precision precision) noexcept;

// For its lifetime, operations on `device` that gain from it compute in the profile's autocast format. Casts
// of weights are remembered until the outermost guard ends, so keep one alive for a whole forward pass, not
// for a whole run.
class AutocastGuard {
public:
    AutocastGuard(c10::Device device, std::optional<c10::ScalarType> format);
    ~AutocastGuard();
    AutocastGuard(const AutocastGuard&) = delete;
    AutocastGuard& operator=(const AutocastGuard&) = delete;

private:
    c10::DeviceType m_device;
    bool m_isActive;
    bool m_wasEnabled{false};
    c10::ScalarType m_previousFormat{c10::ScalarType::Float};
};

} // namespace attune::train
