// SPDX-License-Identifier: GPL-3.0-or-later
//
// A management library of two GPUs, of which the second tells neither temperature nor load, and a third that
// answers nothing. ATTUNE_FAKE_NVML=broken makes it refuse to start.
#include <cstdlib>
#include <cstring>

#ifdef _WIN32
#define EXPORTED extern "C" __declspec(dllexport)
#else
#define EXPORTED extern "C" __attribute__((visibility("default")))
#endif

namespace {

constexpr int kSuccess = 0;
constexpr int kNotSupported = 3;
constexpr int kDriverNotLoaded = 9;

struct Memory {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};

struct Load {
    unsigned core;
    unsigned memory;
};

int numberOf(const void* device) {
    return static_cast<int>(reinterpret_cast<std::size_t>(device));
}

} // namespace

EXPORTED int nvmlInit_v2() {
    const char* mood = std::getenv("ATTUNE_FAKE_NVML");
    return mood != nullptr && std::strcmp(mood, "broken") == 0 ? kDriverNotLoaded : kSuccess;
}
EXPORTED int nvmlShutdown() {
    return kSuccess;
}
EXPORTED int nvmlSystemGetDriverVersion(char* version, unsigned length) {
    std::strncpy(version, "550.54.15", length);
    return kSuccess;
}
EXPORTED int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = 3;
    return kSuccess;
}
EXPORTED int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
    *device = reinterpret_cast<void*>(std::size_t{index} + 1);
    return kSuccess;
}
EXPORTED int nvmlDeviceGetName(void* device, char* name, unsigned length) {
    if (numberOf(device) == 3) return kNotSupported;
    std::strncpy(name, numberOf(device) == 1 ? "NVIDIA First" : "NVIDIA Second", length);
    return kSuccess;
}
EXPORTED int nvmlDeviceGetMemoryInfo(void*, Memory* memory) {
    *memory = {24'000'000'000ULL, 18'000'000'000ULL, 6'000'000'000ULL};
    return kSuccess;
}
EXPORTED int nvmlDeviceGetTemperature(void* device, int, unsigned* celsius) {
    *celsius = 61;
    return numberOf(device) == 1 ? kSuccess : kNotSupported;
}
EXPORTED int nvmlDeviceGetUtilizationRates(void* device, Load* load) {
    *load = {97, 40};
    return numberOf(device) == 1 ? kSuccess : kNotSupported;
}
