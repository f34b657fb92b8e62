// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunViews: runs, checkpoints and metrics on disk as the window shows them.
//
// Threads: any; these read files and belong on a worker.
#pragma once

#include "core/jobs/MetricFeed.h"
#include "core/project/MetricsStore.h"
#include "core/project/RunStore.h"
#include "ui/bridge/TrainService.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace attune::studio {

[[nodiscard]] std::vector<ui::RunView> readRunViews(const project::RunStore& runs); // newest first
[[nodiscard]] std::vector<ui::CheckpointView> readCheckpointViews(const project::RunRecord& run);
[[nodiscard]] std::vector<project::SeriesPoint> heldOutOf(const project::RunRecord& run); // empty: no checks
[[nodiscard]] std::optional<double> heldOutAt(const std::vector<project::SeriesPoint>& heldOut,
                                              std::int64_t step);
// Every visible point of every series, by step; empty when there is no database yet.
[[nodiscard]] std::vector<jobs::MetricPoint> readMetrics(const std::filesystem::path& metricsFile);

} // namespace attune::studio
