// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainingMeters: what a run tells the metric feed: one place for the names of all curves.
//
//   train/loss, train/loss_0.0 … train/loss_0.9 (by noise level), train/grad_norm, train/lr, train/epoch,
//   train/std_data, train/step_seconds, train/examples_per_second, train/reading_seconds,
//   train/skipped_steps, val/loss, val/loss_<t>, memory/host_bytes, memory/device_bytes,
//   memory/device_peak_bytes, checkpoint/seconds, demo/seconds, demo/failed
//
// Threads: the training thread.
#pragma once

#include "core/jobs/MetricFeed.h"
#include "core/tensor/MemoryMeter.h"
#include "core/train/OptimiserStep.h"
#include "core/train/Validation.h"

#include <c10/core/Device.h>

#include <string_view>

namespace attune::train {

class TrainingMeters {
public:
    TrainingMeters(jobs::MetricFeed& feed, c10::Device device) : m_feed(&feed), m_memory(device) {}

    // `seconds`: what the step took on the clock.
    void step(const TrainingProgress& progress, const StepReport& report, double seconds,
              std::int64_t batchesPerEpoch);
    void heldOut(const TrainingProgress& progress, const HeldOutLoss& loss,
                 const std::vector<double>& timesteps);
    void value(const TrainingProgress& progress, std::string_view name, double value);

private:
    jobs::MetricFeed* m_feed;
    tensor::MemoryMeter m_memory;
};

// "val/loss_0.3", "val/loss_0.0625": the shortest text that says the timestep.
[[nodiscard]] std::string heldOutName(double timestep);

} // namespace attune::train
