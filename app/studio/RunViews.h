// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunViews: runs, checkpoints and metrics on disk as the window shows them.
//
// Threads: any; these read files and belong on a worker.
#pragma once

#include "core/jobs/MetricFeed.h"
#include "core/project/RunStore.h"
#include "ui/bridge/TrainService.h"

#include <filesystem>
#include <vector>

namespace attune::studio {

[[nodiscard]] std::vector<ui::RunView> readRunViews(const project::RunStore& runs); // newest first
[[nodiscard]] std::vector<ui::CheckpointView> readCheckpointViews(const project::RunRecord& run);
// Every visible point of every series, by step; empty when there is no database yet.
[[nodiscard]] std::vector<jobs::MetricPoint> readMetrics(const std::filesystem::path& metricsFile);

} // namespace attune::studio
