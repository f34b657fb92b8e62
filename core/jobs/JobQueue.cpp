// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/JobQueue.h"

#include "core/base/Assert.h"

#include <algorithm>

namespace attune::jobs {

namespace {

auto find(const std::vector<JobQueue::Entry>& entries, JobId id) {
    return std::find_if(entries.begin(), entries.end(),
                        [id](const JobQueue::Entry& entry) { return entry.id == id; });
}

} // namespace

bool JobQueue::moveTo(JobId id, std::size_t position) {
    const auto found = find(m_waiting, id);
    if (found == m_waiting.end()) return false;
    const Entry entry = *found;
    m_waiting.erase(found);
    const auto offset = static_cast<std::ptrdiff_t>(std::min(position, m_waiting.size()));
    m_waiting.insert(m_waiting.begin() + offset, entry);
    return true;
}

bool JobQueue::remove(JobId id) {
    const auto found = find(m_waiting, id);
    if (found == m_waiting.end()) return false;
    m_waiting.erase(found);
    return true;
}

std::optional<JobQueue::Entry> JobQueue::takeNext() {
    const auto mayRun = [this](const Entry& entry) {
        return entry.device == DeviceUse::Exclusive ? !m_deviceBusy : m_plainRunning < m_plainLimit;
    };
    const auto next = std::find_if(m_waiting.begin(), m_waiting.end(), mayRun);
    if (next == m_waiting.end()) return std::nullopt;
    const Entry entry = *next;
    m_waiting.erase(next);
    if (entry.device == DeviceUse::Exclusive)
        m_deviceBusy = true;
    else
        ++m_plainRunning;
    return entry;
}

void JobQueue::finished(Entry entry) {
    if (entry.device == DeviceUse::Exclusive) {
        ATTUNE_ASSERT(m_deviceBusy);
        m_deviceBusy = false;
    } else {
        ATTUNE_ASSERT(m_plainRunning > 0);
        --m_plainRunning;
    }
}

std::optional<std::size_t> JobQueue::positionOf(JobId id) const {
    const auto found = find(m_waiting, id);
    if (found == m_waiting.end()) return std::nullopt;
    return static_cast<std::size_t>(found - m_waiting.begin());
}

} // namespace attune::jobs
