// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetricFeed: numbers on their way from a training thread to whoever draws or stores them.
//
// Threads: append() from the job's thread, drain() from one consumer; both short, guarded by one mutex.
// Nothing is dropped; a consumer that never drains costs some 60 bytes a point.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace attune::jobs {

struct MetricPoint {
    std::int64_t step{0};    // optimiser steps taken
    double timeSeconds{0.0}; // since the run began, pauses excluded
    std::string name;        // "train/loss", "train/grad_norm", "train/lr", "val/loss", "val/loss_0.3",
                             // "train/step_seconds", "memory/host_bytes", …
    double value{0.0};
};

class MetricFeed {
public:
    void append(MetricPoint point);
    // Everything appended since the last call, in order.
    [[nodiscard]] std::vector<MetricPoint> drain();

private:
    std::mutex m_mutex; // guards m_points
    std::vector<MetricPoint> m_points;
};

} // namespace attune::jobs
