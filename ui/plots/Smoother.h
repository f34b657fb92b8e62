// SPDX-License-Identifier: GPL-3.0-or-later
//
// Smoother: a running mean of a noisy curve.
//
// Value type; threads: one at a time.
#pragma once

namespace attune::ui {

// Exponential smoothing that does not lag at the start: bias-corrected, and its memory is a tenth of the
// curve until that reaches what the weight allows. weight 0 = none, near 1 = much.
class Smoother {
public:
    explicit Smoother(double weight = 0.97) : m_weight(weight) {}
    [[nodiscard]] double next(double value);
    void reset();

private:
    double m_weight;
    double m_sum{0.0};
    double m_norm{0.0};
    double m_count{0.0};
};

} // namespace attune::ui
