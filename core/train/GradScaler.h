// SPDX-License-Identifier: GPL-3.0-or-later
//
// GradScaler: keeps float16 gradients from vanishing. The loss is multiplied by a big factor before the
// backward pass and the gradients divided by it afterwards; when one overflows, the step is skipped and the
// factor halved (torch.amp.GradScaler). Skipped steps are counted, so that they can be shown.
//
// Ownership: value type. Threads: the training thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/train/Optimiser.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

namespace attune::train {

struct GradScalerOptions {
    double initialScale{65536.0};
    double growthFactor{2.0};
    double backoffFactor{0.5};
    std::int64_t growthInterval{2000}; // good steps in a row before the factor grows
};

enum class GradientHealth { Finite, Overflowed };

class GradScaler {
public:
    explicit GradScaler(GradScalerOptions options = {});

    [[nodiscard]] at::Tensor scaled(const at::Tensor& loss) const { return loss * m_scale; }
    // Divides all gradients by the factor, once per optimiser step, before clipping. Overflowed = skip the
    // step.
    [[nodiscard]] GradientHealth unscale(std::span<const NamedParameter> parameters) const;
    // After the step, or after skipping it.
    void update(GradientHealth health) noexcept;

    [[nodiscard]] double scale() const noexcept { return m_scale; }
    [[nodiscard]] std::int64_t skippedSteps() const noexcept { return m_skipped; }

    [[nodiscard]] config::Json saveState() const;
    [[nodiscard]] Result<void> loadState(const config::JsonView& state); // InvalidConfig

private:
    GradScalerOptions m_options;
    double m_scale;
    std::int64_t m_goodSteps{0};
    std::int64_t m_skipped{0};
};

} // namespace attune::train
