// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/MemoryMeter.h"

#include "core/base/platform/Platform.h"

#include <ATen/DeviceAccelerator.h>

namespace attune::tensor {

namespace {

c10::DeviceIndex indexOf(c10::Device device) {
    return device.has_index() ? device.index() : c10::DeviceIndex{0};
}

} // namespace

MemoryMeter::MemoryMeter(c10::Device device) : m_device(device) {
    resetPeak();
}

MemoryReading MemoryMeter::read() const {
    MemoryReading reading;
    reading.hostBytes = platform::residentBytes();
    reading.hostPeakBytes = platform::peakResidentBytes();
    if (m_device.is_cuda()) {
        constexpr auto kAll = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
        const auto stats = at::accelerator::getDeviceStats(indexOf(m_device));
        reading.deviceBytes = stats.allocated_bytes[kAll].current;
        reading.devicePeakBytes = stats.allocated_bytes[kAll].peak;
        reading.deviceReservedBytes = stats.reserved_bytes[kAll].current;
    }
    return reading;
}

void MemoryMeter::resetPeak() {
    platform::forgetPeakResident();
    if (m_device.is_cuda()) at::accelerator::resetPeakStats(indexOf(m_device));
}

} // namespace attune::tensor
