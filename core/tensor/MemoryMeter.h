// SPDX-License-Identifier: GPL-3.0-or-later
//
// MemoryMeter: how much memory this process uses now and used at most, on the host and on one device.
//
// Threads: a meter belongs to one thread; the numbers are of the whole process.
#pragma once

#include <c10/core/Device.h>

#include <cstdint>

namespace attune::tensor {

struct MemoryReading {
    std::int64_t hostBytes{0};           // resident now
    std::int64_t hostPeakBytes{0};       // resident at most since the meter was made or reset (Linux) or ever
    std::int64_t deviceBytes{0};         // in tensors on the device now; 0 on the CPU
    std::int64_t devicePeakBytes{0};     // in tensors at most since the meter was made or reset
    std::int64_t deviceReservedBytes{0}; // held by LibTorch's cache, tensors included
};

class MemoryMeter {
public:
    explicit MemoryMeter(c10::Device device);
    [[nodiscard]] MemoryReading read() const;
    void resetPeak(); // of host and device

private:
    c10::Device m_device;
};

} // namespace attune::tensor
