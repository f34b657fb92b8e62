// SPDX-License-Identifier: GPL-3.0-or-later
//
// GpuSensors: temperature, memory and load of NVIDIA GPUs as their driver tells them, and the driver's
// version.
//
// Asks NVIDIA's management library (NVML), which comes with the driver and is loaded when the first question
// is asked; where it is not, there is nothing to tell, which is no fault. Source: NVML API Reference,
// chapters "Device Queries" and "System Queries". GPUs come in the order of their slots, which CUDA need not
// share: match them by name.
//
// Ownership: one owner; the library stays loaded. Threads: one at a time; a reading takes about a millisecond
// a GPU.
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune::platform {

struct GpuReading {
    std::string name;
    std::optional<int> temperatureCelsius;
    std::optional<int> loadPercent;
    std::int64_t usedBytes{0}; // by all programs
    std::int64_t totalBytes{0};
};

class GpuSensors {
public:
    // `library`: another one than the driver's, for tests. Errors: ReadFailed, NotFound (no driver, or one
    // that is too old), DeviceUnavailable (it refuses).
    [[nodiscard]] static Result<GpuSensors> open(const std::filesystem::path& library = {});
    ~GpuSensors();
    GpuSensors(GpuSensors&&) noexcept;
    GpuSensors& operator=(GpuSensors&&) noexcept;

    [[nodiscard]] const std::string& driverVersion() const noexcept; // "550.54.15"
    // A GPU that answers nothing is left out.
    [[nodiscard]] std::vector<GpuReading> read() const;

private:
    struct Library;
    explicit GpuSensors(std::unique_ptr<Library> library);
    std::unique_ptr<Library> m_library;
};

} // namespace attune::platform
