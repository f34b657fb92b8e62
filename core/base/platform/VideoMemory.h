// SPDX-License-Identifier: GPL-3.0-or-later
//
// VideoMemory: the graphics adapters that the system knows and their memory, asked of the system itself.
//
// It answers also where LibTorch's GPU part is not installed or its driver is too old, so that the Doctor can
// say what is in the computer and what is missing. What a run may use is measured by tensor/Devices.
//
// Threads: from any thread; takes some milliseconds and may load a system library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attune::platform {

struct VideoAdapter {
    std::string name;
    std::int64_t dedicatedBytes{0}; // memory of its own
    std::int64_t sharedBytes{
        0}; // memory of the computer that it may borrow; slow, and 0 where the system does not say
};

// Windows: DXGI, without its software renderer. Linux: AMD's and Intel's from /sys/class/drm (memory where
// the driver tells), NVIDIA's names from /proc/driver/nvidia (its driver tells the memory to CUDA only).
// Empty when nothing is known.
[[nodiscard]] std::vector<VideoAdapter> videoAdapters();

} // namespace attune::platform
