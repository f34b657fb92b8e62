// SPDX-License-Identifier: GPL-3.0-or-later
//
// DatasetText: clips and what was found about them, as text for people and JSON for programs.
#pragma once

#include "core/config/Json.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/ClipRecord.h"
#include "core/dataset/Doctor.h"
#include "core/dataset/Library.h"

#include <string>
#include <vector>

namespace attune::cli {

[[nodiscard]] std::string splitName(dataset::SplitSide side); // "train", "held-out", "none"
[[nodiscard]] Result<dataset::SplitSide> splitFromName(const std::string& name);
[[nodiscard]] std::string findingNames(const dataset::FindingSet& findings); // "clipped, mono"
[[nodiscard]] config::Json jsonFromClip(const dataset::ClipRecord& clip);

// The clips of the library that a query names; an empty query names all. Errors: InvalidArgument (the query),
// Library's.
[[nodiscard]] Result<std::vector<dataset::ClipRecord>> clipsWhere(const dataset::Library& library,
                                                                  const std::string& query);

} // namespace attune::cli
