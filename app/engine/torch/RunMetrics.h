// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunMetrics: the numbers of a run on their way from the trainer to metrics.sqlite and to whoever watches.
//
// The trainer appends to feed(); forward() hands everything on. A database that cannot be written costs a
// warning and its numbers, never the run. Threads: the training thread.
#pragma once

#include "core/base/Result.h"
#include "core/jobs/MetricFeed.h"
#include "core/project/MetricsStore.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

class RunMetrics {
public:
    using Watcher = std::function<void(const jobs::MetricPoint&)>;

    // Errors: those of MetricsStore. `watcher` sees every point when it is handed on.
    [[nodiscard]] static Result<RunMetrics> open(const std::filesystem::path& file, std::int64_t fromStep,
                                                 jobs::MetricFeed& outer, Watcher watcher);

    // Without a database: for the processes of a distributed run that are not the first.
    [[nodiscard]] static RunMetrics unrecorded(jobs::MetricFeed& outer);

    [[nodiscard]] jobs::MetricFeed& feed() noexcept { return *m_inner; }
    // Hands on what has come since the last time: to the watchers at once, to the database once a second.
    void forward();
    // Everything to everyone, at the end.
    void finish();
    [[nodiscard]] std::optional<double> latest(const std::string& name) const;

private:
    using Clock = std::chrono::steady_clock;
    RunMetrics(std::optional<project::MetricsStore> store, jobs::MetricFeed& outer, Watcher watcher);
    void store();

    std::optional<project::MetricsStore> m_store;
    std::unique_ptr<jobs::MetricFeed> m_inner; // on the heap, so that its address survives a move
    jobs::MetricFeed* m_outer;
    Watcher m_watcher;
    std::vector<jobs::MetricPoint> m_waiting; // not in the database yet
    std::map<std::string, double> m_latest;
    Clock::time_point m_stored;
};

} // namespace attune::engine
