// SPDX-License-Identifier: GPL-3.0-or-later
//
// SoundPool: a few threads that load sounds ahead of whoever encodes them, in order and within a budget of
// memory.
//
// Ownership: owns its threads, which end with it (after the file at hand). Threads: take() from one thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/encode/OrderedQueue.h"
#include "core/encode/SoundLoader.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

namespace attune::encode {

struct SoundPoolOptions {
    int threads{0};                       // 1 to 8; 0 = half of the processor's cores, at most 4
    std::int64_t soundBytes{512LL << 20}; // of loaded sound that may wait; one request is always let in
};

class SoundPool {
public:
    struct Loaded {
        std::size_t request{0};                         // index
        Result<std::vector<audio::AudioBuffer>> sounds; // one a window
        double seconds{0.0};                            // that loading took
    };

    SoundPool(std::vector<SoundRequest> requests, const SoundPoolOptions& options, Cancellation cancellation);
    ~SoundPool();
    SoundPool(const SoundPool&) = delete;
    SoundPool& operator=(const SoundPool&) = delete;

    [[nodiscard]] const SoundRequest& request(std::size_t index) const { return m_requests[index]; }
    // The next in the order of the requests; empty after the last.
    [[nodiscard]] std::optional<Loaded> take() { return m_queue.take(); }

private:
    void work();
    const std::vector<SoundRequest> m_requests;
    const Cancellation m_cancellation;
    OrderedQueue<Loaded> m_queue;
    std::atomic<std::int64_t> m_next{0}; // the request that the next free thread takes
    std::vector<std::jthread> m_threads; // last, so that they end before what they use
};

} // namespace attune::encode
