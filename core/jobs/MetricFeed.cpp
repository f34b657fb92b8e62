// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/MetricFeed.h"

#include <utility>

namespace attune::jobs {

void MetricFeed::append(MetricPoint point) {
    const std::scoped_lock lock(m_mutex);
    m_points.push_back(std::move(point));
}

std::vector<MetricPoint> MetricFeed::drain() {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_points, {});
}

} // namespace attune::jobs
