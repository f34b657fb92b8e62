// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/VideoMemory.h"

#include "core/base/Folder.h"
#include "core/base/Text.h"

#include <filesystem>
#include <fstream>

#ifdef _WIN32
#include "core/base/platform/Process.h"

// clang-format off
#include <windows.h>
#include <dxgi.h>
// clang-format on
#endif

namespace attune::platform {

namespace fs = std::filesystem;

#ifdef _WIN32

std::vector<VideoAdapter> videoAdapters() {
    std::vector<VideoAdapter> adapters;
    // Opened here, so that programs that never ask do not load Direct3D.
    const auto library = DynamicLibrary::open("dxgi.dll");
    if (!library) return adapters;
    const auto create = library->function<HRESULT WINAPI(REFIID, void**)>("CreateDXGIFactory1");
    IDXGIFactory1* factory = nullptr;
    if (!create || FAILED((*create)(__uuidof(IDXGIFactory1), reinterpret_cast<void**>(&factory))))
        return adapters;
    IDXGIAdapter1* adapter = nullptr;
    for (UINT index = 0; SUCCEEDED(factory->EnumAdapters1(index, &adapter)); ++index) {
        DXGI_ADAPTER_DESC1 description{};
        const bool isKnown = SUCCEEDED(adapter->GetDesc1(&description));
        adapter->Release();
        if (!isKnown || (description.Flags & DXGI_ADAPTER_FLAG_SOFTWARE) != 0) continue;
        adapters.push_back({utf8FromPath(fs::path(description.Description)),
                            static_cast<std::int64_t>(description.DedicatedVideoMemory),
                            static_cast<std::int64_t>(description.SharedSystemMemory)});
    }
    factory->Release();
    return adapters;
}

#elif defined(__linux__)

namespace {

std::string firstLine(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

std::int64_t numberIn(const fs::path& file) {
    std::ifstream stream(file);
    std::int64_t value = 0;
    return stream >> value ? value : 0;
}

// The value of the line "Model:   NVIDIA GeForce …" of /proc/driver/nvidia/gpus/<bus>/information.
std::string nvidiaName(const fs::path& information) {
    constexpr std::string_view kKey = "Model:";
    std::ifstream stream(information);
    for (std::string line; std::getline(stream, line);)
        if (line.starts_with(kKey)) return std::string(trimAscii(std::string_view(line).substr(kKey.size())));
    return {};
}

} // namespace

std::vector<VideoAdapter> videoAdapters() {
    std::vector<VideoAdapter> adapters;
    for (const fs::path& gpu : entriesOf("/proc/driver/nvidia/gpus"))
        if (std::string name = nvidiaName(gpu / "information"); !name.empty())
            adapters.push_back({std::move(name), 0, 0});
    for (const fs::path& card : entriesOf("/sys/class/drm")) {
        const std::string id = utf8FromPath(card.filename());
        if (!id.starts_with("card") || id.find('-') != std::string::npos)
            continue; // the others are its sockets
        const fs::path device = card / "device";
        const std::string vendor = firstLine(device / "vendor");
        if (vendor == "0x1002")
            adapters.push_back(
                {"AMD", numberIn(device / "mem_info_vram_total"), numberIn(device / "mem_info_gtt_total")});
        else if (vendor == "0x8086")
            adapters.push_back({"Intel", 0, 0});
    }
    return adapters;
}

#else

std::vector<VideoAdapter> videoAdapters() {
    return {};
}

#endif

} // namespace attune::platform
