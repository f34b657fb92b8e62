// SPDX-License-Identifier: GPL-3.0-or-later
//
// PowerSupply: whether the computer runs on its battery, where training is slow and ends when it is empty.
//
// Threads: from any thread; reads some small files at most.
#pragma once

#include <filesystem>

namespace attune::platform {

// True when the system says so. False with mains power, without a battery and where it does not say (macOS).
[[nodiscard]] bool isOnBattery();

// The rule for Linux: no mains or USB supply of `folder` (/sys/class/power_supply) is online, and a battery
// of the computer itself (not of a mouse: scope "Device") is discharging.
[[nodiscard]] bool isOnBattery(const std::filesystem::path& folder);

} // namespace attune::platform
