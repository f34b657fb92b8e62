// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/GraphicsCheck.h"

#include "app/engine/EngineLoader.h"
#include "app/engine/GpuComponent.h"
#include "core/base/Text.h"
#include "core/base/platform/GpuSensors.h"

#include <algorithm>

namespace attune::engine {

namespace {

constexpr std::string_view kVendor = "nvidia";

std::string describe(const platform::VideoAdapter& adapter) {
    std::string text = adapter.name;
    if (adapter.dedicatedBytes > 0) text += concat(", ", humanBytes(adapter.dedicatedBytes));
    return text;
}

CheckItem driverItem(const GraphicsState& state) {
    CheckItem item{"gpu-driver", Verdict::Good, "NVIDIA driver", state.driverVersion, {}};
    if (!state.driverVersion.empty()) return item;
    item.verdict = Verdict::Warning;
    item.detail = state.driverProblem.empty() ? "not installed" : state.driverProblem;
    item.remedy =
        "Install NVIDIA's current driver and restart the computer; then the graphics card can be used.";
    return item;
}

} // namespace

GraphicsState graphicsState() {
    GraphicsState state;
    state.adapters = platform::videoAdapters();
    state.hasNvidia =
        std::any_of(state.adapters.begin(), state.adapters.end(), [](const platform::VideoAdapter& adapter) {
            return toLowerAscii(adapter.name).find(kVendor) != std::string::npos;
        });
    if (const auto sensors = platform::GpuSensors::open()) {
        state.hasNvidia = true;
        state.driverVersion = sensors->driverVersion().empty() ? "installed" : sensors->driverVersion();
        // The driver knows the memory where the system does not.
        for (const platform::GpuReading& reading : sensors->read()) {
            const auto known = std::find_if(
                state.adapters.begin(), state.adapters.end(), [&](const platform::VideoAdapter& adapter) {
                    return adapter.name == reading.name && adapter.dedicatedBytes == 0;
                });
            if (known != state.adapters.end())
                known->dedicatedBytes = reading.totalBytes;
            else if (std::none_of(state.adapters.begin(), state.adapters.end(),
                                  [&](const auto& adapter) { return adapter.name == reading.name; }))
                state.adapters.push_back({reading.name, reading.totalBytes, 0});
        }
    } else if (sensors.error().code == ErrorCode::DeviceUnavailable && state.hasNvidia) {
        state.driverProblem = sensors.error().message;
    }
    if (const auto module = engineModulePath()) {
        if (const auto added = addedGpuComponent(module->parent_path()))
            state.addedBytes = added->totalBytes();
        state.canAdd = true;
    }
    return state;
}

std::vector<CheckItem> graphicsItems(const GraphicsState& state) {
    std::vector<CheckItem> items;
    if (state.adapters.empty())
        items.push_back(
            {"graphics", Verdict::Good, "Graphics", "no graphics card is known to the system", {}});
    for (const platform::VideoAdapter& adapter : state.adapters)
        items.push_back({"graphics", Verdict::Good, "Graphics", describe(adapter), {}});
    if (state.hasNvidia) items.push_back(driverItem(state));
    if (state.addedBytes)
        items.push_back({"gpu-component",
                         Verdict::Good,
                         "GPU libraries",
                         concat("added, ", humanBytes(*state.addedBytes)),
                         {}});
    return items;
}

} // namespace attune::engine
