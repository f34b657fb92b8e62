// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/RunMetrics.h"

#include "core/base/Log.h"
#include "core/base/Text.h"

namespace attune::engine {

namespace {

constexpr std::chrono::seconds kStoreInterval{1};

} // namespace

RunMetrics::RunMetrics(std::optional<project::MetricsStore> store, jobs::MetricFeed& outer, Watcher watcher)
    : m_store(std::move(store)), m_inner(std::make_unique<jobs::MetricFeed>()), m_outer(&outer),
      m_watcher(std::move(watcher)), m_stored(Clock::now()) {}

Result<RunMetrics> RunMetrics::open(const std::filesystem::path& file, std::int64_t fromStep,
                                    jobs::MetricFeed& outer, Watcher watcher) {
    ATTUNE_TRY(project::MetricsStore store, project::MetricsStore::open(file));
    ATTUNE_CHECK(store.beginSession(fromStep));
    return RunMetrics(std::move(store), outer, std::move(watcher));
}

RunMetrics RunMetrics::unrecorded(jobs::MetricFeed& outer) {
    return {std::nullopt, outer, {}};
}

void RunMetrics::forward() {
    for (jobs::MetricPoint& point : m_inner->drain()) {
        m_latest[point.name] = point.value;
        if (m_watcher) m_watcher(point);
        m_outer->append(point);
        if (m_store) m_waiting.push_back(std::move(point));
    }
    if (!m_waiting.empty() && Clock::now() - m_stored >= kStoreInterval) store();
}

void RunMetrics::store() {
    if (const auto stored = m_store->append(m_waiting); !stored)
        log::warnOnce(concat("The numbers of the run cannot be stored: ", stored.error().describe()));
    m_waiting.clear();
    m_stored = Clock::now();
}

void RunMetrics::finish() {
    forward();
    if (!m_waiting.empty()) store();
}

std::optional<double> RunMetrics::latest(const std::string& name) const {
    const auto found = m_latest.find(name);
    return found == m_latest.end() ? std::nullopt : std::optional(found->second);
}

} // namespace attune::engine
