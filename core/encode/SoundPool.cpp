// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/SoundPool.h"

#include <algorithm>
#include <chrono>
#include <system_error>

namespace attune::encode {

namespace {

std::size_t threadCount(int wanted, std::size_t requests) {
    const int cores = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
    const int count = wanted > 0 ? std::min(wanted, 8) : std::clamp(cores / 2, 1, 4);
    return std::min(static_cast<std::size_t>(count), requests);
}

std::int64_t bytesOf(const SoundRequest& request) {
    FrameCount frames = 0;
    for (const audio::CropWindow& window : request.windows) frames += window.validFrames;
    return frames * request.channelCount * static_cast<std::int64_t>(sizeof(float));
}

} // namespace

SoundPool::SoundPool(std::vector<SoundRequest> requests, const SoundPoolOptions& options,
                     Cancellation cancellation)
    : m_requests(std::move(requests)), m_cancellation(std::move(cancellation)),
      m_queue(static_cast<std::int64_t>(m_requests.size()), options.soundBytes) {
    const std::size_t count = threadCount(options.threads, m_requests.size());
    for (std::size_t i = 0; i < count; ++i) {
        try {
            m_threads.emplace_back([this] { work(); });
        } catch (const std::system_error&) { // no more threads to be had: one does as well
            if (m_threads.empty()) throw;
            break;
        }
    }
}

SoundPool::~SoundPool() {
    m_queue.close();
}

void SoundPool::work() {
    for (;;) {
        const std::int64_t number = m_next++;
        if (number >= static_cast<std::int64_t>(m_requests.size())) return;
        const auto index = static_cast<std::size_t>(number);
        if (!m_queue.reserve(number, bytesOf(m_requests[index]))) return;
        const auto start = std::chrono::steady_clock::now();
        auto sounds = loadWindows(m_requests[index], m_cancellation);
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        m_queue.put(number, {index, std::move(sounds), elapsed.count()});
    }
}

} // namespace attune::encode
