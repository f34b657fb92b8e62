// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ema: an exponential moving average of the weights with a decay that warms up: smoother than the weights
// themselves, and what demos and exported models use.
//
// As in the reference it is updated after the forward pass and before the step, so it lags the weights by one
// step (ema-pytorch 0.2.3; spec/training.md 4.5). Other than there, weights in bf16 take part: averages are
// float32. Ownership: shares the tracked tensors with the model, owns the averages. Threads: the training
// thread.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/NamedTensors.h"
#include "core/train/Optimiser.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace attune::train {

struct EmaOptions {
    double beta{0.9999}; // decay after the warm-up
    double power{0.75};
    double inverseGamma{1.0};
    double minimum{0.0};
    std::int64_t updateEvery{1};
    std::int64_t updateAfterStep{1};
    enum class Place {
        WithWeights, // the weights' device: fast
        Host         // the computer's memory: saves the GPU 4 bytes a weight, costs a copy each step
    } place{Place::WithWeights};
};

class Ema {
public:
    // Starts as a copy of the tracked tensors (parameters and buffers of the transformer, by checkpoint key).
    Ema(EmaOptions options, std::vector<NamedParameter> tracked);

    void update(); // to be called once per optimiser step, before it
    [[nodiscard]] std::int64_t updateCount() const noexcept { return m_updates; }
    // The decay of call number `k` (from 0) by the formula; the first calls copy the weights instead.
    [[nodiscard]] double decayAt(std::int64_t k) const noexcept;

    // By the names of the tracked tensors, float32. Shares storage with the live averages.
    [[nodiscard]] const tensor::NamedTensors& averages() const noexcept { return m_averages; }
    // Continues from a checkpoint. Errors: MissingKey, ShapeMismatch; then nothing has changed.
    [[nodiscard]] Result<void> load(const tensor::NamedTensors& averages, std::int64_t updateCount);

    // Puts the averages into the model for as long as it lives; the weights come back bit by bit.
    class Applied {
    public:
        explicit Applied(Ema& ema);
        ~Applied();
        Applied(const Applied&) = delete;
        Applied& operator=(const Applied&) = delete;

    private:
        Ema* m_ema;
        std::vector<at::Tensor> m_weights; // the model's own data, put aside
    };

private:
    [[nodiscard]] bool isCopying(std::int64_t k) const noexcept;

    EmaOptions m_options;
    std::vector<NamedParameter> m_tracked;
    tensor::NamedTensors m_averages; // in the order of m_tracked
    std::int64_t m_updates{0};
};

} // namespace attune::train
