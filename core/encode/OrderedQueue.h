// SPDX-License-Identifier: GPL-3.0-or-later
//
// OrderedQueue: hands the work of several threads to one, in the order of its numbering and within a budget
// of cost.
//
// Producers work on items 0, 1, 2, … in any order; the consumer takes them in order, so that what follows
// (batches, files) does not depend on which thread was faster. A producer reserves room before it makes an
// item; the item that the consumer waits for is always let in, so the budget never blocks for ever.
//
// Threads: reserve() and put() from the producers, take() from one consumer, close() from any.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace attune::encode {

template <typename Item>
class OrderedQueue {
public:
    // `count` items will come. `budget`: the cost of items that may be reserved or wait at once, in any unit.
    OrderedQueue(std::int64_t count, std::int64_t budget) : m_count(count), m_budget(budget) {}

    // Waits until item `number` of that cost may be made. False when the queue was closed: make nothing more.
    [[nodiscard]] bool reserve(std::int64_t number, std::int64_t cost) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_isClosed || number == m_next || m_cost + cost <= m_budget; });
        if (m_isClosed) return false;
        m_cost += cost;
        m_costs[number] = cost;
        return true;
    }

    // Gives in an item that was reserved.
    void put(std::int64_t number, Item item) {
        const std::scoped_lock lock(m_mutex);
        m_items.emplace(number, std::move(item));
        m_changed.notify_all();
    }

    // The next item in order; empty after the last one or when closed.
    [[nodiscard]] std::optional<Item> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_isClosed || m_next >= m_count || m_items.contains(m_next); });
        if (m_isClosed || m_next >= m_count) return std::nullopt;
        auto node = m_items.extract(m_next);
        m_cost -= m_costs.at(m_next);
        m_costs.erase(m_next);
        ++m_next;
        m_changed.notify_all();
        return std::move(node.mapped());
    }

    // Lets everybody go: reserve() and take() give up.
    void close() {
        const std::scoped_lock lock(m_mutex);
        m_isClosed = true;
        m_changed.notify_all();
    }

private:
    const std::int64_t m_count;
    const std::int64_t m_budget;
    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    std::map<std::int64_t, Item> m_items;         // made, not taken
    std::map<std::int64_t, std::int64_t> m_costs; // reserved or made, not taken
    std::int64_t m_cost{0};
    std::int64_t m_next{0}; // number that the consumer waits for
    bool m_isClosed{false};
};

} // namespace attune::encode
