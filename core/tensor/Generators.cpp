// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/Generators.h"

#include "core/tensor/Devices.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <mutex>

namespace attune::tensor {

at::Generator makeCpuGenerator(std::uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}

Result<at::Generator> makeGenerator(c10::Device device, std::uint64_t seed) {
    if (!device.is_cuda()) return makeCpuGenerator(seed);
    if (const GpuStatus& status = gpuStatus(); !status.isUsable)
        return fail(ErrorCode::DeviceUnavailable, status.reason, textFromDevice(device));
    return guarded("making a random generator", [&] {
        at::Generator generator =
            at::globalContext().getAcceleratorHooksInterface(c10::kCUDA).getNewGenerator(device.index());
        generator.set_current_seed(seed);
        return generator;
    });
}

at::Tensor stateOf(const at::Generator& generator) {
    at::Generator handle =
        generator; // a handle on the same generator: its mutex is not offered by a const one
    const std::lock_guard lock(handle.mutex());
    return handle.get_state();
}

Result<void> restoreState(at::Generator& generator, const at::Tensor& state) {
    auto restored = guarded("restoring a random generator", [&] {
        const std::lock_guard lock(generator.mutex());
        generator.set_state(state.contiguous());
    });
    if (!restored)
        return fail(ErrorCode::Corrupt, "The saved state is not one of this random generator",
                    restored.error().message);
    return {};
}

namespace {

std::uint64_t mixed(std::uint64_t value) noexcept {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

} // namespace

std::uint64_t deriveSeed(std::uint64_t seed, std::string_view purpose, std::uint64_t index) noexcept {
    std::uint64_t name = 0xCBF29CE484222325ULL;
    for (const char c : purpose) name = (name ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return mixed(mixed(mixed(seed) ^ name) ^ index);
}

} // namespace attune::tensor
