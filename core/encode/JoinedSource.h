// SPDX-License-Identifier: GPL-3.0-or-later
//
// JoinedSource: several training sources one after the other, such as a project's own latents and those it
// took over from elsewhere.
//
// Ownership: owns them. Threads: const functions from any thread at once.
#pragma once

#include "core/base/Result.h"
#include "core/encode/TrainingSource.h"

#include <memory>
#include <vector>

namespace attune::encode {

// Null entries are left out; none at all gives null, and one is given back as it is. Errors: ShapeMismatch
// (latents of different channels, which no model takes together).
[[nodiscard]] Result<std::unique_ptr<TrainingSource>>
joined(std::vector<std::unique_ptr<TrainingSource>> sources);

} // namespace attune::encode
