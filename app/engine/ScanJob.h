// SPDX-License-Identifier: GPL-3.0-or-later
//
// ScanJob: brings the library up to date with its source folders. Needs no LibTorch.
//
// What was read is stored as it goes: stopping keeps it, and the next scan goes on from there.
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "core/dataset/Scanner.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace attune::engine {

struct ScanRequest {
    std::filesystem::path libraryFile;
    std::vector<dataset::SourceId> sources; // empty = all
    dataset::ScanOptions options;
};

struct ScannedSource {
    dataset::SourceFolder source;
    dataset::ScanReport report;
    std::optional<Error> problem; // a source that cannot be read does not keep the others from being scanned
};

struct ScanOutcome {
    std::vector<ScannedSource> sources;
};

// Errors of the job: those of Library.
[[nodiscard]] JobWithOutcome<ScanOutcome> makeScanJob(ScanRequest request);

} // namespace attune::engine
