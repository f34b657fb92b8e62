// SPDX-License-Identifier: GPL-3.0-or-later
//
// MemoryMeasure: one dry step on the machine itself: what a training step really needs, next to the estimate
// of core/config/MemoryPlan.h. Made-up latents and text go through the real model, forward, backward,
// optimiser and averages, with a learning rate of zero, so that the weights stay as they are.
//
// Threads: the thread that will train. Nothing is kept.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/config/RunSettings.h"

#include <c10/core/Device.h>

#include <cstdint>
#include <memory>

namespace attune::model {
class DiffusionModel;
}

namespace attune::train {

struct StepMemory {
    // In tensors on the device at most, weights included, and held by LibTorch's allocator for them; 0 on the
    // CPU.
    std::int64_t devicePeakBytes{0};
    std::int64_t deviceHeldBytes{0};
    std::int64_t hostPeakBytes{0}; // resident, of the whole process, while measuring (tensor::MemoryReading)
    double seconds{0.0};           // of a second step, when everything is allocated
};

// `model` as for TrainerInputs. `textWidth`: width of the text encoder. Errors: DeviceOutOfMemory,
// OutOfMemory (it does not fit), Cancelled, those of preparing.
[[nodiscard]] Result<StepMemory> measureStepMemory(const std::shared_ptr<model::DiffusionModel>& model,
                                                   const config::RunSettings& settings,
                                                   std::int64_t latentFrames, std::int64_t textWidth,
                                                   c10::Device device, const Cancellation& cancellation = {});

} // namespace attune::train
