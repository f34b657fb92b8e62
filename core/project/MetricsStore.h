// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetricsStore: metrics.sqlite of a run: every number of every step, appended in batches, read in ranges at
// any zoom.
//
// Append only. A run that is resumed from step 500 after it had reached 620 begins a new *session*; the
// points after 500 of earlier sessions stay in the file and are no longer shown. SQLite in WAL mode: a killed
// process loses at most the batch it was writing, and readers in other threads and processes never wait.
//
// Ownership: owns its connection. Threads: one thread at a time; for another thread open another store.
// Errors of everything: ReadFailed, WriteFailed, DiskFull, Locked (another process writes for over 10 s),
// Corrupt.
#pragma once

#include "core/base/Result.h"
#include "core/jobs/MetricFeed.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace attune::dataset {
struct SqlitePlace;
}

namespace attune::project {

struct StepRange {
    std::int64_t first{0};
    std::int64_t last{std::numeric_limits<std::int64_t>::max()}; // inclusive
};

// One or several neighbouring points of a series, as a chart draws them.
struct SeriesPoint {
    std::int64_t step{0};    // of the last of them
    double timeSeconds{0.0}; // of the last of them
    double last{0.0};
    double least{0.0};
    double greatest{0.0};
    double mean{0.0};
    std::int64_t count{1};
};

// Joins neighbours into runs of equal length so that at most `mostPoints` are left; 0 = no limit. A run with
// a NaN in it has NaN as mean and the numbers' least and greatest.
[[nodiscard]] std::vector<SeriesPoint> decimated(std::vector<SeriesPoint> points, std::int64_t mostPoints);

class MetricsStore {
public:
    enum class Access { ReadWrite, ReadOnly };
    // ReadWrite makes the file where needed. Errors also: NotFound (ReadOnly), PermissionDenied,
    // VersionTooNew, Corrupt (no metrics file).
    [[nodiscard]] static Result<MetricsStore> open(const std::filesystem::path& file,
                                                   Access access = Access::ReadWrite);
    MetricsStore(MetricsStore&& other) noexcept;
    MetricsStore& operator=(MetricsStore&& other) noexcept;
    ~MetricsStore();

    // Must be called once before the first append(): the run goes on from `fromStep` (0 = from the start).
    [[nodiscard]] Result<void> beginSession(std::int64_t fromStep);
    // All of them or none. NaN and infinities stay what they are. Errors also: InvalidArgument (no session).
    [[nodiscard]] Result<void> append(std::span<const jobs::MetricPoint> points);

    [[nodiscard]] Result<std::vector<std::string>> names() const; // sorted
    [[nodiscard]] Result<std::int64_t> pointCount() const;        // visible and superseded ones
    [[nodiscard]] Result<std::int64_t> lastStep() const;          // of a visible point; 0 when there is none

    // The visible points of one name, by step, at most `mostPoints` (0 = no limit): neighbours are joined
    // into runs of equal length where there are more. An unknown name is an empty series.
    [[nodiscard]] Result<std::vector<SeriesPoint>> series(const std::string& name, StepRange range = {},
                                                          std::int64_t mostPoints = 0) const;
    // The latest visible point of every name.
    [[nodiscard]] Result<std::vector<jobs::MetricPoint>> latest() const;

private:
    struct Impl;
    explicit MetricsStore(std::unique_ptr<Impl> impl);
    static Result<MetricsStore> openAt(const std::string& name, const dataset::SqlitePlace& place,
                                       Access access);
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::project
