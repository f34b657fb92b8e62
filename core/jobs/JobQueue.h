// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobQueue: the order in which waiting jobs will run, as the user sees and rearranges it. Pure bookkeeping.
//
// Jobs that need the device run one at a time; the others may run beside it, up to a limit. A waiting device
// job never blocks plain jobs behind it. Value type. Threads: none of its own; JobRunner guards it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace attune::jobs {

struct JobId {
    std::int64_t value{0}; // counts from 1 in one JobRunner; 0 = none
    [[nodiscard]] constexpr bool isValid() const noexcept { return value > 0; }
    auto operator<=>(const JobId&) const = default;
};

enum class DeviceUse { None, Exclusive };

class JobQueue {
public:
    struct Entry {
        JobId id;
        DeviceUse device{DeviceUse::None};
    };

    // How many plain jobs may run at once, 1 or more.
    explicit JobQueue(std::size_t plainLimit) : m_plainLimit(plainLimit) {}

    void append(Entry entry) { m_waiting.push_back(entry); }
    // Moves a waiting job so that it ends up at `position` (clamped to the end). False when it is not
    // waiting.
    bool moveTo(JobId id, std::size_t position);
    // Takes a waiting job out. False when it is not waiting.
    bool remove(JobId id);

    // The first waiting job that may run now; it leaves the queue and counts as running until finished() is
    // told.
    [[nodiscard]] std::optional<Entry> takeNext();
    void finished(Entry entry);

    [[nodiscard]] const std::vector<Entry>& waiting() const noexcept { return m_waiting; }
    [[nodiscard]] std::optional<std::size_t> positionOf(JobId id) const; // 0 = next

private:
    std::vector<Entry> m_waiting; // front runs first
    std::size_t m_plainLimit;
    std::size_t m_plainRunning{0};
    bool m_deviceBusy{false};
};

} // namespace attune::jobs
