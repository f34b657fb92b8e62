// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/Smoother.h"

#include <algorithm>

namespace attune::ui {

double Smoother::next(double value) {
    const double weight = std::min(m_weight, 1.0 - 1.0 / (1.0 + 0.1 * m_count));
    m_count += 1.0;
    m_sum = weight * m_sum + (1.0 - weight) * value;
    m_norm = weight * m_norm + (1.0 - weight);
    return m_sum / m_norm;
}

void Smoother::reset() {
    m_sum = 0.0;
    m_norm = 0.0;
    m_count = 0.0;
}

} // namespace attune::ui
