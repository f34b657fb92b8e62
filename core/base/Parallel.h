// SPDX-License-Identifier: GPL-3.0-or-later
//
// Parallel: one loop over many items on several threads, for the length of one function call.
//
// `produce(i)` runs on the workers, in any order, with a bounded number of results waiting; `consume(i,
// value)` runs on the calling thread in rising order of i. The first error, or a requested stop, ends the
// loop; all threads are gone when the function returns.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace attune {

// 0 = as many as the machine has processors.
[[nodiscard]] inline int workerCountFor(int wanted, std::size_t items) {
    const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const int most = items < 1000 ? std::max(1, static_cast<int>(items)) : 1000;
    return std::clamp(wanted > 0 ? wanted : processors, 1, most);
}

// Value produce(std::size_t) must not throw anything but what std::exception covers; Result<void>
// consume(std::size_t, Value).
template <typename Value, typename Produce, typename Consume>
[[nodiscard]] Result<void> forEachOrdered(std::size_t count, int workerCount,
                                          const Cancellation& cancellation, const char* what,
                                          Produce&& produce, Consume&& consume) {
    struct Shared {
        std::mutex mutex; // guards everything here
        std::condition_variable changed;
        std::map<std::size_t, Value> ready;
        std::optional<Error> error; // of a worker
        std::size_t next{0};        // to be produced
        std::size_t consumed{0};
        bool isStopping{false};
    } shared;
    const int workers = workerCountFor(workerCount, count);
    const std::size_t window = static_cast<std::size_t>(workers) * 4; // produced ahead of what was consumed

    const auto work = [&] {
        std::unique_lock lock(shared.mutex);
        while (true) {
            shared.changed.wait(lock, [&] {
                return shared.isStopping || shared.next >= count || shared.next < shared.consumed + window;
            });
            if (shared.isStopping || shared.next >= count) return;
            const std::size_t index = shared.next++;
            lock.unlock();
            std::optional<Value> value;
            std::optional<Error> error;
            try {
                value.emplace(produce(index));
            } catch (...) {
                error = errorFromCurrentException(what);
            }
            lock.lock();
            if (value) shared.ready.emplace(index, *std::move(value));
            if (error && !shared.error) shared.error = std::move(error);
            shared.changed.notify_all();
        }
    };

    // Ends the workers however this function is left; a consumer that throws must not leave them waiting for
    // it.
    struct Workers {
        explicit Workers(Shared& theShared) : shared(theShared) {}
        ~Workers() {
            {
                const std::scoped_lock lock(shared.mutex);
                shared.isStopping = true;
            }
            shared.changed.notify_all();
            threads.clear(); // joins
        }
        Workers(const Workers&) = delete;
        Workers& operator=(const Workers&) = delete;
        Shared& shared;
        std::vector<std::jthread> threads;
    } running(shared);
    for (int i = 0; i < workers; ++i) running.threads.emplace_back(work);
    for (std::size_t index = 0; index < count; ++index) {
        std::optional<Value> value;
        std::optional<Error> error;
        {
            std::unique_lock lock(shared.mutex);
            shared.changed.wait(lock, [&] { return shared.error || shared.ready.contains(index); });
            if (shared.error) {
                error = shared.error;
            } else {
                auto node = shared.ready.extract(index);
                value.emplace(std::move(node.mapped()));
                shared.consumed = index + 1;
            }
        }
        shared.changed.notify_all();
        if (!error) {
            if (auto stopped = cancellation.check(what); !stopped)
                error = std::move(stopped).error();
            else if (auto result = consume(index, *std::move(value)); !result)
                error = std::move(result).error();
        }
        if (error) return fail(*std::move(error));
    }
    return {};
}

} // namespace attune
