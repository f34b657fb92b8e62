// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/PowerSupply.h"

#include "core/base/Folder.h"

#include <fstream>
#include <string>

#ifdef _WIN32
#include <windows.h>
#endif

namespace attune::platform {

namespace fs = std::filesystem;

namespace {

std::string wordIn(const fs::path& file) {
    std::string word;
    std::ifstream(file) >> word;
    return word;
}

} // namespace

bool isOnBattery() {
#ifdef _WIN32
    SYSTEM_POWER_STATUS status{};
    return GetSystemPowerStatus(&status) != 0 && status.ACLineStatus == 0;
#elif defined(__APPLE__)
    return false;
#else
    return isOnBattery("/sys/class/power_supply");
#endif
}

bool isOnBattery(const fs::path& folder) {
    bool isDischarging = false;
    for (const fs::path& supply : entriesOf(folder)) {
        if (wordIn(supply / "scope") == "Device") continue;
        if (wordIn(supply / "type") != "Battery") {
            if (wordIn(supply / "online") == "1") return false;
        } else if (wordIn(supply / "status") == "Discharging") {
            isDischarging = true;
        }
    }
    return isDischarging;
}

} // namespace attune::platform
