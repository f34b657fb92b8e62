// SPDX-License-Identifier: GPL-3.0-or-later
//
// DatasetGoals: what the clips of a project are meant for, for the dataset doctor: rate, channels and window
// of the project's model, or of Stable Audio Open Small while none is chosen.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/Doctor.h"
#include "core/project/Project.h"

namespace attune::engine {

// Errors: InvalidConfig (the project's encode section).
[[nodiscard]] Result<dataset::DoctorSettings> doctorSettingsFor(const project::Project& project);

} // namespace attune::engine
