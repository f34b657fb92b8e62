// SPDX-License-Identifier: GPL-3.0-or-later
//
// LearningRateSchedule: the learning rate of every optimiser step, as a function of how many were taken
// before it. Being functions of the step alone, schedules have no state to save: a resumed run just asks for
// the next step.
//
// All counts are optimiser steps, also those the reference's libraries call epochs. Values in double
// precision. Value semantics through shared constant objects; const methods from any thread. Sources:
// stable-audio-tools training/utils.py (InverseLR), torch.optim.lr_scheduler; spec/training.md 4.2.
#pragma once

#include "core/base/Result.h"
#include "core/config/TrainingBlock.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace attune::train {

class LearningRateSchedule {
public:
    virtual ~LearningRateSchedule() = default;
    // The rate of the step that comes after `stepsTaken` steps (0 = the first one).
    [[nodiscard]] virtual double rateAt(std::int64_t stepsTaken) const = 0;
    // The momentum (first beta) to use with it; empty = leave it alone. Only OneCycleLR and CyclicLR
    // set it.
    [[nodiscard]] virtual std::optional<double> momentumAt(std::int64_t /*stepsTaken*/) const { return {}; }
};

using SchedulePointer = std::shared_ptr<const LearningRateSchedule>;

[[nodiscard]] SchedulePointer constantSchedule(double baseRate);
// `schedule` times a factor that rises linearly from 1/steps at the first step to 1 at step `steps`.
[[nodiscard]] SchedulePointer withLinearWarmUp(SchedulePointer schedule, std::int64_t steps);

// By the reference's names: InverseLR, ConstantLR, LinearLR, ExponentialLR, StepLR, MultiStepLR,
// PolynomialLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, OneCycleLR, CyclicLR; "Constant" leaves the
// rate alone. `path` is named in errors. Errors: InvalidConfig naming the option (unknown type or option,
// missing or impossible number), with the reason for those that the reference accepts but cannot run
// (ReduceLROnPlateau).
[[nodiscard]] Result<SchedulePointer> makeSchedule(const config::NamedOptions& settings, double baseRate,
                                                   const std::string& path = "schedule");
// Of the reference's training block; constant when it has none.
[[nodiscard]] Result<SchedulePointer> makeSchedule(const config::TrainingBlock& training, double baseRate);

} // namespace attune::train
