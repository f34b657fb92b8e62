// SPDX-License-Identifier: GPL-3.0-or-later
//
// Devices: which processors can compute, what they are called and how much memory they have.
//
// The programs link only LibTorch's CPU part. Its CUDA part (libtorch_cuda) is opened here, once, before the
// first device query, so that one build serves machines with and without a GPU and a window opens before any
// of it is loaded. When it cannot be opened, or finds no driver, everything works on the CPU and gpuStatus()
// says why. Threads: all functions from any thread; the first call of any loads the library (about 0.4 s
// where there is one).
#pragma once

#include "core/base/Result.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::tensor {

struct GpuStatus {
    bool isUsable{false};
    std::string reason; // one sentence why not; empty when usable
};

struct DeviceInfo {
    c10::Device device{c10::kCPU};
    std::string name;           // "NVIDIA H100 80GB HBM3", or "Processor (16 threads)"
    std::int64_t totalBytes{0}; // memory of the device; of the machine for the CPU
    std::int64_t freeBytes{0};
    int computeMajor{0}; // CUDA compute capability; 0 for the CPU
    int computeMinor{0};
    [[nodiscard]] bool hasFastBf16() const noexcept { return device.is_cuda() && computeMajor >= 8; }
};

[[nodiscard]] const GpuStatus& gpuStatus();

// The CPU first, then the GPUs in CUDA's order.
[[nodiscard]] std::vector<DeviceInfo> listDevices();
// Errors: DeviceUnavailable.
[[nodiscard]] Result<DeviceInfo> describeDevice(c10::Device device);

// "auto" (the GPU with the most free memory, else the CPU), "cpu", "cuda", "cuda:1", "meta" (shapes only).
// Errors: InvalidArgument for other words, DeviceUnavailable with the reason.
[[nodiscard]] Result<c10::Device> deviceFromText(std::string_view text);
[[nodiscard]] std::string textFromDevice(c10::Device device);

// Waits until everything queued on `device` is done; nothing to do on the CPU.
void synchronize(c10::Device device);
// Gives cached device memory back to the driver; nothing to do on the CPU.
void releaseCachedMemory(c10::Device device);

} // namespace attune::tensor
