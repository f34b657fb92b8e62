// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/TorchEngine.h"

#include "core/tensor/Devices.h"
#include "core/tensor/TorchErrors.h"

#include <torch/version.h>

namespace attune::engine {

DevicesReport TorchEngine::devices() {
    DevicesReport report;
    report.libraryVersion = TORCH_VERSION;
    report.gpuProblem = tensor::gpuStatus().reason;
    for (const tensor::DeviceInfo& info : tensor::listDevices())
        report.devices.push_back({tensor::textFromDevice(info.device), info.name, info.totalBytes, info.freeBytes, info.hasFastBf16()});
    return report;
}

Error TorchEngine::translateException(std::string context) { return tensor::errorFromCurrentTorchException(std::move(context)); }

void TorchEngine::setConsoleLogLevel(log::Level level) { log::setConsoleLevel(level); }

} // namespace attune::engine
