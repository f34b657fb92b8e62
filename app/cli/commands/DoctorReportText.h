// SPDX-License-Identifier: GPL-3.0-or-later
//
// DoctorReportText: what the dataset doctor found, for people and programs.
#pragma once

#include "app/cli/Output.h"
#include "core/dataset/Doctor.h"

namespace attune::cli {

// Keys: "findings": [{"name", "severity", "title", "clips", "meaning", "remedy"}], "notes": [{"severity",
// "title", "reason", "remedy"}], "duplicate_groups".
void reportCheck(Output& out, const dataset::DoctorReport& report);

} // namespace attune::cli
