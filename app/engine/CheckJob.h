// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckJob: the dataset doctor over a whole library. Needs no LibTorch.
//
// All or nothing: stopped in the middle, it changes nothing.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "core/dataset/Doctor.h"

#include <filesystem>

namespace attune::engine {

struct CheckRequest {
    std::filesystem::path libraryFile;
    dataset::DoctorSettings settings;
};

// Errors of the job: those of Library; Cancelled.
[[nodiscard]] JobWithOutcome<dataset::DoctorReport> makeCheckJob(CheckRequest request);

} // namespace attune::engine
