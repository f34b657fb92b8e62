// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/Devices.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Context.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace attune::tensor {

namespace {

#ifdef _WIN32
constexpr const char* kTorchCudaFile = "torch_cuda.dll";
constexpr const char* kDriverFile = "nvcuda.dll";
#else
constexpr const char* kTorchCudaFile = "libtorch_cuda.so";
constexpr const char* kDriverFile = "libcuda.so.1";
#endif

// The few functions of NVIDIA's driver that name a device; their signatures have been fixed since CUDA 2.
// Called through the library, because linking it would keep the program from starting on machines without a
// driver.
struct Driver {
    using Initialise = int(unsigned);
    using DeviceName = int(char*, int, int);
    using DeviceAttribute = int(int*, int, int);
    static constexpr int kComputeMajor = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    static constexpr int kComputeMinor = 76;

    DeviceName* name{nullptr};
    DeviceAttribute* attribute{nullptr};

    static Result<Driver> open() {
        ATTUNE_TRY(const auto library, platform::DynamicLibrary::open(kDriverFile));
        ATTUNE_TRY(Initialise* const initialise, library.function<Initialise>("cuInit"));
        ATTUNE_TRY(DeviceName* const name, library.function<DeviceName>("cuDeviceGetName"));
        ATTUNE_TRY(DeviceAttribute* const attribute,
                   library.function<DeviceAttribute>("cuDeviceGetAttribute"));
        if (const int code = initialise(0); code != 0)
            return fail(ErrorCode::DeviceUnavailable, concat("The NVIDIA driver reports error ", code));
        return Driver{name, attribute};
    }
};

// Windows lends a program main memory when that of the GPU is full, without a word, and steps then take tens
// of times as long. A limit below the card's memory turns that into an error with remedies. Whoever has
// configured LibTorch's allocator knows better.
void refuseBorrowedMemory() {
#ifdef _WIN32
    constexpr const char* kSettings = "PYTORCH_CUDA_ALLOC_CONF";
    if (platform::environmentText(kSettings).empty())
        platform::setEnvironmentText(kSettings, "per_process_memory_fraction:0.95");
#endif
}

struct Gpu {
    GpuStatus status;
    std::optional<Driver> driver;
    int deviceCount{0};
};

Gpu openGpu() {
    Gpu gpu;
    const auto file =
        platform::moduleFolder(reinterpret_cast<const void*>(&at::get_num_threads)) / kTorchCudaFile;
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        gpu.status.reason =
            "This installation has no GPU libraries (LibTorch's CUDA part is not beside its CPU part).";
        return gpu;
    }
    const auto driver = Driver::open();
    if (!driver) {
        gpu.status.reason = "There is no NVIDIA GPU with a working driver on this computer.";
        return gpu;
    }
    gpu.driver = *driver;
    refuseBorrowedMemory();
    if (const auto library = platform::DynamicLibrary::open(file, platform::DynamicLibrary::Symbols::Shared);
        !library) {
        gpu.status.reason = concat("The GPU libraries cannot be loaded: ", library.error().message);
        return gpu;
    }
    const auto count = guarded("counting GPUs", [] {
        const int devices = at::detail::getCUDAHooks().deviceCount();
        if (devices > 0)
            at::globalContext().lazyInitDevice(c10::kCUDA); // the allocators answer only after this
        return devices;
    });
    gpu.deviceCount = count.value_or(0);
    gpu.status.isUsable = gpu.deviceCount > 0;
    if (!gpu.status.isUsable)
        gpu.status.reason = count ? "The NVIDIA driver is too old for these GPU libraries, or all GPUs are "
                                    "hidden from this program."
                                  : count.error().message;
    return gpu;
}

const Gpu& gpu() {
    static const Gpu opened = openGpu();
    return opened;
}

DeviceInfo describeCpu() {
    const int threads = at::get_num_threads();
    return {c10::Device(c10::kCPU),
            concat("Processor (", threads, threads == 1 ? " thread)" : " threads)"),
            platform::totalMemoryBytes(),
            platform::availableMemoryBytes(),
            0,
            0};
}

Result<DeviceInfo> describeGpu(c10::DeviceIndex index) {
    DeviceInfo info;
    info.device = c10::Device(c10::kCUDA, index);
    std::array<char, 256> name{};
    const Driver& driver = *gpu().driver;
    driver.name(name.data(), static_cast<int>(name.size()) - 1, index);
    driver.attribute(&info.computeMajor, Driver::kComputeMajor, index);
    driver.attribute(&info.computeMinor, Driver::kComputeMinor, index);
    info.name = name.data();
    ATTUNE_TRY(const auto memory, guarded("asking the GPU for its memory",
                                          [&] { return at::accelerator::getMemoryInfo(index); }));
    info.freeBytes = static_cast<std::int64_t>(memory.first);
    info.totalBytes = static_cast<std::int64_t>(memory.second);
    return info;
}

} // namespace

const GpuStatus& gpuStatus() {
    return gpu().status;
}

std::vector<DeviceInfo> listDevices() {
    std::vector<DeviceInfo> devices{describeCpu()};
    for (int i = 0; i < gpu().deviceCount; ++i) {
        auto info = describeGpu(static_cast<c10::DeviceIndex>(i));
        if (info)
            devices.push_back(*std::move(info));
        else
            log::warnOnce(info.error().describe());
    }
    return devices;
}

Result<DeviceInfo> describeDevice(c10::Device device) {
    if (device.is_cpu()) return describeCpu();
    if (device.is_meta()) return DeviceInfo{device, "meta (shapes only)", 0, 0, 0, 0};
    if (!device.is_cuda())
        return fail(ErrorCode::DeviceUnavailable, "Only CPUs and NVIDIA GPUs can compute here", device.str());
    if (!gpuStatus().isUsable) return fail(ErrorCode::DeviceUnavailable, gpuStatus().reason, device.str());
    const c10::DeviceIndex index = device.has_index() ? device.index() : c10::DeviceIndex{0};
    if (index >= gpu().deviceCount)
        return fail(ErrorCode::DeviceUnavailable, concat("There are only ", gpu().deviceCount, " GPUs"),
                    device.str());
    return describeGpu(index);
}

Result<c10::Device> deviceFromText(std::string_view text) {
    if (text == "cpu") return c10::Device(c10::kCPU);
    if (text == "meta") return c10::Device(c10::kMeta);
    if (text == "auto") {
        const auto devices = listDevices();
        const auto best =
            std::max_element(devices.begin(), devices.end(), [](const DeviceInfo& a, const DeviceInfo& b) {
                return std::pair(a.device.is_cuda(), a.freeBytes) <
                       std::pair(b.device.is_cuda(), b.freeBytes);
            });
        return best->device;
    }
    int index = 0;
    bool isCuda = text == "cuda";
    if (text.starts_with("cuda:")) {
        const auto [end, error] = std::from_chars(text.data() + 5, text.data() + text.size(), index);
        isCuda = error == std::errc() && end == text.data() + text.size() && index >= 0 && index < 128;
    }
    if (!isCuda)
        return fail(ErrorCode::InvalidArgument, "Not a device", std::string(text),
                    "Say auto, cpu, cuda or cuda:1.");
    const c10::Device device(c10::kCUDA, static_cast<c10::DeviceIndex>(index));
    ATTUNE_TRY(const DeviceInfo info, describeDevice(device));
    return info.device;
}

std::string textFromDevice(c10::Device device) {
    return device.str();
}

void synchronize(c10::Device device) {
    if (device.is_cuda())
        at::accelerator::synchronizeDevice(device.has_index() ? device.index() : c10::DeviceIndex{0});
}

void releaseCachedMemory(c10::Device device) {
    if (device.is_cuda()) at::accelerator::emptyCache();
}

} // namespace attune::tensor
