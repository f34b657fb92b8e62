// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/TrainingMeters.h"

#include "core/base/Text.h"

namespace attune::train {

std::string heldOutName(double timestep) {
    return concat("val/loss_", timestep);
}

void TrainingMeters::value(const TrainingProgress& progress, std::string_view name, double value) {
    m_feed->append({progress.step, progress.elapsedSeconds, std::string(name), value});
}

void TrainingMeters::step(const TrainingProgress& progress, const StepReport& report, double seconds,
                          std::int64_t batchesPerEpoch) {
    value(progress, "train/loss", report.loss);
    for (std::size_t i = 0; i < kNoiseBuckets; ++i)
        if (report.buckets[i].count > 0.0)
            value(progress, concat("train/loss_0.", i), report.buckets[i].lossSum / report.buckets[i].count);
    if (!report.wasSkipped) value(progress, "train/grad_norm", report.gradientNorm);
    value(progress, "train/lr", report.learningRate);
    value(progress, "train/std_data", report.latentStd);
    value(progress, "train/epoch",
          static_cast<double>(progress.cursor.epoch) +
              static_cast<double>(progress.cursor.batch) / static_cast<double>(batchesPerEpoch));
    value(progress, "train/step_seconds", seconds);
    value(progress, "train/reading_seconds", report.readingSeconds);
    if (seconds > 0.0)
        value(progress, "train/examples_per_second", static_cast<double>(report.examples) / seconds);
    if (progress.skippedSteps > 0)
        value(progress, "train/skipped_steps", static_cast<double>(progress.skippedSteps));
    const tensor::MemoryReading memory = m_memory.read();
    value(progress, "memory/host_bytes", static_cast<double>(memory.hostBytes));
    if (memory.deviceReservedBytes > 0) {
        value(progress, "memory/device_bytes", static_cast<double>(memory.deviceReservedBytes));
        value(progress, "memory/device_peak_bytes", static_cast<double>(memory.devicePeakBytes));
    }
}

void TrainingMeters::heldOut(const TrainingProgress& progress, const HeldOutLoss& loss,
                             const std::vector<double>& timesteps) {
    value(progress, "val/loss", loss.mean);
    for (std::size_t i = 0; i < timesteps.size(); ++i)
        value(progress, heldOutName(timesteps[i]), loss.byTimestep[i]);
}

} // namespace attune::train
