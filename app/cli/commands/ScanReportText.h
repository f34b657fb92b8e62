// SPDX-License-Identifier: GPL-3.0-or-later
//
// ScanReportText: what a scan did, for people and programs.
#pragma once

#include "app/cli/Output.h"
#include "app/engine/ScanJob.h"

namespace attune::cli {

// Keys: "sources": [{"folder", "files", "added", "changed", "unchanged", "moved", "missing", "unreadable",
// "other_files", "seconds", "problem"}].
void reportScan(Output& out, const engine::ScanOutcome& outcome);
// The error of the first source that could not be scanned.
[[nodiscard]] Result<void> scanProblem(const engine::ScanOutcome& outcome);

} // namespace attune::cli
