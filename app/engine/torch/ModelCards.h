// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelCards: what core/model finds out about a file, as the card that the registry keeps.
//
// Threads: from any thread.
#pragma once

#include "app/engine/Engine.h"
#include "core/base/Result.h"
#include "core/project/ModelCard.h"

namespace attune::engine {

// Looks into the file, for its configuration and for a text encoder beside it (t5-base/, t5/, text_encoder/)
// or in the models' folder of the application. Errors: those of model::inspectModel and hashFile.
[[nodiscard]] Result<project::ModelCard> cardOf(const ModelFiles& files);

} // namespace attune::engine
