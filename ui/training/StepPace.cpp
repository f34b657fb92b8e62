// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/StepPace.h"

#include <algorithm>

namespace attune::ui {

namespace {

constexpr double kMuchSlower = 3.0;

} // namespace

void StepPace::add(double seconds) {
    m_latest[m_count % m_latest.size()] = seconds;
    ++m_count;
    if (m_count < m_latest.size()) return;
    const double now = median();
    m_quickest = m_quickest > 0.0 ? std::min(m_quickest, now) : now;
}

std::optional<double> StepPace::slowdown() const {
    if (m_quickest <= 0.0) return std::nullopt;
    const double times = median() / m_quickest;
    return times >= kMuchSlower ? std::optional(times) : std::nullopt;
}

double StepPace::median() const {
    std::array<double, std::tuple_size_v<decltype(m_latest)>> sorted = m_latest;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
    return sorted[sorted.size() / 2];
}

} // namespace attune::ui
