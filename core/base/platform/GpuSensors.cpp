// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/GpuSensors.h"

#include "core/base/Text.h"
#include "core/base/platform/Process.h"

#include <array>

namespace attune::platform {

namespace {

#ifdef _WIN32
constexpr const char* kLibraryFile = "nvml.dll";
#else
constexpr const char* kLibraryFile = "libnvidia-ml.so.1";
#endif

using Device = void*; // nvmlDevice_t, opaque
constexpr int kSuccess = 0;
constexpr int kCoreTemperature = 0; // NVML_TEMPERATURE_GPU

struct Memory { // nvmlMemory_t
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};

struct Load { // nvmlUtilization_t, in percent
    unsigned core;
    unsigned memory;
};

} // namespace

struct GpuSensors::Library {
    int (*initialise)(){nullptr};
    int (*shutdown)(){nullptr};
    int (*driverVersion)(char*, unsigned){nullptr};
    int (*count)(unsigned*){nullptr};
    int (*byIndex)(unsigned, Device*){nullptr};
    int (*name)(Device, char*, unsigned){nullptr};
    int (*memory)(Device, Memory*){nullptr};
    int (*temperature)(Device, int, unsigned*){nullptr};
    int (*load)(Device, Load*){nullptr};
    std::string version;
    bool isInitialised{false};

    ~Library() {
        if (isInitialised) shutdown();
    }
};

GpuSensors::GpuSensors(std::unique_ptr<Library> library) : m_library(std::move(library)) {}
GpuSensors::~GpuSensors() = default;
GpuSensors::GpuSensors(GpuSensors&&) noexcept = default;
GpuSensors& GpuSensors::operator=(GpuSensors&&) noexcept = default;

Result<GpuSensors> GpuSensors::open(const std::filesystem::path& library) {
    ATTUNE_TRY(const DynamicLibrary file,
               DynamicLibrary::open(library.empty() ? std::filesystem::path(kLibraryFile) : library));
    auto functions = std::make_unique<Library>();
    const auto find = [&file](auto*& target, const char* name) -> Result<void> {
        ATTUNE_TRY(target, file.function<std::remove_reference_t<decltype(*target)>>(name));
        return {};
    };
    ATTUNE_CHECK(find(functions->initialise, "nvmlInit_v2"));
    ATTUNE_CHECK(find(functions->shutdown, "nvmlShutdown"));
    ATTUNE_CHECK(find(functions->driverVersion, "nvmlSystemGetDriverVersion"));
    ATTUNE_CHECK(find(functions->count, "nvmlDeviceGetCount_v2"));
    ATTUNE_CHECK(find(functions->byIndex, "nvmlDeviceGetHandleByIndex_v2"));
    ATTUNE_CHECK(find(functions->name, "nvmlDeviceGetName"));
    ATTUNE_CHECK(find(functions->memory, "nvmlDeviceGetMemoryInfo"));
    ATTUNE_CHECK(find(functions->temperature, "nvmlDeviceGetTemperature"));
    ATTUNE_CHECK(find(functions->load, "nvmlDeviceGetUtilizationRates"));
    if (const int code = functions->initialise(); code != kSuccess)
        return fail(ErrorCode::DeviceUnavailable,
                    concat("The NVIDIA driver does not answer (NVML error ", code, ")"), {},
                    "Restart the computer, or install the driver again.");
    functions->isInitialised = true;
    std::array<char, 96> version{};
    if (functions->driverVersion(version.data(), static_cast<unsigned>(version.size()) - 1) == kSuccess)
        functions->version = version.data();
    return GpuSensors(std::move(functions));
}

const std::string& GpuSensors::driverVersion() const noexcept {
    return m_library->version;
}

std::vector<GpuReading> GpuSensors::read() const {
    std::vector<GpuReading> readings;
    unsigned count = 0;
    if (m_library->count(&count) != kSuccess) return readings;
    for (unsigned index = 0; index < count; ++index) {
        Device device = nullptr;
        std::array<char, 96> name{};
        Memory memory{};
        if (m_library->byIndex(index, &device) != kSuccess ||
            m_library->name(device, name.data(), static_cast<unsigned>(name.size()) - 1) != kSuccess ||
            m_library->memory(device, &memory) != kSuccess)
            continue;
        GpuReading reading;
        reading.name = name.data();
        reading.usedBytes = static_cast<std::int64_t>(memory.used);
        reading.totalBytes = static_cast<std::int64_t>(memory.total);
        if (unsigned celsius = 0; m_library->temperature(device, kCoreTemperature, &celsius) == kSuccess)
            reading.temperatureCelsius = static_cast<int>(celsius);
        if (Load load{}; m_library->load(device, &load) == kSuccess)
            reading.loadPercent = static_cast<int>(load.core);
        readings.push_back(std::move(reading));
    }
    return readings;
}

} // namespace attune::platform
